"""What a question costs the database, in literal numbers: more than these has to be meant."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult import services
from consult.base.enums import State
from consult.models import Consultation
from tests.consult.posting import FORM, RECEIPT, THREAD, enter, good_post, solved, token
from tests.factories import make_area, make_notice, make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
SIDES = {"name": "王某", "opponent": "云澜晴川科技有限公司"}
LOCKS = int(connection.features.has_select_for_update)  # in SQLite there is one writer anyway
OTHER = "邻居把水管接到我家墙上，漏水以后不肯修，我可以自己拆掉吗？"


@pytest.fixture
def firm():
    make_settings(), make_notice()
    return make_area()


def statements(client, area, address="2001:db8::1", **fields):
    """The statements of a good post by their first words; one before it warms up."""
    known = {"area": area.pk, **SIDES}
    client.post(FORM, good_post(**known, question=OTHER, token=token(random="e" * 32)))
    post = good_post(**known, **fields)
    with CaptureQueriesContext(connection) as asked:
        client.post(FORM, post, REMOTE_ADDR=address)
    assert Consultation.objects.latest("received_at").state == State.NEW
    return Counter(one["sql"].split()[0] for one in asked.captured_queries)


@pytest.mark.parametrize(("staff", "proof"), [(1, True), (4, True), (4, False)])
def test_a_question_is_two_transactions(kept_client, firm, staff, proof):
    for number in range(staff):
        make_staff("consult.view_consultation", email=f"{number}@example.com")
    found = statements(kept_client, firm, proof=solved() if proof else "")
    assert (found["BEGIN"], found["COMMIT"]) == (2, 2)
    assert (found["SAVEPOINT"], found["RELEASE"]) == (1, 1)
    assert found.total() == 21 + 2 * LOCKS, found


def test_the_receipt_reads_nothing_where_scripts_run(kept_client, firm, django_assert_num_queries):
    kept_client.post(FORM, good_post(area=firm.pk, proof=solved()))
    kept_client.get(RECEIPT)
    with django_assert_num_queries(0):
        kept_client.get(RECEIPT)


def test_what_follows_a_question_costs_little(kept_client, firm, django_assert_num_queries):
    (asked, code), boss = make_consultation(area=firm, **SIDES), make_superuser()
    with django_assert_num_queries(17 + 2 * LOCKS):
        enter(kept_client, code)
    kept_client.get(THREAD)
    with django_assert_num_queries(7):
        kept_client.get(THREAD)
    with django_assert_num_queries(19 + LOCKS):
        kept_client.post(THREAD, {"action": "message", "text": "再补充一点", "token": token()})
    with django_assert_num_queries(15):
        services.reply(consultation=asked, user=boss, text="答复", token="t")

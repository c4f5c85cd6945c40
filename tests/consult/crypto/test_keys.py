"""The register of keys: a lost or exchanged key is noticed before anything is stored under it."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client

from consult import services
from consult.base.policy import MissingKeyError
from consult.crypto import keys
from consult.models import Consultation, ConsultKey, Message, Note
from tests.consult.posting import FORM, THREAD, enter, good_post
from tests.factories import make_consultation, make_staff
from website.operations import health

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.CONSULT_KEYS = {"k1": OLD}


@pytest.fixture
def kept():
    return make_consultation(name="王小明")


def registered():
    return list(ConsultKey.objects.order_by("pk").values_list("key_id", "check_value"))


def test_a_key_is_registered_when_it_seals_and_not_before(kept, settings):
    assert OLD.hex() not in str(registered())
    settings.CONSULT_KEYS = {"k1": OLD, "spare": NEW}
    make_consultation()
    assert [key_id for key_id, _ in registered()] == ["k1"]
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}
    assert keys.ready()
    make_consultation()
    assert [key_id for key_id, _ in registered()] == ["k1", "k2"]


WRONG = {
    "missing": ({"k2": NEW}, keys.MISSING.format("k1")),
    "made anew": ({"k1": NEW}, keys.ANOTHER.format("k1")),
    "swapped": ({"k2": NEW, "k1": NEW[::-1]}, keys.ANOTHER.format("k1")),
    "none": ({}, keys.NO_KEYS),
}


@pytest.fixture(params=WRONG.values(), ids=WRONG)
def wrong(request, kept, settings):
    settings.CONSULT_KEYS, said = request.param
    return said


def test_a_wrong_key_is_told_to_the_staff_and_nothing_is_stored_under_it(wrong, kept):
    assert not keys.ready()
    assert wrong in keys.problem()
    (found,) = (one for one in health.all_of() if one.part == "consult_keys")
    assert (found.level, found.sentence) == (health.Level.WARN, keys.problem())
    assert "rotate_consult_keys --forget" in found.advice
    with pytest.raises(CommandError, match=wrong):  # which a dry run does not call needless
        call_command("rotate_consult_keys", dry_run=True)
    call_command("check", fail_level="ERROR")  # the site starts
    known = {"consultation": kept[0], "token": "t"}
    for act in (
        make_consultation,
        lambda: services.client_message(**known, text="再补充一点"),
        lambda: services.reply(**known, user=make_staff(), text="答复"),
        lambda: services.add_note(**known, user=make_staff(), text="备注"),
        lambda: services.save_draft(consultation=kept[0], user=make_staff(), text="草稿"),
    ):
        with pytest.raises(MissingKeyError):
            act()
    assert (Consultation.objects.count(), Message.objects.count()) == (1, 1)
    assert not Note.objects.exists()
    assert registered() == [("k1", keys.check_value(OLD))]


def test_under_a_wrong_key_pages_work_and_the_form_is_closed_and_loses_no_word(
    kept, client, settings
):
    inside = Client()
    enter(inside, kept[1])
    settings.CONSULT_KEYS = {"k2": NEW}
    for address in ("/", "/lawyers/", "/articles/", "/contact/", "/readyz"):
        assert client.get(address).status_code == 200
    assert client.get("/readyz").json()["status"] == "warn"
    page = client.get(FORM)
    assert (page.status_code, "<textarea" in page.text) == (503, False)
    assert 'class="notice notice-wrong" role="alert"' in page.text
    page = client.post(FORM, good_post(question="公司三个月没有发工资怎么办？"))
    assert page.status_code == 503
    for words in (str(MissingKeyError()), "公司三个月没有发工资怎么办？"):
        assert words in page.text
    page = inside.post(THREAD, {"action": "message", "text": "再补充一点", "token": "t"})
    assert (page.status_code, "再补充一点" in page.text) == (503, True)
    page = enter(client, kept[1])  # a right code is not called wrong
    assert (page.status_code, "aria-invalid" in page.text) == (503, False)
    assert 'id="code-said"' in page.text
    assert (Consultation.objects.count(), Message.objects.count()) == (1, 1)
    settings.CONSULT_KEYS = {"k1": OLD}  # and with it back everything is as before
    assert (keys.ready(), keys.problem()) == (True, "")
    assert Consultation.objects.get().name == "王小明"
    assert enter(client, kept[1]).status_code == 302
    assert client.post(FORM, good_post()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_was_undone_is_made_again_and_asking_costs_nothing_then(
    django_assert_num_queries,
):
    with transaction.atomic():
        keys.sealing_key()
        transaction.set_rollback(True)
    assert registered() == []
    assert keys.ready()  # a new installation registers its first key by that
    assert registered() == [("k1", keys.check_value(OLD))]
    with django_assert_num_queries(0):
        assert keys.ready()

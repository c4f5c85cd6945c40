"""A clock that was set back, and the day on which something is due, by the clock of Beijing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consult import lifecycle, services
from consult.models import Consultation
from tests.consult.posting import FORM, THREAD, enter, good_post, shift
from tests.factories import make_settings, make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def asked(db):
    make_settings(notify_email="office@example.com")
    return make_consultation()


def test_an_answer_under_a_clock_that_was_set_back_stands_below_its_question(
    client, asked, monkeypatch
):
    consultation, code = asked
    shift(monkeypatch, hours=-1)
    known = {"consultation": consultation, "user": make_staff()}
    services.reply(**known, text="答复在后", token="t")
    shift(monkeypatch, seconds=31)
    assert enter(client, code).status_code == 302
    page = client.get(THREAD).content.decode()
    assert page.index("公司三个月") < page.index("答复在后")
    assert services.client_message(consultation=consultation, text="谢谢", token="c").sent_at
    assert [one.text for one in consultation.messages.for_client()][-1] == "谢谢"


def test_an_answer_that_was_seen_does_not_vanish_and_is_not_taken_back(client, asked, monkeypatch):
    consultation, code = asked
    lawyer = make_staff()
    message = services.reply(consultation=consultation, user=lawyer, text="看过的答复", token="t")
    shift(monkeypatch, seconds=31)
    enter(client, code)
    assert "看过的答复" in client.get(THREAD).content.decode()
    shift(monkeypatch, hours=-1)
    enter(client, code)
    assert "看过的答复" in client.get(THREAD).content.decode()
    with pytest.raises(services.NotAllowedError):
        services.withdraw_reply(message=message, user=lawyer)


def test_a_form_from_before_the_clock_was_set_back_is_kept_for_a_look(client, monkeypatch):
    post = good_post()
    shift(monkeypatch, hours=-1)
    assert client.post(FORM, post).status_code == 302
    assert Consultation.objects.get().state == "quarantined"


def test_the_day_of_erasure_begins_in_beijing(monkeypatch):
    consultation, _ = make_consultation()
    services.close(consultation=consultation, user=None)
    Consultation.objects.update(purge_on=datetime(2027, 3, 2).date())
    evening = datetime(2027, 3, 1, 15, 59, tzinfo=UTC)  # one minute to midnight in Beijing
    monkeypatch.setattr(timezone, "now", lambda: evening)
    assert not lifecycle.due().exists()
    monkeypatch.setattr(timezone, "now", lambda: evening + timedelta(minutes=1))
    assert lifecycle.due().exists()

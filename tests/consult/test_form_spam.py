"""Decoy, time trap, forged token: stored apart, told why, nobody mailed, the same receipt."""

import pytest

from consult.enums import State
from consult.models import Consultation
from outbox.models import Notice
from tests.consult.posting import FORM, RECEIPT, code_of, enter, good_post, token
from tests.factories import make_settings

pytestmark = pytest.mark.django_db
SUSPECT = [
    ({"website": "http://example.com"}, "填写了隐藏栏"),
    ({"token": lambda: token(age=1)}, "提交过快"),
    ({"token": lambda: token(age=-3600)}, "提交过快"),
    ({"token": None}, "表单凭证无效"),
    ({"token": "forged:token:x"}, "表单凭证无效"),
    ({"token": "\x00字\ufffd"}, "表单凭证无效"),
    ({"token": "x" * 100_000}, "表单凭证无效"),
    ({"website": "\x00", "token": lambda: token(age=0)}, "填写了隐藏栏、提交过快"),
]


@pytest.mark.parametrize(("changed", "reasons"), SUSPECT)
def test_a_suspect_post_goes_to_quarantine(client, changed, reasons):
    make_settings(notify_email="office@example.com")
    made = {name: value() if callable(value) else value for name, value in changed.items()}
    assert client.post(FORM, good_post(**made)).url == RECEIPT
    kept = Consultation.objects.get()
    assert (kept.state, kept.doubts) == (State.QUARANTINED, reasons)
    assert not Notice.objects.exists()


def test_a_suspect_post_has_a_receipt_that_opens_its_thread(client):
    client.post(FORM, good_post(website="x"))
    enter(client, code_of(client))
    assert "已收到，等待律师答复" in client.get("/consult/thread/").content.decode()


def test_a_person_goes_to_the_inbox_and_the_office_is_told(client):
    make_settings(notify_email="office@example.com")
    client.post(FORM, good_post())
    assert Consultation.objects.get().state == State.NEW
    assert Notice.objects.get().kind == "consult_new"


def test_a_form_open_for_days_is_a_persons(client):
    client.post(FORM, good_post(token=token(age=5 * 24 * 3600)))
    assert Consultation.objects.get().state == State.NEW


def test_the_decoy_is_hidden_from_people_and_never_filled_by_the_browser(client):
    good_post()
    html = client.get(FORM).content.decode()
    assert '<div class="decoy" aria-hidden="true">' in html
    assert 'name="website" type="text" tabindex="-1" autocomplete="off"' in html

"""The mail to a client: that there is news, once it can be seen, and how it stops."""

import smtplib

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from consult import services
from consult.base.policy import NO_MAIL_ERASED
from consult.models import Consultation
from consult.services import notifications
from outbox import services as outbox
from outbox.base.errors import sentence
from outbox.channels.mail import MAIL
from outbox.models import Notice
from tests.consult.posting import shift
from tests.factories import make_area, make_settings, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = pytest.mark.django_db
ADDRESS = "wang.xiaoming@example.com"


@pytest.fixture
def kept():
    """A consultation of a client who left an address."""
    make_settings(site_name="林致远律师网")
    area = make_area(name="劳动争议")
    return make_consultation(email=ADDRESS, name="王小明", area=area)[0]


def reply(consultation, text="可以申请仲裁", token="t"):
    return services.reply(
        consultation=consultation, user=make_superuser(last_name="林致远"), text=text, token=token
    )


def to_client():
    """The mails that went out to the client, after everything due was sent."""
    outbox.deliver_due()
    return [message for message in mail.outbox if message.to == [ADDRESS]]


def test_a_client_is_told_once_the_reply_can_be_seen_and_not_before(kept, monkeypatch):
    reply(kept)
    shift(monkeypatch, seconds=29)
    assert to_client() == []
    shift(monkeypatch, seconds=2)
    assert len(to_client()) == len(to_client()) == 1


def test_the_mail_says_that_there_is_news_and_nothing_else(kept, monkeypatch):
    reply(kept)
    shift(monkeypatch, seconds=31)
    (sent,) = to_client()
    assert sent.subject == render_to_string("emails/consult_reply_subject.txt").strip()
    assert "http://127.0.0.1:8000/consult/thread/\n" in sent.body
    said = str(sent.message()) + sent.subject + sent.body
    words = [
        "王小明",
        "wang",
        "劳动",
        "仲裁",
        "工资",
        "林致远",
        "律师",
        kept.reference,
        str(kept.pk),
        kept.pk.hex,
    ]
    said = said.replace(ADDRESS, "").casefold()
    assert not [word for word in words if word.casefold() in said]


def test_the_ledger_knows_neither_the_address_nor_the_letter(kept, monkeypatch):
    reply(kept)
    shift(monkeypatch, seconds=31)
    to_client()
    row = Notice.objects.filter(kind="consult_reply").values().get()
    assert row["recipient"] == f"consultation:{kept.pk}"
    assert row["payload"] == {"subject": "", "body": ""}
    assert "wang" not in str(row)
    assert "/stop/" not in str(row)


def test_the_mail_can_be_stopped_with_one_click(kept, monkeypatch):
    """RFC 8058: the address of the header takes a POST without cookie or token of a form."""
    reply(kept)
    shift(monkeypatch, seconds=31)
    (sent,) = to_client()
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("http://127.0.0.1:8000")
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Consultation.objects.get().wants_mail


def test_a_withdrawn_reply_takes_its_notice_back_and_no_other(kept, monkeypatch):
    message = reply(kept)
    reply(kept, "另外一条", token="other")
    services.withdraw_reply(message=message, user=message.author)
    shift(monkeypatch, seconds=31)
    assert len(to_client()) == 1
    assert Notice.objects.cancelled().get().why == notifications.TAKEN_BACK


def test_a_reply_that_is_sent_again_after_it_was_withdrawn_is_told_of(kept, monkeypatch):
    message = reply(kept)
    services.withdraw_reply(message=message, user=message.author)
    reply(kept, token="again")
    shift(monkeypatch, seconds=31)
    assert len(to_client()) == 1


def stop(consultation):
    services.stop_mail(consultation=consultation)


def erase(consultation):
    services.erase_now(consultation=consultation)


def lose_address(consultation):
    Consultation.objects.update(email="")


def vanish(consultation):
    Notice.objects.update(recipient="consultation:00000000-0000-4000-8000-000000000000")


def garble(consultation):
    Notice.objects.update(recipient="consultation:nonsense")


MEANWHILE = {
    stop: notifications.STOPPED,
    erase: NO_MAIL_ERASED,
    lose_address: notifications.NO_ADDRESS,
    vanish: NO_MAIL_ERASED,
    garble: NO_MAIL_ERASED,
}


@pytest.mark.parametrize("act", MEANWHILE, ids=lambda act: act.__name__)
def test_where_no_mail_is_wanted_any_more_it_is_cancelled_and_not_failed(kept, monkeypatch, act):
    reply(kept)
    act(kept)
    shift(monkeypatch, seconds=31)
    assert to_client() == []
    notice = Notice.objects.get(kind="consult_reply")
    assert (notice.why, notice.attempts, notice.error) == (MEANWHILE[act], 0, "")
    assert notice not in Notice.objects.pending()


def test_without_an_address_there_is_no_notice():
    kept, _ = make_consultation()
    reply(kept)
    assert not Notice.objects.filter(kind="consult_reply").exists()


def test_a_refusal_of_the_mail_server_does_not_bring_the_address_into_the_ledger(
    kept, monkeypatch, caplog
):
    answer = {ADDRESS: (550, f"5.1.1 <{ADDRESS}> unknown".encode())}
    error = smtplib.SMTPRecipientsRefused(answer)

    def refuse(*_):
        raise error

    monkeypatch.setattr(MAIL, "send", refuse)
    reply(kept)
    shift(monkeypatch, seconds=31)
    outbox.deliver_due()
    kept = Notice.objects.failing().get().error
    assert kept == sentence(error)
    assert "550 5.1.1" in kept
    assert "wang" not in kept + caplog.text


def test_the_same_reply_posted_twice_is_one_notice(kept):
    assert reply(kept) == reply(kept)
    assert Notice.objects.filter(kind="consult_reply").count() == 1


def test_every_kind_has_a_chinese_name():
    from outbox.base import registry

    assert {registry.name(kind) for kind in notifications.NAMES} == set(
        notifications.NAMES.values()
    )

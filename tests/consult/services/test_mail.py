"""Mails and notices say that there is something, to whom it concerns, and never what."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from consult import services
from consult.base.policy import NO_MAIL_ERASED
from consult.desk import access
from consult.models import Consultation
from consult.services import jobs, notifications
from firm.models import SpecialDay
from firm.models.firm import DayKind
from outbox import services as outbox
from outbox.base import registry
from outbox.models import Notice
from tests.consult.posting import shift
from tests.factories import make_area, make_member, make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.leaks.words import MARKS, PERSON

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ADDRESS = "wang.xiaoming@example.com"
VIEW = "consult.view_consultation"
OFFICE = "office@example.com"


@pytest.fixture
def kept():
    """A consultation of a client who left an address."""
    make_settings(site_name="林致远律师网")
    area = make_area(name="劳动争议")
    return make_consultation(email=ADDRESS, name="王小明", area=area)[0]


def reply(consultation, text="可以申请仲裁", token="t"):
    user = make_superuser(last_name="林致远")
    return services.reply(consultation=consultation, user=user, text=text, token=token)


def to_client():
    """The mails that went out to the client, after everything due was sent."""
    outbox.deliver_due()
    return [message for message in mail.outbox if message.to == [ADDRESS]]


def test_a_client_is_told_once_when_the_reply_can_be_seen_and_nothing_else(kept, monkeypatch):
    assert reply(kept) == reply(kept)
    shift(monkeypatch, seconds=29)
    assert to_client() == []
    shift(monkeypatch, seconds=2)
    (sent,) = to_client()
    assert to_client() == [sent]
    assert sent.subject == render_to_string("emails/consult_reply_subject.txt").strip()
    assert "http://127.0.0.1:8000/consult/thread/\n" in sent.body
    said = str(sent.message()) + sent.subject + sent.body
    words = ["王小明", "wang", "劳动", "仲裁", "工资", "林致远", "律师"]
    words += [kept.reference, str(kept.pk), kept.pk.hex]
    said = said.replace(ADDRESS, "").casefold()
    assert not [word for word in words if word.casefold() in said]
    row = Notice.objects.filter(kind="consult_reply").values().get()
    assert row["recipient"] == f"consultation:{kept.pk}"
    assert row["payload"] == {"subject": "", "body": ""}
    assert "wang" not in str(row)
    assert "/stop/" not in str(row)
    # RFC 8058: the address of the header takes a POST without cookie or token of a form.
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
    message = reply(kept, token="again")
    services.withdraw_reply(message=message, user=message.author)
    reply(kept, token="at last")  # sent again after it was withdrawn
    shift(monkeypatch, seconds=62)
    assert len(to_client()) == 2


def goes_to(name):
    return lambda _: Notice.objects.update(recipient=f"consultation:{name}")


MEANWHILE = [
    (lambda kept: services.stop_mail(consultation=kept), notifications.STOPPED),
    (lambda kept: services.erase_now(consultation=kept), NO_MAIL_ERASED),
    (lambda _: Consultation.objects.update(email=""), notifications.NO_ADDRESS),
    (goes_to("00000000-0000-4000-8000-000000000000"), NO_MAIL_ERASED),
    (goes_to("nonsense"), NO_MAIL_ERASED),
]


@pytest.mark.parametrize(("act", "why"), MEANWHILE)
def test_where_no_mail_is_wanted_any_more_it_is_cancelled_and_not_failed(
    kept, monkeypatch, act, why
):
    reply(kept)
    act(kept)
    shift(monkeypatch, seconds=31)
    assert to_client() == []
    notice = Notice.objects.get(kind="consult_reply")
    assert (notice.why, notice.attempts, notice.error) == (why, 0, "")
    assert notice not in Notice.objects.pending()


def test_without_an_address_there_is_no_notice():
    reply(make_consultation()[0])
    assert not Notice.objects.filter(kind="consult_reply").exists()
    names = {registry.name(kind) for kind in notifications.NAMES}
    assert names == set(notifications.NAMES.values())


def told(**fields):
    return sorted(Notice.objects.filter(**fields).values_list("recipient", flat=True))


def lawyer(**fields):
    return make_staff(VIEW, **{"email": "lawyer@example.com", **fields})


def more(consultation, token="t"):
    services.client_message(consultation=consultation, text="再补充一点", token=token)


def test_of_a_new_one_the_address_of_the_settings_is_told_and_led_to_it():
    make_settings(notify_email=OFFICE, site_name="张&李 <律师>\r\nBcc: x@example.com")
    make_superuser(email="boss@example.com")
    one = make_consultation()[0]
    assert told() == [OFFICE]
    payload = Notice.objects.get().payload
    inbox = "http://127.0.0.1:8000/admin/consult/consultation/"
    assert f"{inbox}{one.pk}/change/\n" in payload["body"]
    # A subject is one line, and plain text.
    assert payload["subject"].startswith("【张&李 <律师> Bcc: x@example.com】")
    assert len(payload["subject"].splitlines()) == 1


def test_without_one_who_may_open_it_is_told_once_for_each_address(django_assert_num_queries):
    assert make_consultation()[0].pk  # kept all the same with nobody to tell
    make_staff(VIEW, email="foreign@example.com")  # who cannot open it
    make_superuser(email="manager@example.com")
    make_consultation()
    assert told() == ["manager@example.com"]
    Notice.objects.all().delete()
    long = [f"{'x' * 60}@{'long-' * 12}{end}.example.com" for end in "ab"]  # begin alike
    for email in ("a@example.com", "a@example.com", "boss@example.com", *long, ""):
        make_staff(VIEW, "consult.see_all_consultations", email=email)
    make_superuser(email="invited@example.com", password=None)  # who never opened the account
    make_superuser(email="reset@example.com", password=None, last_login=timezone.now())
    make_staff(email="no-permission@example.com")
    make_staff(VIEW, email="left@example.com", is_active=False)
    make_staff(VIEW, email="client@example.com", is_staff=False)
    make_settings()
    with django_assert_num_queries(1):
        access.everyone()
    make_consultation()
    some = [f"{name}@example.com" for name in ("a", "boss", "manager", "reset")]
    assert told() == sorted([*some, *long])


@pytest.mark.parametrize(
    ("fields", "of_more", "of_assigning"),
    [
        ({}, ["lawyer@example.com"], ["lawyer@example.com"]),
        ({"email": ""}, [OFFICE], []),
        ({"password": None}, [OFFICE], []),
        ({"is_active": False}, [OFFICE], []),
        ({"is_staff": False}, [OFFICE], []),
    ],
)
def test_who_is_in_charge_is_told_of_more_or_else_the_office(fields, of_more, of_assigning):
    make_settings(notify_email=OFFICE)
    kept, _ = make_consultation()
    services.assign(consultation=kept, user=make_superuser(), to=lawyer(**fields))
    more(kept)
    assert told(kind="consult_more") == of_more
    assert told(kind="consult_assigned") == of_assigning


def test_each_assignment_is_told_to_whom_it_falls_also_the_second_time():
    kept, _ = make_consultation()
    boss, lin, shen = make_superuser(), lawyer(), lawyer(email="shen@example.com")
    for to in (lin, shen, lin):
        services.assign(consultation=kept, user=boss, to=to)
    assert told(kind="consult_assigned") == ["lawyer@example.com"] * 2 + ["shen@example.com"]


@pytest.fixture
def robots(settings):
    settings.ROBOTS = [
        {"kind": "wecom", "token": "geheim-0001", "secret": ""},
        {"kind": "feishu", "token": "geheim-0002", "secret": ""},
    ]


def test_the_group_chat_is_told_number_area_time_and_the_way_and_nothing_else(robots):
    kept, _ = make_consultation(area=make_area(name="劳动争议"), name="王小明", phone="13800000000")
    notice = Notice.objects.get(recipient="wecom-1")
    at = timezone.localtime(kept.received_at)
    assert [line.partition("：")[2] for line in notice.payload.pop("text").split("\n")] == [
        kept.reference,
        "劳动争议",
        f"{at:%Y-%m-%d %H:%M}",
        f"http://127.0.0.1:8000/admin/consult/consultation/{kept.pk}/change/",
    ]
    assert notice.payload == {}
    assert told(kind="consult_new") == ["feishu-1", "wecom-1"]
    more(kept), more(kept), more(kept, "other")  # once for each post
    assert told(kind="consult_more") == ["feishu-1"] * 2 + ["wecom-1"] * 2
    notifications.tell_staff("consult_more", kept, MONDAY, "at another time")
    texts = [notice.payload["text"] for notice in Notice.objects.filter(kind="consult_more")]
    assert sum("时间：2026-11-30 09:30" in text for text in texts) == 2
    assert not [text for text in texts if "再补充" in text]


MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)  # 9:30 in Beijing


@pytest.fixture
def waiting():
    """Two consultations that are late, with something confided in them, and who hears of it."""
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00")
    make_member("咨询主管", email="zhu@example.com")
    for _ in range(2):
        make_consultation(**PERSON)
    Notice.objects.all().delete()
    past = MONDAY - timedelta(days=9)
    Consultation.objects.update(received_at=past, promised_at=past + timedelta(days=1))


def weekly():
    return told(kind=jobs.KIND)


def test_who_sees_the_figures_is_told_numbers_once_a_week_if_the_office_likes(waiting):
    make_settings(weekly_mail=False)
    jobs.tell(MONDAY)
    assert weekly() == []
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00", weekly_mail=True)
    make_member("律师", email="lin@example.com")
    make_member("咨询主管", email="")
    make_member("咨询主管", email="gone@example.com", is_active=False)
    for now in (MONDAY, MONDAY + timedelta(hours=5)):
        jobs.tell(now)
    assert weekly() == ["zhu@example.com"]
    said = str(Notice.objects.get(kind=jobs.KIND).payload)
    assert "已超时的咨询：2条" in said
    assert not any(mark in said for mark in MARKS)
    assert not any(one.reference in said for one in Consultation.objects.all())
    jobs.tell(MONDAY + timedelta(days=7))
    assert len(weekly()) == 2
    Notice.objects.all().delete()
    Consultation.objects.all().delete()
    jobs.tell(MONDAY)  # of nothing nobody is told
    assert weekly() == []


CLOCKS = {
    "working": {"30T08:59": 0, "30T09:00": 1, "30T23:59": 1, "29T23:59": 0},
    "a holiday": {"30T07:59": 0, "30T08:00": 1},
    "no service time": {"30T07:59": 0, "30T08:00": 1},
}


@pytest.mark.parametrize("day", CLOCKS)
def test_it_comes_when_the_week_of_the_firm_begins(waiting, day):
    if day == "a holiday":
        SpecialDay.objects.create(date=MONDAY.date(), kind=DayKind.CLOSED)
    elif day == "no service time":
        make_settings(service_time="")
    for clock, number in CLOCKS[day].items():
        Notice.objects.all().delete()
        jobs.tell(timezone.make_aware(datetime.fromisoformat(f"2026-11-{clock}")))
        assert len(weekly()) == number, clock
    Notice.objects.all().delete()
    jobs.tell(MONDAY + timedelta(days=1))
    assert weekly() == []


def test_each_number_is_that_of_the_list_it_leads_to(waiting, client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    for number, day in ((3, 29), (1, 31)):
        for _ in range(number):
            asked = make_consultation()[0]
            asked.limitation_on = MONDAY.date() + timedelta(days=day)
            asked.follow_up_on = MONDAY.date() + timedelta(days=day - 29)
            asked.save()
    ended, taken_back = make_consultation()[0], make_consultation()[0]
    services.close(consultation=ended, user=make_superuser())
    Consultation.objects.filter(pk=taken_back.pk).update(
        follow_up_on=MONDAY.date(), consent_withdrawn_at=MONDAY
    )  # nobody comes back to it, and the list has it not
    jobs.tell()
    body = Notice.objects.get(kind=jobs.KIND, recipient="zhu@example.com").payload["body"]
    client.force_login(make_superuser())
    found = re.findall(r"：(\d+)条\n\S+?(/admin/\S+)", body)
    assert len(found) == 4
    for number, address in found:
        listed = client.get(address).context["cl"].queryset
        if "work=live" in address:  # those come first there, after what is late
            soon = MONDAY.date() + timedelta(days=30)
            listed = listed.filter(limitation_on__lte=soon)
        assert listed.count() == int(number), address

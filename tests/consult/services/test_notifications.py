"""Notices say that there is something; what it is, they never say."""

import pytest
from django.core import mail
from django.utils import timezone

from consult import services
from consult.desk import access
from outbox import services as outbox
from outbox.models import Notice
from tests.factories import make_area, make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PERMISSION = "consult.view_consultation"


def told(**fields):
    return sorted(Notice.objects.filter(**fields).values_list("recipient", flat=True))


def lawyer(**fields):
    return make_staff(PERMISSION, **{"email": "lawyer@example.com", **fields})


def more(consultation, token="t"):
    services.client_message(consultation=consultation, text="再补充一点", token=token)


def test_the_address_of_the_settings_is_told():
    make_settings(notify_email="office@example.com")
    make_superuser(email="boss@example.com")
    make_consultation()
    assert told() == ["office@example.com"]


def test_who_cannot_open_it_is_not_told():
    make_staff(PERMISSION, email="other@example.com")
    make_superuser(email="boss@example.com")
    make_consultation()
    assert told() == ["boss@example.com"]


def test_without_one_all_staff_who_may_read_are_told_once_for_each_address():
    make_staff(PERMISSION, email="a@example.com")
    make_staff(PERMISSION, email="a@example.com")
    make_staff(PERMISSION, email="boss@example.com")
    make_staff(email="no-permission@example.com")
    make_staff(PERMISSION, email="left@example.com", is_active=False)
    make_staff(PERMISSION, email="client@example.com", is_staff=False)
    make_staff(PERMISSION)
    make_consultation()
    assert told() == ["a@example.com", "boss@example.com"]


def test_who_is_told_is_one_query_whatever_the_number_of_staff(django_assert_num_queries):
    for number in range(4):
        make_staff(PERMISSION, email=f"{number}@example.com")
    with django_assert_num_queries(1):
        assert len(access.everyone()) == 4


def test_with_nobody_to_tell_the_consultation_is_kept_all_the_same():
    assert make_consultation()[0].pk
    assert not Notice.objects.exists()


def test_two_long_addresses_that_begin_alike_are_both_told():
    for end in "ab":
        make_staff(PERMISSION, email=f"{'x' * 60}@{'long-' * 12}{end}.example.com")
    make_consultation()
    assert len(told()) == 2


def test_no_mail_says_what_it_is_about():
    make_settings(notify_email="office@example.com")
    secrets = {"name": "王小明", "phone": "13800000000", "email": "wang@example.com"}
    secrets |= {
        "city": "云澜市",
        "opponent": "某某公司",
        "question": "我被拖欠工资三个月了怎么办？",
    }
    kept, code = make_consultation(area=make_area(name="劳动争议"), **secrets)
    services.client_message(consultation=kept, text="再补充一点", token="t")
    services.assign(consultation=kept, user=make_superuser(), to=lawyer())
    outbox.deliver_due()
    said = "".join(f"{m.subject}{m.body}{m.extra_headers}" for m in mail.outbox)
    words = [*secrets.values(), "劳动争议", "再补充", code, code[:4] + " ", kept.pk.hex]
    assert len(mail.outbox) == 3
    assert not [word for word in [*words, kept.reference, str(kept.pk)] if word in said]


def test_a_mail_leads_to_the_inbox():
    make_settings(notify_email="office@example.com")
    make_consultation()
    payload = Notice.objects.get().payload
    assert "http://127.0.0.1:8000/admin/consult/consultation/\n" in payload["body"]
    assert payload["subject"].startswith("【青石律师网】")


def test_a_subject_is_one_line_and_plain_text():
    make_settings(notify_email="office@example.com", site_name="张&李 <律师>\r\nBcc: x@example.com")
    make_consultation()
    subject = Notice.objects.get().payload["subject"]
    assert subject.startswith("【张&李 <律师> Bcc: x@example.com】")
    assert len(subject.splitlines()) == 1


def test_who_is_in_charge_is_told_of_more_instead_of_the_office():
    make_settings(notify_email="office@example.com")
    kept, _ = make_consultation()
    services.assign(consultation=kept, user=make_superuser(), to=lawyer())
    more(kept)
    assert told(kind="consult_more") == ["lawyer@example.com"]


@pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}, {"is_staff": False}])
def test_the_office_is_told_where_who_is_in_charge_cannot_be(fields):
    make_settings(notify_email="office@example.com")
    kept, _ = make_consultation()
    services.assign(consultation=kept, user=make_superuser(), to=lawyer(**fields))
    more(kept)
    assert told(kind="consult_more") == ["office@example.com"]
    assert told(kind="consult_assigned") == []


def test_each_assignment_is_told_to_whom_it_falls_also_the_second_time():
    kept, _ = make_consultation()
    boss, lin, shen = make_superuser(), lawyer(), lawyer(email="shen@example.com")
    for to in (lin, shen, lin):
        services.assign(consultation=kept, user=boss, to=to)
    assert told(kind="consult_assigned") == ["lawyer@example.com"] * 2 + ["shen@example.com"]


def test_who_takes_a_consultation_is_not_told_of_it():
    kept, _ = make_consultation()
    own = lawyer()
    services.assign(consultation=kept, user=own, to=own)
    assert told(kind="consult_assigned") == []


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


def test_the_group_chat_is_told_of_what_was_added_once_for_each_post(robots):
    kept, _ = make_consultation()
    more(kept), more(kept), more(kept, "other")
    assert told(kind="consult_more") == ["feishu-1"] * 2 + ["wecom-1"] * 2
    texts = [notice.payload["text"] for notice in Notice.objects.filter(kind="consult_more")]
    assert not [text for text in texts if "再补充" in text]


def test_quarantine_is_told_to_nobody_until_it_is_released(robots):
    make_settings(notify_email="office@example.com")
    kept, _ = make_consultation(doubts="填得太快")
    more(kept)
    assert told() == []
    services.release(consultation=kept, user=make_superuser())
    assert told() == ["feishu-1", "office@example.com", "wecom-1"]

"""The start page: what to answer next, numbers that lead to their lists, what is out of order."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from consult.admin import columns, start_page
from consult.admin.start_page import (
    HAVE_MENDED,
    NO_MAIL,
    NOBODY_NOTIFIED,
    NOBODY_RECHECKS,
    NOT_SENT,
    UNSENT,
)
from consult.base.enums import Conflict, State
from consult.crypto import keys
from consult.desk.access import display_name
from consult.models import Consultation
from outbox.delivery.texting import CEILING
from outbox.models import Delivery, Notice
from outbox.services import enqueue_mail
from statutes.models import PendingRecheck
from tests.consult.desk_pages import ALL, SEND, VIEW, page_of
from tests.consult.rows import put
from tests.factories import make_area, make_consultation, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
START = "/admin/"
SECRET = {"name": "王小明", "phone": "13800000000"}
SECRET |= {"question": "我被拖欠工资三个月了怎么办？后面的话"}
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def start(client):
    return client.get(START).context


def numbers_of(client):
    return {tile.label: tile.number for tile in start(client)["desk_tiles"]}


@pytest.fixture
def busy(client, manager):
    """One consultation for each number, seen by a superuser."""
    now = timezone.now()
    for fields in (
        {"assignee": manager},
        {"assignee": manager, "state": State.ANSWERED},
        {"promised_at": now - timedelta(hours=1), "state": State.WAITING_LAWYER},
        {"state": State.QUARANTINED},
        {"conflict": Conflict.SEALED},
        {"conflict": Conflict.DECLINED, "conflict_at": now, "state": State.CLOSED}
        | {"closed_at": now, "purge_on": now.date()},
    ):
        put(make_consultation()[0], **fields)
    make_settings(notify_email="office@example.com")
    make_consultation()
    Notice.objects.update(sent_at=now)
    Notice.objects.create(
        kind="consult_new", channel="mail", recipient="a@example.com", payload={},
        dedupe_key="x", attempts=1,
    )  # fmt: skip
    return client


def test_each_number_is_that_of_the_list_it_leads_to(busy, settings):
    assert numbers_of(busy) == {
        "已超时": 1, "等我答复": 1, "新咨询": 3, "我负责的": 2, "尚未分派": 3, "待甄别": 1,
        "冲突待审查": 1, NOT_SENT: 1,
    }  # fmt: skip
    for tile in start(busy)["desk_tiles"]:
        assert busy.get(tile.address).context["cl"].result_count == tile.number, tile.label
    settings.EMAIL_BACKEND = DUMMY
    html = busy.get(START).text
    assert re.search(r'href="/admin/consult/consultation/\?work=late"><strong>1</strong>', html)
    places = [
        html.index(one) for one in ("start-due", 'id="desk-due"', "desk-tiles", "start-alarms")
    ]
    assert places == sorted(places)  # what is to be done before what is to be mended
    assert "提到我的" not in html  # of which there is none


def test_first_the_own_one_that_is_due_then_the_most_urgent(busy, manager, monkeypatch):
    for _ in range(5):
        make_consultation(question="下一个人的问题怎么办？")
    theirs = make_consultation()[0]
    put(theirs, assignee=make_staff(VIEW, SEND), promised_at=timezone.now() - timedelta(hours=9))
    shown = start(busy)["desk_due"]
    assert len(shown) == 5
    assert display_name(manager) in shown[0]["in_charge"]
    assert State.WAITING_LAWYER.label in shown[1]["badges"]
    assert page_of(theirs) not in {row["address"] for row in shown}
    html = busy.get(START).text
    assert f'href="{shown[0]["address"]}#reply"' in html
    monkeypatch.setattr(start_page, "MOST_LOOKED_AT", 1)
    Consultation.objects.exclude(assignee=manager).update(urgent=1)
    assert display_name(manager) in start(busy)["desk_due"][0]["in_charge"], "however many wait"
    assert "下一个人的问题怎么办？</a>" in html


def test_one_sees_only_what_one_may_open(client):
    mine, theirs = (make_consultation()[0] for _ in range(2))
    me = make_staff(VIEW, SEND)
    put(mine, assignee=me)
    client.force_login(me)
    assert numbers_of(client) == {"等我答复": 1, "新咨询": 1, "我负责的": 1}
    assert theirs.reference not in client.get(START).text
    client.force_login(make_staff("articles.change_article"))
    html = client.get(START).text
    assert "/admin/articles/article/" in html
    hooks = ("等我答复", "desk-search", 'id="desk-due"', "没有要答复的", "/admin/consult/")
    assert not [hook for hook in hooks if hook in html]


def test_a_sealed_one_is_urgent_only_for_who_may_decide(client, manager):
    put(make_consultation()[0], conflict=Conflict.SEALED)
    assert len(start(client)["desk_due"]) == 1
    client.force_login(make_staff(VIEW, ALL))
    assert start(client)["desk_due"] == []


def test_nothing_confidential_is_on_it_and_a_lost_key_is_told(client, manager, settings):
    kept, code = make_consultation(**SECRET)
    html = client.get(START).text
    assert "王* 138****0000" in html
    assert "我被拖欠工资三个月了怎么办？</a>" in html
    assert not [word for word in [*SECRET.values(), code, code[-4:] + "<"] if word in html]
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    html = client.get(START).text
    assert keys.problem() in html
    assert columns.LOCKED in html


@pytest.mark.parametrize("number", [1, 4])
def test_it_takes_as_many_queries_for_four_as_for_one(client, number, django_assert_num_queries):
    me = make_staff(VIEW, SEND, "outbox.view_notice")
    make_lawyer(user=me).areas.set([make_area()])
    for _ in range(number):
        put(make_consultation(area=make_area(parent=make_area()))[0], assignee=me)
    client.force_login(me)
    client.get(START)  # after which it is recorded who has seen the questions
    with django_assert_num_queries(17):
        client.get(START)


def test_what_is_out_of_order_is_told_to_whom_it_concerns(client, settings):
    users = [make_staff(one) for one in (VIEW, "outbox.view_notice", "articles.change_article")]
    mender = make_staff(VIEW, "firm.change_sitesettings")

    def told(words):
        pages = []
        for user in users:
            client.force_login(user)
            pages.append(words in client.get(START).text)
        return pages

    assert told(NO_MAIL) == [False] * 3
    settings.EMAIL_BACKEND = DUMMY
    assert told(NO_MAIL) == [True, True, False]
    assert told(NOBODY_NOTIFIED) == [True, False, False]
    assert told(HAVE_MENDED)[0]
    client.force_login(mender)
    html = client.get(START).text
    acts = [address for _, _, address in client.get(START).context["alarms"]]
    assert acts == ["/admin/firm/sitesettings/#id_notify_email", "/admin/outbox/mail-server/"]
    assert HAVE_MENDED not in html
    make_settings(notify_email="office@example.com")
    assert not told(NOBODY_NOTIFIED)[0]
    enqueue_mail(kind="test", recipient="a@example.com", dedupe_key="k")
    Notice.objects.update(unsent_at=timezone.now())
    assert told(UNSENT.format(1)) == told("/admin/outbox/notice/?state=unsent")
    assert told(UNSENT.format(1)) == [False, True, False]
    PendingRecheck.objects.create(short_name="民法典")
    assert told(NOBODY_RECHECKS) == [False] * 3
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert told(NOBODY_RECHECKS) == [False, False, True]


def test_the_text_messages_of_a_month_are_told_to_who_has_the_ledger(client, manager, settings):
    settings.SMS, settings.SMS_MONTHLY_MOST = {"vendor": "aliyun"}, 500
    settings.SMS_PRICE, now = Decimal("4.5"), timezone.now()
    known = {"kind": "consult_reply", "channel": "sms", "recipient": "consultation:x"}
    for number, delivery in enumerate([Delivery.DELIVERED, Delivery.FAILED, ""]):
        more = {"payload": {}, "sent_at": now, "delivery": delivery}
        Notice.objects.create(dedupe_key=str(number), **known, **more)
    page = client.get(START).text
    assert "已发3条，约0.14元，每月最多500条。" in page
    assert "1条未送达" in page
    ledger = "/admin/outbox/notice/"
    assert client.get(f"{ledger}?state=undelivered").context["cl"].result_count == 1
    page = client.get(ledger).text  # which says whether it came, and not to whom
    for words in ("，未送达", "，已送达", "咨询人"):
        assert words in page
    failed = Notice.objects.get(delivery=Delivery.FAILED)
    assert "没有变量" in client.get(f"{ledger}{failed.pk}/change/").text
    settings.SMS_PRICE = None
    over = {"dedupe_key": "over", "payload": {}, "cancelled_at": now, "why": CEILING}
    Notice.objects.create(**over, **known)
    page = client.get(START).text
    assert "已发3条，每月最多500条。" in page
    assert "有1条给咨询人的提醒没有发出" in page
    client.force_login(make_staff(VIEW))
    assert "本月短信" not in client.get(START).text
    settings.SMS = {}
    client.force_login(manager)
    assert "本月短信" not in client.get(START).text

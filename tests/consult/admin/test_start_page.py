"""The start page: numbers that lead to their lists, the most urgent, the small chart."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from consult.admin import columns
from consult.admin.start_page import (
    HAVE_MENDED,
    NO_MAIL,
    NOBODY_NOTIFIED,
    NOBODY_RECHECKS,
    NOT_SENT,
)
from consult.base.enums import Conflict, State
from consult.crypto import keys
from consult.desk import metrics
from consult.models import Consultation
from outbox.delivery.texting import CEILING
from outbox.models import Delivery, Notice
from outbox.services import enqueue_mail
from statutes.models import PendingRecheck
from tests.consult.desk_pages import ALL, SEND, VIEW
from tests.consult.rows import put
from tests.factories import make_area, make_consultation, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
START = "/admin/"
SECRET = {"name": "王小明", "phone": "13800000000", "question": "我被拖欠工资三个月了怎么办？"}
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
        "紧急": 0, "已超时": 1, "等我答复": 1, "新咨询": 3, "我负责的": 2, "今天跟进": 0,
        "提到我的": 0, "尚未分派": 3, "待甄别": 1,
        "冲突待审查": 1, "待复核": 0, "待核对": 0, "待审文章": 0, "退回文章": 0,
        NOT_SENT: 1,
    }  # fmt: skip
    *desk, law, unchecked, ledger = start(busy)["desk_tiles"]
    assert busy.get(law.address).context["texts"] == law.number
    for tile in [*desk, unchecked, ledger]:
        assert busy.get(tile.address).context["cl"].result_count == tile.number, tile.label
    settings.EMAIL_BACKEND = DUMMY
    html = busy.get(START).text
    assert re.search(r'href="/admin/consult/consultation/\?work=late"><strong>1</strong>', html)
    places = [html.index(one) for one in ("desk-tiles", "errornote", "start-desk")]
    assert places == sorted(places)  # what is to be done before what is to be mended


def test_the_five_most_urgent_are_shown_late_ones_first(busy):
    for _ in range(5):
        make_consultation()
    shown = [dict(row) for row in start(busy)["desk_urgent"]]
    assert len(shown) == 5
    assert State.WAITING_LAWYER.label in shown[0]["badges"]
    assert shown[0]["reference_link"] in busy.get(START).text


def test_one_sees_only_what_one_may_open(client):
    mine, theirs = (make_consultation()[0] for _ in range(2))
    me = make_staff(VIEW, SEND)
    put(mine, assignee=me)
    client.force_login(me)
    assert numbers_of(client) == {
        "紧急": 0, "已超时": 0, "等我答复": 1, "新咨询": 1, "我负责的": 1, "今天跟进": 0,
        "提到我的": 0, "待甄别": 0,
    }  # fmt: skip
    assert theirs.reference not in client.get(START).text
    assert sum(week.received for week in start(client)["desk_weeks"]) == 1
    client.force_login(make_staff("articles.change_article"))
    html = client.get(START).text
    assert "/admin/articles/article/" in html
    hooks = ("等我答复", "desk-search", 'id="desk-urgent"', 'id="desk-weeks"', "/admin/consult/")
    assert not [hook for hook in hooks if hook in html]


def test_a_sealed_one_is_urgent_only_for_who_may_decide(client, manager):
    put(make_consultation()[0], conflict=Conflict.SEALED)
    assert len(start(client)["desk_urgent"]) == 1
    client.force_login(make_staff(VIEW, ALL))
    assert start(client)["desk_urgent"] == []


def test_nothing_confidential_is_on_it_and_a_lost_key_is_told(client, manager, settings):
    kept, code = make_consultation(**SECRET)
    html = client.get(START).text
    assert "王* 138****0000" in html
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
    assert '<a href="/admin/firm/sitesettings/#id_notify_email">' in html
    assert HAVE_MENDED not in html
    make_settings(notify_email="office@example.com")
    assert not told(NOBODY_NOTIFIED)[0]
    enqueue_mail(kind="test", recipient="a@example.com", dedupe_key="k")
    Notice.objects.update(unsent_at=timezone.now())
    link = '<a href="/admin/outbox/notice/?state=unsent">1条通知未寄出</a>'
    assert told(link) == [False, True, False]
    PendingRecheck.objects.create(short_name="民法典")
    assert told(NOBODY_RECHECKS) == [False] * 3
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert told(NOBODY_RECHECKS) == [False, False, True]


def answered_after(hours, weeks_ago=0):
    """A consultation that came on a Monday noon some weeks ago and was answered after hours."""
    monday = date(2026, 11, 23) - timedelta(weeks=weeks_ago)
    came = timezone.make_aware(timezone.datetime(monday.year, monday.month, monday.day, 12))
    answered = {"answered_at": came + timedelta(hours=hours), "answer_minutes": hours * 60}
    put(make_consultation()[0], received_at=came, **answered)


def test_the_weeks_count_what_came_and_how_long_an_answer_took():
    for hours, weeks_ago in ((1, 0), (3, 0), (20, 0), (5, 11), (5, 12), (14 * 24, 3)):
        answered_after(hours, weeks_ago)
    weeks = metrics.weeks(Consultation.objects.all(), today=date(2026, 11, 25))
    assert [week.start for week in weeks][::11] == [date(2026, 9, 7), date(2026, 11, 23)]
    assert (weeks[-1].received, weeks[-1].answered, weeks[-1].hours) == (3, 3, 3)
    assert (weeks[0].received, weeks[0].answered) == (1, 1)
    assert (weeks[-4].received, weeks[-4].answered, weeks[-4].hours) == (1, 0, None)
    assert (weeks[-2].received, weeks[-2].answered, weeks[-2].hours) == (0, 1, 14 * 24)
    # A week begins on Monday by Beijing time.
    put(make_consultation()[0], received_at=timezone.datetime.fromisoformat("2026-11-29T16:30Z"))
    assert metrics.weeks(Consultation.objects.all(), today=date(2026, 12, 6))[-1].received == 1


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

"""The start page: numbers that lead to their lists, the most urgent, the small chart."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from consult import services
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
from outbox.models import Notice
from outbox.services import enqueue_mail
from statutes.models import PendingRecheck
from tests.factories import (
    make_area,
    make_consultation,
    make_lawyer,
    make_settings,
    make_staff,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
START = "/admin/"
QUERIES = 17
SECRET = {"name": "王小明", "phone": "13800000000", "question": "我被拖欠工资三个月了怎么办？"}
VIEW, ALL, SEND = (
    f"consult.{name}" for name in ("view_consultation", "see_all_consultations", "send_reply")
)


def put(consultation, **fields):
    Consultation.objects.filter(pk=consultation.pk).update(**fields)


def start(client):
    return client.get(START).context


def numbers_of(client):
    return {tile.label: tile.number for tile in start(client)["desk_tiles"]}


@pytest.fixture
def busy(client):
    """One consultation for each number, seen by a superuser."""
    me, now = make_superuser(), timezone.now()
    client.force_login(me)
    for fields in (
        {"assignee": me},
        {"assignee": me, "state": State.ANSWERED},
        {"promised_at": now - timedelta(hours=1), "state": State.WAITING_LAWYER},
        {"state": State.QUARANTINED},
        {"conflict": Conflict.SEALED},
        {"conflict": Conflict.DECLINED, "conflict_at": now, "state": State.CLOSED}
        | {"closed_at": now, "purge_on": now.date()},
    ):
        put(make_consultation()[0], **fields)
    Notice.objects.update(attempts=1)
    make_settings(notify_email="office@example.com")
    make_consultation()
    Notice.objects.filter(attempts=0).update(sent_at=now)
    Notice.objects.create(
        kind="consult_new", channel="mail", recipient="a@example.com", payload={},
        dedupe_key="x", attempts=1,
    )  # fmt: skip
    return client


def test_each_number_is_counted(busy):
    assert numbers_of(busy) == {
        "已超时": 1, "等我答复": 1, "新咨询": 3, "我负责的": 2, "今天跟进": 0, "提到我的": 0,
        "尚未分派": 3, "待甄别": 1,
        "冲突待审查": 1, "待复核": 0, "待核对": 0, "待审文章": 0, "退回文章": 0,
        NOT_SENT: 1,
    }  # fmt: skip


def test_each_number_is_that_of_the_list_it_leads_to(busy):
    *desk, law, unchecked, ledger = start(busy)["desk_tiles"]
    assert busy.get(law.address).context["texts"] == law.number
    for tile in [*desk, unchecked, ledger]:
        assert busy.get(tile.address).context["cl"].result_count == tile.number, tile.label


def test_a_number_leads_to_its_list_on_the_page(busy):
    html = busy.get(START).text
    assert re.search(r'href="/admin/consult/consultation/\?work=late"><strong>1</strong>', html)


def test_the_five_most_urgent_are_shown_late_ones_first(busy):
    for _ in range(5):
        make_consultation()
    shown = [dict(row) for row in start(busy)["desk_urgent"]]
    assert len(shown) == 5
    assert State.WAITING_LAWYER.label in shown[0]["badges"]
    assert shown[0]["reference_link"] in busy.get(START).text


def test_what_is_to_be_done_comes_before_what_is_to_be_mended(busy, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    html = busy.get(START).text
    places = [html.index(one) for one in ("desk-tiles", "errornote", "start-desk")]
    assert places == sorted(places)


def test_one_sees_only_what_one_may_open(client):
    mine, theirs = (make_consultation()[0] for _ in range(2))
    me = make_staff(VIEW, SEND)
    put(mine, assignee=me)
    client.force_login(me)
    assert numbers_of(client) == {
        "已超时": 0, "等我答复": 1, "新咨询": 1, "我负责的": 1, "今天跟进": 0, "提到我的": 0,
        "待甄别": 0,
    }  # fmt: skip
    assert theirs.reference not in client.get(START).text
    assert sum(week.received for week in start(client)["desk_weeks"]) == 1


def test_a_sealed_one_is_urgent_only_for_who_may_decide(client):
    put(make_consultation()[0], conflict=Conflict.SEALED)
    client.force_login(make_staff(VIEW, ALL))
    assert start(client)["desk_urgent"] == []
    client.force_login(make_superuser())
    assert len(start(client)["desk_urgent"]) == 1


def test_the_editor_sees_the_editorial_office_alone(client):
    make_consultation()
    client.force_login(make_staff("articles.change_article"))
    html = client.get(START).text
    assert "/admin/articles/article/" in html
    hooks = ("等我答复", "desk-search", 'id="desk-urgent"', 'id="desk-weeks"', "/admin/consult/")
    assert not [hook for hook in hooks if hook in html]


def test_nothing_confidential_is_on_it(client):
    kept, code = make_consultation(**SECRET)
    client.force_login(make_superuser())
    html = client.get(START).text
    assert "王* 138****0000" in html
    assert not [word for word in [*SECRET.values(), code, code[-4:] + "<"] if word in html]


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_thirty_as_for_one(client, number, django_assert_num_queries):
    me = make_staff(VIEW, SEND, "outbox.view_notice")
    make_lawyer(user=me).areas.set([make_area()])
    for _ in range(number):
        put(make_consultation(area=make_area(parent=make_area()))[0], assignee=me)
    client.force_login(me)
    with django_assert_num_queries(QUERIES):
        client.get(START)


def test_a_lost_key_is_told_at_once(client, settings):
    make_consultation(**SECRET)
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    client.force_login(make_superuser())
    html = client.get(START).text
    assert keys.problem() in html
    assert columns.LOCKED in html


def test_it_says_when_nobody_is_told(client):
    client.force_login(make_superuser())
    assert NOBODY_NOTIFIED in client.get(START).text
    make_settings(notify_email="office@example.com")
    assert NOBODY_NOTIFIED not in client.get(START).text


@pytest.mark.parametrize("right", [VIEW, "outbox.view_notice"])
def test_it_says_when_no_mail_can_be_sent(client, settings, right):
    client.force_login(make_staff(right))
    assert NO_MAIL not in client.get(START).text
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert NO_MAIL in client.get(START).text
    client.force_login(make_staff("articles.change_article"))
    assert NO_MAIL not in client.get(START).text


def test_what_lies_unsent_is_counted_for_who_may_see_the_ledger(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    enqueue_mail(kind="test", recipient="a@example.com", dedupe_key="k")
    Notice.objects.update(unsent_at=timezone.now())
    client.force_login(make_superuser())
    link = '<a href="/admin/outbox/notice/?state=unsent">1条通知未寄出</a>'
    assert link in client.get(START).text
    client.force_login(make_staff(VIEW))
    assert link not in client.get(START).text


@pytest.mark.parametrize("may", [True, False])
def test_the_way_to_mend_that_leads_only_those_who_may_go_it(client, may):
    rights = ["firm.change_sitesettings"] if may else []
    client.force_login(make_staff("consult.view_consultation", *rights))
    html = client.get(START).text
    assert ('<a href="/admin/firm/sitesettings/#id_notify_email">' in html) is may
    assert (HAVE_MENDED in html) is not may


def test_it_says_when_nobody_rechecks_the_texts(client):
    PendingRecheck.objects.create(short_name="民法典")
    client.force_login(make_staff("articles.change_article"))
    assert NOBODY_RECHECKS not in client.get(START).text
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert NOBODY_RECHECKS in client.get(START).text
    client.force_login(make_staff(VIEW))
    assert NOBODY_RECHECKS not in client.get(START).text


def answered_after(hours, weeks_ago=0):
    """A consultation that came on a Monday noon some weeks ago and was answered after hours."""
    monday = date(2026, 11, 23) - timedelta(weeks=weeks_ago)
    came = timezone.make_aware(timezone.datetime(monday.year, monday.month, monday.day, 12))
    put(make_consultation()[0], received_at=came, answered_at=came + timedelta(hours=hours))


def test_the_weeks_count_what_came_and_how_long_an_answer_took():
    for hours, weeks_ago in ((1, 0), (3, 0), (20, 0), (5, 11), (5, 12), (14 * 24, 3)):
        answered_after(hours, weeks_ago)
    weeks = metrics.weeks(Consultation.objects.all(), today=date(2026, 11, 25))
    assert [week.start for week in weeks][::11] == [date(2026, 9, 7), date(2026, 11, 23)]
    assert (weeks[-1].received, weeks[-1].answered, weeks[-1].hours) == (3, 3, 3)
    assert (weeks[0].received, weeks[0].answered) == (1, 1)
    assert (weeks[-4].received, weeks[-4].answered, weeks[-4].hours) == (1, 0, None)
    assert (weeks[-2].received, weeks[-2].answered, weeks[-2].hours) == (0, 1, 14 * 24)


def test_a_week_begins_on_monday_by_beijing_time():
    put(make_consultation()[0], received_at=timezone.datetime.fromisoformat("2026-11-22T16:30Z"))
    weeks = metrics.weeks(Consultation.objects.all(), today=date(2026, 11, 29))
    assert weeks[-1].received == 1


def test_what_is_still_doubted_does_not_count(client):
    make_consultation(doubts="提交过快")
    client.force_login(make_superuser())
    assert start(client)["desk_chart"] is None
    html = client.get(START).text
    assert 'id="desk-weeks"' in html
    assert '<svg class="chart"' not in html


def test_the_chart_is_drawn_for_eyes_and_told_for_ears(client):
    kept = make_consultation()[0]
    services.reply(consultation=kept, user=make_staff(), text="答复", token="t")
    client.force_login(make_superuser())
    html = client.get(START).text
    svg = re.search(r"<svg class=\"chart\".*?</svg>", html, re.S)[0]
    assert re.search(r'role="img"\s+aria-labelledby="chart-title chart-desc"', svg)
    assert svg.count('<rect class="chart-received"') == 12
    assert svg.count("<circle") == 1
    assert "style=" not in svg
    assert html.count('<th scope="row">', html.index('<details class="chart-table">')) >= 12

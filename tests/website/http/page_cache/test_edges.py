"""A page changes by the clock at an edge, and the edge says when."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from firm.models import Office, SiteSettings, SpecialDay
from firm.models.firm import DayKind
from statutes.models import Statute
from tests import stages
from website.http.page_cache import edges

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SECOND = timedelta(seconds=1)
WEEK = "周一至周五 9:00-12:00，14:00-17:40"


def beijing(*parts):
    return datetime(*parts, tzinfo=timezone.get_default_timezone())


TUESDAY = beijing(2027, 3, 2, 10, 0, 30)


@pytest.fixture
def at(monkeypatch):
    """Set the clock that pages ask."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))


@pytest.fixture
def firm(sample):
    """The sample firm without what changes by itself while another edge is looked at."""
    SiteSettings.objects.update(hours=WEEK, service_time=WEEK, reply_promise_hours=None)
    SpecialDay.objects.all().delete()
    Office.objects.update(hours="")


def article(**fields):
    """One that is public at any moment looked at, changed."""
    one = Article.objects.published().first()
    Article.objects.filter(pk=one.pk).update(**{"publish_at": beijing(2020, 1, 1), **fields})
    return one.get_absolute_url()


def promise():
    SiteSettings.objects.update(reply_promise_hours=2)
    return "/"


def office():
    SiteSettings.objects.update(hours="")
    Office.objects.update(hours="周二 13:15-15:15")
    return "/contact/"


def law(**fields):
    one = Statute.objects.filter(imported_at=None, effective_to=None).first()
    Statute.objects.filter(pk=one.pk).update(**fields)
    return one.get_absolute_url()


def holiday():
    SpecialDay.objects.create(date=date(2027, 3, 2), kind=DayKind.CLOSED, name="示例节")
    return "/contact/"


def founded():
    SiteSettings.objects.update(founded_year=2011)
    return "/pages/privacy/"


def untouched(address):
    return lambda: address


# What is made, when one looks, and when its page changes first.
EDGES = {
    "an article comes": (
        lambda: article(publish_at=TUESDAY + 7 * SECOND), TUESDAY, TUESDAY + 7 * SECOND,
    ),
    "an article goes": (
        lambda: article(expires_at=TUESDAY + 7 * SECOND), TUESDAY, TUESDAY + 7 * SECOND,
    ),
    "a list of articles": (
        lambda: article(publish_at=TUESDAY + 7 * SECOND) and "/articles/",
        TUESDAY, TUESDAY + 7 * SECOND,
    ),
    "the firm opens": (untouched("/"), beijing(2027, 3, 2, 8, 30), beijing(2027, 3, 2, 9)),
    "the firm closes": (untouched("/"), beijing(2027, 3, 2, 17), beijing(2027, 3, 2, 17, 40)),
    "an office opens": (office, beijing(2027, 3, 2, 13), beijing(2027, 3, 2, 13, 15)),
    "the next half hour of the promise": (promise, TUESDAY, beijing(2027, 3, 2, 10, 30)),
    "the promise moves to the next day": (
        promise, beijing(2027, 3, 2, 15, 35), beijing(2027, 3, 2, 15, 40),
    ),
    "tomorrow is today": (untouched("/"), beijing(2027, 3, 2, 22), beijing(2027, 3, 3)),
    "a holiday is over": (holiday, beijing(2027, 3, 2, 12), beijing(2027, 3, 3)),
    "a law takes effect": (
        lambda: law(effective_from=date(2027, 3, 3)), beijing(2027, 3, 2, 18), beijing(2027, 3, 3),
    ),
    "a law ends": (
        lambda: law(effective_to=date(2027, 3, 3)), beijing(2027, 3, 2, 18), beijing(2027, 3, 3),
    ),
    "a check is overdue": (
        lambda: article(checked_on=date(2026, 3, 2)), beijing(2027, 3, 2, 18), beijing(2027, 3, 3),
    ),
    "a new year": (founded, beijing(2027, 12, 31, 18), beijing(2028, 1, 1)),
    "the end of security.txt": (
        untouched("/.well-known/security.txt"), beijing(2027, 3, 2, 7, 30), beijing(2027, 3, 2, 8),
    ),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_a_page_changes_at_its_edge(sample, firm, client, at, settings, edge):
    settings.SECURITY_CONTACT = ["mailto:a@example.com"]
    make, looked_at, moment = EDGES[edge]
    address = make()
    assert edges.after(looked_at) == moment

    def page(then):
        at(then)
        answer = client.get(address)
        return answer.status_code, answer.content

    before = page(looked_at)
    assert before == page(moment - SECOND)
    assert before != page(moment + SECOND)


PAGES = ["/", "/contact/", "/lawyers/", "/articles/", "/articles/feed/", "/statutes/", "/areas/"]
PAGES += ["/tools/", "/tools/court-fee/"]


@pytest.mark.parametrize("seed", range({"test": 2, "ci": 15, "audit": 60}[stages.current()]))
def test_no_page_changes_between_two_edges(sample, client, at, seed):
    """With all the hours, holidays and promises of the sample."""
    chance = random.Random(seed)
    first = beijing(2026, 9, 28) + chance.random() * timedelta(days=14)
    last = edges.after(first)
    between = first + chance.random() * (last - first)
    shown = []
    for moment in (first, between, last - edges.TICK):
        at(moment)
        shown.append([client.get(address).content for address in PAGES])
    assert shown[0] == shown[1] == shown[2]


def test_who_asks_at_an_edge_gets_the_next_one_and_there_are_few(
    sample, firm, django_assert_num_queries
):
    promise()
    with django_assert_num_queries(5):
        known = [TUESDAY, edges.after(TUESDAY)]
    while known[-1] < TUESDAY + timedelta(days=1):
        known.append(edges.after(known[-1]))
        assert known[-1] > known[-2]
    assert len(known) < 40

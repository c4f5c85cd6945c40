"""Checks that are due: the desk is told how many, the reader of an overdue article that it is."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.law import citations
from articles.models import State
from tests.factories import make_article, make_lawyer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = date(2026, 11, 25)
LIST = "/admin/articles/article/"


def checked(day, **fields):
    return make_article(checked_on=day, checked_by=make_lawyer(), **fields)


def published(*parts):
    return timezone.make_aware(datetime(*parts, 12))


@pytest.mark.parametrize(
    ("today", "limit"),
    [
        (TODAY, date(2025, 11, 25)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_the_period_is_twelve_months_to_the_day(today, limit):
    assert citations.MONTHS == 12
    assert citations.check_limit(today) == limit
    assert not citations.is_check_old(limit, today)
    assert citations.is_check_old(limit - timedelta(days=1), today)


def test_the_line_gives_the_day_of_the_last_check_or_of_publication():
    article = checked(date(2025, 3, 5))
    assert (
        citations.check_line(article, TODAY)
        == citations.CHECKED.format("2025年3月5日") + citations.OVERDUE
    )
    assert citations.check_line(checked(date(2025, 11, 25)), TODAY) == ""
    old = make_article(publish_at=published(2025, 3, 5))
    assert (
        citations.check_line(old, TODAY)
        == citations.UNCHECKED.format("2025年3月5日") + citations.OVERDUE
    )
    assert citations.check_line(make_article(publish_at=published(2026, 3, 5)), TODAY) == ""


def test_readers_see_the_line_on_an_overdue_article_alone(client):
    overdue, fresh = checked(date(2020, 3, 5)), checked(timezone.localdate())
    html = client.get(overdue.get_absolute_url()).text
    assert citations.CHECKED.format("2020年3月5日") + citations.OVERDUE in html
    assert 'class="check check-old"' in html
    html = client.get(fresh.get_absolute_url()).text
    assert citations.OVERDUE not in html
    assert f"{fresh.checked_by.title}于" in html
    assert 'class="check check-good"' in html


def test_what_waits_is_public_and_old_or_never_checked_and_the_tile_counts_it(client):
    checked(date(2020, 1, 1))
    make_article()
    checked(timezone.localdate())
    checked(date(2020, 1, 1), state=State.DRAFT)
    checked(date(2020, 1, 1), publish_at=timezone.now() + timedelta(days=1))
    assert [rows.count() for rows in citations.checks_waiting().values()] == [1, 1]
    client.force_login(make_staff("articles.change_article"))
    tiles = {tile.label: tile for tile in client.get("/admin/").context["desk_tiles"]}
    assert (tiles["待核对"].number, tiles["待核对"].address) == (2, f"{LIST}?check=waiting")
    assert client.get(tiles["待核对"].address).context["cl"].result_count == 2
    assert "超过12个月" in client.get(LIST).text

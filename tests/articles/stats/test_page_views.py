"""Readers are counted, and nothing of them is kept; what was read most is shown."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import DailyReads, State
from articles.stats import reads
from tests.factories import make_area, make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 MicroMessenger/8.0"


def read(client, article, **headers):
    return client.get(article.get_absolute_url(), headers={"user-agent": PHONE, **headers})


def counted():
    reads.COUNTER.flush()
    return list(DailyReads.objects.values_list("article", "number"))


def test_a_reader_is_counted_each_time_and_written_down_later(client):
    article = make_article()
    read(client, article), read(client, article)
    assert not DailyReads.objects.exists()
    assert counted() == [(article.pk, 2)]
    read(client, article)
    assert counted() == [(article.pk, 3)]
    assert DailyReads.objects.get().day == timezone.localdate()


def test_robots_and_browsers_ahead_are_not_counted(client):
    article = make_article()
    robots = [
        *("", "curl/8.5.0", "Mozilla/5.0 HeadlessChrome/126.0", "Sogou web spider/4.0"),
        *(f"Mozilla/5.0 (compatible; {name}/2.0)" for name in ("Baiduspider", "bingbot")),
    ]
    ahead = [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}]
    for headers in [*ahead, *({"user-agent": name} for name in robots)]:
        assert read(client, article, **headers).status_code == 200
        assert counted() == [], headers


def test_only_pages_that_are_shown_to_who_has_no_session_count(client):
    client.head(make_article().get_absolute_url(), headers={"user-agent": PHONE})
    for hidden in ({"state": State.DRAFT}, {"state": State.WITHDRAWN}):
        read(client, make_article(**hidden))
    assert counted() == []
    client.force_login(make_staff("articles.change_article"))
    read(client, make_article())
    assert counted() == []


def test_counting_costs_no_query_sets_no_cookie_and_makes_no_page_personal(
    client, django_assert_num_queries
):
    article = make_article()
    with CaptureQueriesContext(connection) as uncounted:
        client.get(article.get_absolute_url())
    with django_assert_num_queries(len(uncounted)):
        response = read(client, article)
    assert not response.cookies
    assert not response.wsgi_request.session.accessed


def test_an_article_that_was_deleted_takes_no_other_count_along(client):
    article, gone = make_article(), make_article()
    read(client, gone), read(client, article)
    gone.delete()
    assert counted() == [(article.pk, 1)]


def opened(article, number, days=0):
    day = timezone.localdate() - timedelta(days=days)
    DailyReads.objects.create(article=article, day=day, number=number)


def titles(html, heading="大家常问"):
    """What stands under a heading."""
    part = html.split(heading)[1] if heading in html else ""
    return re.findall(r">([^<>]+？)</a>", part.split("</section>")[0])


def test_what_was_read_most_in_thirty_days_comes_first(client):
    articles = [make_article() for _ in range(7)]
    for number, article in enumerate(articles, start=10):
        opened(article, number)
    opened(articles[0], 50, days=29)
    opened(articles[1], 500, days=31)
    wanted = [articles[0], *reversed(articles[2:])]
    assert titles(client.get("/").text) == [one.title for one in wanted]
    assert client.get("/no/such/page/").text.count("大家常问") == 1


def test_neither_a_list_of_chance_nor_what_is_not_public_any_more_is_shown(client):
    for number in (10, 10, 10, 10, 9):
        opened(make_article(), number)
    assert titles(client.get("/").text) == []
    gone = make_article()
    opened(gone, 20), opened(make_article(), 10)
    assert len(titles(client.get("/").text)) == 6
    type(gone).objects.filter(pk=gone.pk).update(expires_at=timezone.now())
    assert len(titles(client.get("/").text)) == 5


def test_an_area_shows_its_own(client):
    area = make_area()
    own = [make_article(area=area) for _ in range(4)] + [make_article(area=make_area(parent=area))]
    for article in [*own, *(make_article() for _ in range(5))]:
        opened(article, 20)
    shown = titles(client.get(area.get_absolute_url()).text, ">常见问题<")
    assert set(shown) == {one.title for one in own}

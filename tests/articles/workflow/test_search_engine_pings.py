"""Which addresses search engines are told of when an article changes, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.workflow import publishing
from outbox.base import registry
from outbox.channels.search_engines import Engine
from outbox.models import Notice
from tests.articles.workflow.test_publishing import written
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SOON = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def _both_engines(settings):
    settings.SITE_URL = "https://www.example.com"
    settings.BAIDU_PUSH_TOKEN, settings.INDEXNOW_KEY = "baidu-token", "indexnow-key"


def waiting(channel=Engine.INDEXNOW):
    """Address and time of what one engine will be told, the earliest first."""
    rows = Notice.objects.pending().filter(channel=channel).order_by("due_at")
    return [(row.recipient, row.due_at) for row in rows]


def test_publishing_tells_both_engines_after_a_quiet_minute_and_nothing_else_does(editor):
    article = written()
    publishing.save_draft(article=article, user=editor)
    publishing.submit(article=Article.objects.get(), user=editor)
    publishing.public_changed(Article.objects.get())
    assert waiting() == []
    publishing.publish(article=Article.objects.get(), user=editor)
    for channel in (Engine.BAIDU, Engine.INDEXNOW):
        ((path, due),) = waiting(channel)
        assert path == article.get_absolute_url()
        assert timezone.now() < due < timezone.now() + SOON
    assert registry.name(Notice.objects.first().kind) == "网址推送"
    Notice.objects.all().delete()
    publishing.save_draft(article=Article.objects.get(), user=editor)
    assert waiting() == []
    for _ in range(3):
        publishing.publish(article=Article.objects.get(), user=editor)
    assert [path for path, _ in waiting()] == [article.get_absolute_url()]


def test_a_scheduled_article_is_told_when_it_comes_out_and_when_it_ends(editor):
    start, end = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
    article = written(publish_at=start, expires_at=end)
    publishing.publish(article=article, user=editor)
    path = article.get_absolute_url()
    assert waiting() == [(path, start), (path, end)]
    assert waiting(Engine.BAIDU) == [(path, start)]


def test_another_time_takes_the_place_of_the_first_which_is_not_told_once_withdrawn(editor):
    article = written(publish_at=timezone.now() + timedelta(days=1))
    publishing.publish(article=article, user=editor)
    later = timezone.now() + timedelta(days=5)
    moved = Article.objects.get()
    moved.publish_at = later
    publishing.publish(article=moved, user=editor)
    assert waiting() == [(article.get_absolute_url(), later)]
    publishing.withdraw(article=moved, user=editor)
    assert waiting() == waiting(Engine.BAIDU) == []


def test_what_is_taken_down_or_has_expired_is_told_to_indexnow_alone(editor):
    article = make_article()
    publishing.publish(article=Article.objects.get(), user=editor)
    publishing.withdraw(article=article, user=editor)
    expired = make_article(expires_at=timezone.now() - timedelta(hours=1))
    publishing.public_changed(expired)
    told = {one.get_absolute_url() for one in (article, expired)}
    assert sorted(path for path, _ in waiting()) == sorted(told)  # each once
    assert waiting(Engine.BAIDU) == []


def test_many_articles_cost_as_few_statements_as_one(django_assert_num_queries):
    area, author = make_area(), make_lawyer()
    articles = [make_article(area=area, author=author) for _ in range(3)]
    with django_assert_num_queries(4):  # each engine: forget, write
        publishing.push_addresses(articles)


def test_a_stub_is_not_told_and_keeps_no_other_from_it():
    stub, article = make_article(is_stub=True), make_article()
    publishing.push_addresses([stub, article])
    assert [path for path, _ in waiting()] == [article.get_absolute_url()]


def test_without_keys_or_receiver_nothing_is_even_looked_for(settings, django_assert_num_queries):
    settings.BAIDU_PUSH_TOKEN = settings.INDEXNOW_KEY = ""
    article = make_article()
    with django_assert_num_queries(0):
        publishing.tell_webhook([article], [])
        publishing.push_addresses([article])

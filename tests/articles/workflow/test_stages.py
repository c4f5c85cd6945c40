"""The list of articles: by stage, newest change first, and what is done to many at once."""

from datetime import timedelta

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.db import OperationalError
from django.utils import timezone

from articles.admin import bulk
from articles.admin.bulk import BY_MANY
from articles.models import Act, Article, State
from articles.workflow import amending, batches, publishing
from tests.articles.admin.test_article import LIST
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in
from tests.factories import make_article, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = timedelta(days=1)


@pytest.fixture
def stages():
    """One article at each stage, by the name of the stage."""
    now = timezone.now()
    found = {
        "draft": make_article(state=State.DRAFT),
        "review": make_article(state=State.DRAFT),
        "scheduled": make_article(publish_at=now + DAY),
        "public": make_article(),
        "pending": make_article(),
        "withdrawn": make_article(state=State.WITHDRAWN),
        "expired": make_article(publish_at=now - 2 * DAY, expires_at=now - DAY),
    }
    user = make_staff()
    publishing.submit(article=edited(found["review"]), user=user)
    publishing.save_draft(article=edited(found["pending"], title="还没有发布的标题？"), user=user)
    return found


def shown(client, **query):
    return [one.pk for one in client.get(LIST, query).context["cl"].result_list]


def act(client, action, *articles, **fields):
    chosen = [article.pk for article in articles]
    data = {"action": action, "_selected_action": chosen, "confirmed": 1, **fields}
    return client.post(LIST, data, follow=True)


@pytest.mark.parametrize(
    ("stage", "also"),
    [("draft", []), ("review", []), ("scheduled", []), ("public", ["pending"])]
    + [("pending", []), ("withdrawn", []), ("expired", [])],
)
def test_each_stage_is_found_by_its_filter(client, stages, stage, also):
    log_in(client, *WRITER)
    expected = {stages[name].pk for name in (stage, *also)}
    assert set(shown(client, stage=stage)) == expected


def test_the_newest_change_stands_first_also_one_that_waits(client, stages):
    log_in(client, *WRITER)
    assert shown(client)[0] == stages["pending"].pk
    assert client.get(LIST, {"o": "5"}).status_code == 200


def test_titles_are_searched(client, stages):
    log_in(client, *WRITER)
    assert shown(client, q=stages["draft"].title) == [stages["draft"].pk]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_changes_that_wait(
    client, number, django_assert_max_num_queries
):
    for _ in range(number):
        publishing.save_draft(article=edited(make_article(), title="改过的标题？"), user=None)
    log_in(client, *PUBLISHER)
    with django_assert_max_num_queries(20):
        client.get(LIST)


def test_many_are_published_with_what_waits_and_the_rest_is_named(client, stages):
    log_in(client, *PUBLISHER)
    html = act(client, "publish_many", *stages.values()).text
    # The draft, the one in review, the change, the withdrawn.
    assert "发布：已处理4篇。" in html
    assert f"《{stages['public'].title}》：{amending.NOTHING_NEW}" in html
    stages["pending"].refresh_from_db()
    assert stages["pending"].title == "还没有发布的标题？"
    assert LogEntry.objects.filter(change_message=f"{BY_MANY}发布。").count() == 4


def test_publishing_many_obeys_the_second_person(client):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT)
    log_in(client, *PUBLISHER)
    assert publishing.NOT_SUBMITTED in act(client, "publish_many", article).text
    article.refresh_from_db()
    assert article.state == State.DRAFT
    assert not article.revisions.exists()


def test_withdrawing_many_asks_once_more(client):
    articles = [make_article(), make_article()]
    log_in(client, *PUBLISHER)
    chosen = {"action": "withdraw_many", "_selected_action": [one.pk for one in articles]}
    asked = client.post(LIST, chosen)
    assert asked.context["number"] == 2
    assert articles[0].title in asked.text
    assert Article.objects.published().count() == 2
    assert "撤下：已处理2篇。" in act(client, "withdraw_many", *articles).text
    assert not Article.objects.published().exists()


def test_submitting_many_leaves_out_what_waits_already(client, stages):
    log_in(client, *WRITER)
    html = act(client, "submit_many", stages["draft"], stages["review"], stages["public"]).text
    assert "送审：已处理1篇。" in html
    assert amending.WAITS_ALREADY in html
    assert publishing.NOTHING_TO_REVIEW in html
    assert stages["draft"].revisions.first().act == Act.SUBMITTED


@pytest.mark.parametrize("action", ["publish_many", "withdraw_many"])
def test_who_may_not_publish_is_offered_no_such_act(client, action):
    article = make_article()
    log_in(client, *WRITER)
    assert action not in client.get(LIST).text
    act(client, action, article)
    article.refresh_from_db()
    assert (article.state, article.revisions.count()) == (State.PUBLISHED, 0)


def test_what_would_end_before_it_begins_is_refused_by_name(client):
    article = make_article(state=State.DRAFT, expires_at=timezone.now() + timedelta(seconds=1))
    past = timezone.now() - 2 * DAY
    Article.objects.update(created_at=past, publish_at=past, expires_at=past + DAY)
    log_in(client, *PUBLISHER)
    html = act(client, "publish_many", article).text
    assert f"《{article.title}》：{publishing.ENDS_FIRST}" in html
    assert not article.revisions.exists()


def test_too_many_at_once_are_refused_as_a_whole(client, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 1)
    articles = [make_article(state=State.DRAFT) for _ in range(2)]
    log_in(client, *PUBLISHER)
    assert bulk.TOO_MANY.format(1) in act(client, "publish_many", *articles).text
    assert not Article.objects.published().exists()


def test_when_deleting_many_fails_none_was_taken_down(client, monkeypatch):
    def fail(*args):
        raise OperationalError("the database has gone")

    log_in(client, *PUBLISHER, "articles.delete_article")
    articles = [make_article(), make_article()]
    monkeypatch.setattr(ModelAdmin, "delete_queryset", fail)
    assert act(client, "delete_selected", *articles, post="yes").status_code == 503
    assert Article.objects.published().count() == 2

"""The list of articles: its views, order and filters, and that a long one costs as a short one."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from articles.models import Article, Citation, Revision, State
from articles.workflow import publishing
from tests.articles.admin.test_article import LIST
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in
from tests.factories import make_area, make_article, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
QUERIES = 12


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


@pytest.fixture
def single(monkeypatch):
    """One article to a page."""
    monkeypatch.setattr(admin.site.get_model_admin(Article), "list_per_page", 1)


def put(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


def shown(client, query=""):
    return list(client.get(LIST + query).context["cl"].result_list)


def tabs(client, query=""):
    return {words: number for words, number, *_ in client.get(LIST + query).context["views"]}


def submitted(user):
    article = make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=user)
    return article


def test_what_waits_for_who_may_publish_is_counted_and_found(client):
    me = log_in(client, *PUBLISHER)
    assert "送审中" not in tabs(client)
    assert "送审中" in tabs(client, "?stage=review")
    theirs, own = submitted(make_staff()), submitted(me)
    assert tabs(client)["待我审核"] == 1
    assert shown(client, "?stage=for-me") == [theirs]
    assert set(shown(client, "?stage=review")) == {theirs, own}
    log_in(client, *WRITER)
    assert "待我审核" not in tabs(client)
    assert shown(client, "?stage=for-me") == []


def test_what_was_given_back_stands_in_a_view_of_its_own_with_the_reason(client):
    me = log_in(client, *WRITER)
    assert "退回给我" not in tabs(client)
    article = submitted(me)
    publishing.send_back(article=article, user=make_staff(), note="补上法条")
    assert tabs(client)["退回给我"] == 1
    assert shown(client, "?stage=returned") == [article]
    assert "退回：补上法条" in client.get(LIST).text


def test_what_is_chosen_stands_above_the_list_and_can_be_taken_away(client):
    log_in(client, *WRITER)
    views = client.get(f"{LIST}?stage=draft&check=never").context["views"]
    assert [words for words, *_, chosen in views if chosen] == ["草稿"]
    assert all("check=never" in address for _, _, address, _ in views)
    area, _ = make_area(name="婚姻"), make_area()
    found, _ = make_article(area=area), make_article(area=make_area())
    page = client.get(f"{LIST}?stage=public&area__id__exact={area.pk}&q=怎么办")
    assert list(page.context["cl"].result_list) == [found]
    ((words, address),) = page.context["chips"]
    assert words.endswith("：婚姻")
    assert "area" not in address
    assert "stage=public" in address
    assert page.context["kept"] == [("stage", "public")]
    assert "q=" not in page.context["cleared"]
    # Boxes that were left empty narrow nothing.
    query = "?q=&area__id__exact=&author__id__exact=&check=&law=&since=&o="
    assert client.get(LIST + query).url == f"{LIST}?"
    page = client.get(LIST + query + "&stage=public", follow=True)
    assert len(page.context["cl"].result_list) == 2
    assert page.context["chips"] == []


def test_warned_articles_and_the_others_are_told_apart(editor):
    warned, clear, settled = make_article(), make_article(), make_article()
    for one, fields in ((warned, {}), (settled, {"settled": True})):
        known = {"short_name": "民法典", "start": 0, "end": 3, "quote": "民法典", "level": "red"}
        Citation.objects.create(article=one, **known, **fields)
    assert shown(editor, "?law=open") == [warned]
    assert shown(editor, "?law=clear") == [settled, clear]


def test_a_change_that_is_not_published_counts_as_the_last_one(editor):
    now, old, new = timezone.now(), make_article(), make_article()
    pending = Revision.objects.create(article=old, number=9, content={})
    put(old, updated_at=now - timedelta(days=9), pending=pending)
    put(new, updated_at=now - timedelta(days=1))
    for changed, order in ((now, [old, new]), (now - timedelta(days=8), [new, old])):
        Revision.objects.filter(pk=pending.pk).update(created_at=changed)
        assert shown(editor) == shown(editor, "?o=-5") == order


def test_page_after_page_shows_each_article_once_at_the_cost_of_the_first(
    editor, single, django_assert_num_queries
):
    made = [make_article() for _ in range(3)]
    for query in ("?", "?stage=public&", "?law=clear&", "?q=怎么办&"):
        found = [shown(editor, f"{query}p={number}") for number in (1, 2, 3)]
        assert found == [[one] for one in reversed(made)]
    for number in (1, 3):
        with django_assert_num_queries(QUERIES):
            editor.get(f"{LIST}?p={number}")

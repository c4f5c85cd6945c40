"""Kept pieces of a page are those of its content; whatever comes as a body is stored clean."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.law import citations
from articles.models import Article, RelatedLink
from articles.public import context
from articles.workflow import publishing
from firm.base import caching
from firm.models import Lawyer, PracticeArea, SiteSettings
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_settings,
    make_staff,
    make_statute,
)
from tests.richtext.core.test_sanitise import LINKS, PAYLOADS, is_harmless
from tests.richtext.trees import shown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def article():
    make_settings()
    make_statute(short_name="民法典", article_count=1260)
    return make_article(body="<p>按照《民法典》第563条，可以解除。</p>")


def page(client, article, **how):
    return client.get(article.get_absolute_url(), **how).text


def made_in(client, article, **how):
    """How many pieces a page made that were not there."""
    before = set(caching.PIECES.kept)
    page(client, article, **how)
    return len(set(caching.PIECES.kept) - before)


def test_another_article_leaves_the_pieces_of_this_one(kept_client, article):
    assert made_in(kept_client, article) == 3
    make_article()
    kept_client.change("articles")
    assert made_in(kept_client, article) == 0


CHANGES = {
    "title": lambda one: Article.objects.update(title="改过的题目怎么办？"),
    "body": lambda one: Article.objects.update(body="<p>改过的内容。</p>", text="改过的内容。"),
    "dates": lambda one: Article.objects.update(publish_at=timezone.now() - timedelta(days=40)),
    "tag": lambda one: one.tags.create(name="解除权"),
    "citation": lambda one: one.citations.update(level="red", reason="repealed", found_on=today()),
    "author": lambda one: Lawyer.objects.update(name="改名了"),
    "area": lambda one: PracticeArea.objects.update(name="改过的领域"),
    "firm": lambda one: SiteSettings.objects.update(site_name="改过的网站"),
    "statute": lambda one: type(one.citations.get().statute).objects.update(slug="民法典-新"),
    "neighbour": lambda one: RelatedLink.objects.create(article=one, target=make_article()),
}


def today():
    return timezone.localdate()


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_on_the_next_page(client, kept_client, article, name):
    before = page(kept_client, article)
    CHANGES[name](article)
    kept_client.change()
    after = page(kept_client, article)
    assert after != before
    assert after == page(client, article)  # of whom nothing is kept


def test_a_day_later_a_check_is_overdue(kept_client, article, monkeypatch):
    Article.objects.update(checked_on=citations.check_limit(), checked_by=make_lawyer())
    assert "check-old" not in page(kept_client, article)
    later = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "check-old" in page(kept_client, article)


def test_the_choice_of_large_type_gets_pieces_of_its_own(kept_client, article):
    kept_client.head(article.get_absolute_url())  # makes the pieces of those who read it
    assert page(kept_client, article).count('aria-pressed="false"') == 2
    kept_client.cookies["type"] = "large"
    assert 'aria-pressed="true"' in page(kept_client, article)
    del kept_client.cookies["type"]
    assert 'aria-pressed="true"' not in page(kept_client, article)


def test_of_a_query_or_without_versions_nothing_is_kept(client, kept_client, article):
    assert "?a=1" in page(kept_client, article, query_params={"a": "1"})
    assert not set(caching.PIECES.kept)
    assert "?a=1" not in page(kept_client, article)
    caching.PIECES.forget()
    page(client, article)
    assert not set(caching.PIECES.kept)
    assert context.key(article, [], []) is None


LONE = "\ud83d"  # half of an emoji, as JSON can carry it: "\ud83d"


def written(**fields):
    known = {"title": "工伤认定要多久才有结果？", "body": "<p>看情况。</p>"}
    return Article(**{**known, "area": make_area(), "author": make_lawyer(), **fields})


@pytest.mark.parametrize(
    "body",
    ["", "<p>甲" + LONE + "乙</p>", "<p>甲\x00乙", "".join(LINKS + PAYLOADS)],
    ids=["empty", "surrogate", "nul", "payloads"],
)
def test_a_body_is_stored_clean_and_shown_clean(client, body):
    article = written(body=body)
    publishing.publish(article=article, user=make_staff())
    stored = Article.objects.get()
    assert is_harmless(stored.body)
    assert stored.revisions.get().content["body"] == stored.body
    assert client.get(stored.get_absolute_url()).status_code == 200
    assert is_harmless(shown(stored.body))


def test_signs_that_no_database_takes_are_gone_from_every_text():
    odd = dict.fromkeys(("title", "summary", "source", "jurisdiction"), f"甲{LONE}乙\x00丙")
    publishing.save_draft(article=written(**odd), user=make_staff())
    stored = Article.objects.get()
    assert {getattr(stored, name) for name in odd} == {"甲乙丙"}
    assert stored.excerpt == "甲乙丙"

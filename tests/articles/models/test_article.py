"""What an article stores, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, RelatedLink, State
from statutes.services import citation_sync
from tests.factories import make_article, make_lawyer, make_statute
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_the_body_is_cleaned_when_it_is_saved():
    article = make_article(body='<p onclick="x()">甲<script>alert(1)</script></p>')
    article.refresh_from_db()
    assert article.body == "<p>甲</p>"


def test_text_and_excerpt_follow_the_body():
    article = make_article(body="<p>一、准备材料</p><p>病历。</p>")
    assert (article.text, article.excerpt) == ("一、准备材料\n病历。", "准备材料。病历。")


def test_the_excerpt_prefers_the_summary():
    assert make_article(summary="先治疗，再申请。").excerpt == "先治疗，再申请。"


def test_a_new_body_brings_new_citations():
    make_statute(short_name="民法典")
    article = make_article(body="<p>见《民法典》第577条。</p>")
    article.body = "<p>另见《民法典》第584条、第585条。</p>"
    citation_sync.save_text(text=article)
    assert [one.number for one in article.citations.all()] == [584, 585]
    assert all(article.text[one.start : one.end] == one.quote for one in article.citations.all())


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({}, True),
        ({"state": State.DRAFT}, False),
        ({"state": State.WITHDRAWN}, False),
        ({"publish_at": timezone.now() + timedelta(hours=1)}, False),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, False),
        ({"expires_at": timezone.now() + timedelta(hours=1)}, True),
    ],
)
def test_the_two_forms_of_the_rule_agree(fields, public):
    article = make_article(**fields)
    assert Article.objects.published().filter(pk=article.pk).exists() is public
    assert article.is_public is public


def test_published_follows_the_given_moment():
    article = make_article(publish_at=timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    assert article in Article.objects.published(at=later)


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_at": timezone.now() - timedelta(days=9)},
        {"checked_on": date(2026, 10, 1)},
        {"source_kind": "reprint"},
    ],
)
def test_the_database_refuses_half_truths(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**wrong)


def test_a_half_truth_is_told_in_chinese():
    article = make_article()
    article.source_kind = "reprint"
    words = of_constraint(Article, "articles_reprint_has_source")
    with pytest.raises(ValidationError, match=words):
        article.full_clean()


def test_a_link_has_one_target():
    article, other = make_article(), make_article()
    RelatedLink.objects.create(article=article, target=other)
    for wrong in ({}, {"target": article}, {"url": "https://example.com"}, {"target": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedLink.objects.create(article=article, **wrong)


def test_an_author_with_articles_cannot_be_deleted():
    author = make_lawyer()
    make_article(author=author)
    with pytest.raises(IntegrityError):
        author.delete()

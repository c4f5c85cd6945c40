"""Stored bodies: what was made of this body and this law by this code, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.law import citations as law_citations
from articles.models import Article, FinishedBody, State
from articles.workflow import publishing
from statutes.models import Statute
from statutes.services import recheck
from tests.factories import make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def code():
    return make_statute(short_name="民法典", article_count=1260)


@pytest.fixture
def article(code):
    made = make_article(body="<h2>一、解除</h2><p>按照《民法典》第563条，可以解除。</p>")
    publishing.publish(article=made, user=None)
    return made


def page(client, article):
    return client.get(article.get_absolute_url()).text


def is_used(article):
    """Whether a page takes what is stored, which is then no work."""
    article.refresh_from_db()
    known = FinishedBody.objects.filter(article=article).first()
    made = law_citations.body_of(article, law_citations.for_article(article), known)
    assert made == law_citations.body_of(article, law_citations.for_article(article), None)
    return known is not None and made.html == known.html and is_sealed(article, known)


def is_sealed(article, known):
    marks = law_citations.marks(law_citations.for_article(article))
    return law_citations._fits(known, article.body, marks)


def test_publishing_and_an_import_store_what_the_page_shows_of_what_is_public(
    client, article, django_capture_on_commit_callbacks
):
    stored = FinishedBody.objects.get()
    assert is_used(article)
    assert stored.html in page(client, article)
    assert 'class="cite"' in stored.html
    stored.delete()
    with django_capture_on_commit_callbacks(execute=True):
        publishing.many_changed([article])
        assert not FinishedBody.objects.exists()
    assert is_used(article)
    publishing.save_draft(article=make_article(state=State.DRAFT), user=None)
    assert FinishedBody.objects.get().article == article


@pytest.mark.parametrize("name", ["html", "headings"])
def test_what_somebody_else_has_written_into_it_is_not_shown(client, article, name):
    forged = {"html": f"<p>甲</p>{EVIL}", "headings": "[]"}[name]
    known = page(client, article)
    FinishedBody.objects.update(**{name: forged})
    assert not is_used(article)
    assert page(client, article) == known


def test_neither_the_body_of_another_article_nor_one_changed_past_all_services_is_shown(
    client, article
):
    other = make_article(body="<h2>一、另一篇</h2><p>内容。</p>")
    law_citations.finish_bodies([other.pk])
    stolen = FinishedBody.objects.filter(article=other).values("html", "headings", "seal")[0]
    FinishedBody.objects.filter(article=article).update(**stolen)
    assert stolen["html"] not in page(client, article)
    Article.objects.update(body=f"<p>改过的内容。</p>{EVIL}")
    html = page(client, article)
    assert "改过的内容" in html
    assert EVIL not in html


def test_another_secret_key_and_another_code_make_it_anew(settings, article, monkeypatch):
    monkeypatch.setattr(law_citations, "_code", lambda: "of another release")
    assert not is_used(article)
    monkeypatch.undo()
    assert is_used(article)
    settings.SECRET_KEY = "another-secret-of-another-site"
    assert not is_used(article)


def test_a_change_of_the_law_is_on_the_next_page_and_stored_by_the_recheck(client, article, code):
    Statute.objects.update(slug="民法典-新")
    assert not is_used(article)
    assert "data-statute-card" in page(client, article)
    assert Statute.objects.get().article_path(563) in page(client, article)
    recheck.of_lineages(["民法典"])
    assert is_used(article)


def test_a_page_with_a_stored_body_asks_no_more_and_writes_nothing(client, article):
    with CaptureQueriesContext(connection) as stored:
        page(client, article)
    FinishedBody.objects.all().delete()
    with CaptureQueriesContext(connection) as unstored:
        page(client, article)
    assert len(stored) == len(unstored)
    assert not FinishedBody.objects.exists()

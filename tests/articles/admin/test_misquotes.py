"""Words quoted under a wrong number: told in the office, with both texts and what to write."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Citation
from statutes.base import Level, Reason
from statutes.services.citation_sync import confirm, warned
from tests.factories import make_article, make_canned, make_staff
from tests.screen import browser
from tests.statutes.misquoted import KEEPS, LEAVES, RIGHT, SENTENCE, WRONG, lighthouse_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PANEL = "/admin/articles/article/law/"


@pytest.fixture
def editor(client):
    client.force_login(make_staff("articles.change_article", "articles.view_article"))
    return client


@pytest.fixture(autouse=True)
def _table():
    lighthouse_law()


def test_the_panel_sets_both_texts_side_by_side_and_offers_the_change(editor):
    html = editor.post(PANEL, {"body": WRONG}).text
    assert SENTENCE in html
    assert all(text in html for text in (KEEPS, LEAVES, Level.CHECK.label))
    assert 'data-rewrite="《灯塔法》第一条"' in html
    assert 'data-written="《灯塔法》第二条"' in html
    assert not Citation.objects.exists()


def test_a_right_quotation_is_no_warning(editor):
    assert "没有提示" in editor.post(PANEL, {"body": RIGHT}).text


def test_the_one_place_is_named_that_is_meant(editor):
    body = f"<p>见《灯塔法》第二条。</p><p>又见《灯塔法》第二条。</p>{WRONG}"
    html = editor.post(PANEL, {"body": body, "summary": "《灯塔法》第二条"}).text
    assert 'data-field="body"' in html
    assert 'data-before="2"' in html
    summary = f"《灯塔法》第二条规定：“{KEEPS}”"
    html = editor.post(PANEL, {"body": "<p>《灯塔法》第二条</p>", "summary": summary}).text
    assert 'data-field="summary"' in html
    assert 'data-before="0"' in html


def test_words_under_a_number_that_there_is_not_are_found_too(editor):
    article = make_article(body=WRONG.replace("第二条", "第二十条"))
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "共3条，没有第20条" in page
    assert "引用的文字在《灯塔法》第1条。核对文字后，请改为“《灯塔法》第一条”。" in page
    assert 'data-rewrite="《灯塔法》第一条"' in page
    assert "没有这一条" in page


def test_what_is_saved_shows_both_texts_too(editor):
    article = make_article(body=WRONG)
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert SENTENCE in page
    assert LEAVES in page


def test_readers_are_told_nothing():
    article = make_article(body=WRONG)
    assert article.citations.get().reason == Reason.MISQUOTED
    page = browser().get(article.get_absolute_url()).text
    assert "引用的文字" not in page
    assert Level.CHECK.label not in page


def test_a_reply_of_the_desk_is_held_against_the_law_too():
    reply = make_canned(text=f"《灯塔法》第二条规定：“{KEEPS}”")
    told = reply.citations.get()
    assert (told.level, told.words) == (Level.CHECK, SENTENCE)
    assert reply in warned(type(told))


def test_a_lawyer_settles_it_until_the_words_are_others(editor):
    article = make_article(body=WRONG, publish_at=timezone.now())
    confirm(citation=article.citations.get(), lawyer="林致远", user=make_staff())
    html = editor.post(PANEL, {"body": WRONG, "article": article.pk}).text
    assert "没有提示" in html
    other = WRONG.replace(KEEPS, KEEPS[:20])
    assert "有1项提示" in editor.post(PANEL, {"body": other, "article": article.pk}).text

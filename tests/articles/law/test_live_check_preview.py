"""The preview of what is typed: the very page, kept by nobody, framed by nobody."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertTemplateUsed

from articles.admin.preview import FOLDER, TYPED
from articles.models import Article, Citation, Revision
from articles.workflow import publishing
from tests.articles.admin.test_article import WRITER, edited, form, log_in
from tests.factories import make_article, make_settings
from tests.statutes.sample_law import contract_law
from tests.website.http.test_csp import policy

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r"<script(?! type=.application/ld\+json)")
NEW = "/admin/articles/article/preview/"


def preview(client, article, **fields):
    address = reverse("admin:articles_article_preview", args=[article.pk])
    known = {"title": article.title, "area": article.area.pk, "author": article.author.pk}
    return client.post(address, form(**{**known, **fields}))


def test_it_is_the_page_with_the_typed_words_and_stores_nothing(client):
    make_settings()
    article = make_article(summary="原来的摘要。")
    log_in(client, *WRITER)
    html = preview(
        client, article, title="正在写的标题？", body="<h2>一、新</h2><p>新写的。</p>"
    ).text
    for words in ("正在写的标题？", "新写的。", '<h2 id="s1">一、新</h2>', TYPED):
        assert words in html
    assert "原来的摘要" not in html
    article.refresh_from_db()
    assert "新写的" not in article.body
    assert not Revision.objects.exists()


def test_the_law_in_it_is_that_of_the_typed_words(client):
    contract_law()
    article = make_article()
    log_in(client, *WRITER)
    html = preview(client, article, body="<p>见《合同法》第52条。</p>").text
    assert "本文引用的《合同法》已于2021年1月1日废止" in html
    assert 'class="cite"' in html
    assert "本文依据" in html
    assert not Citation.objects.exists()


def test_it_is_framed_by_nobody_and_never_kept_or_found(client):
    article = make_article()
    log_in(client, *WRITER)
    response = preview(client, article)
    assert policy(response)["frame-ancestors"] == {"'none'"}
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "noindex" in response.text
    assert '<base target="_blank">' in response.text
    assert not SCRIPT.search(response.text)


def test_what_cannot_be_stored_and_what_is_new_is_shown_and_no_stored_change_hides_it(client):
    article = make_article(title="原来的标题怎么样？")
    publishing.save_draft(article=edited(article, body="<p>等待发布的。</p>"), user=None)
    log_in(client, *WRITER)
    html = preview(client, article, title="长" * 61, body="<p>新写的。</p>").text
    for said in ("标题：", "原来的标题怎么样？", "新写的。"):
        assert said in html
    assert "等待发布的。" not in html
    assertTemplateUsed(client.post(NEW, form()), f"admin/{FOLDER}/preview_early.html")
    data = form(area=article.area.pk, author=article.author.pk, body="<p>新写的。</p>")
    assert "新写的。" in client.post(NEW, data).text
    assert Article.objects.count() == 1


def test_odd_bodies_give_a_clean_page(client):
    article = make_article()
    log_in(client, *WRITER)
    for body in (
        *("", "<p>甲\x00乙</p>", "<ul><li>" * 500 + "甲", "<p>\ud83d</p>", "甲" * 400_000),
        *("<script>alert(1)</script><p onclick=x()>甲</p>", "<p>未完", "&#0;<svg/onload=a()>"),
    ):
        response = preview(client, article, body=body.encode("utf-8", "replace").decode())
        assert response.status_code == 200
        assert not SCRIPT.search(response.text)
        assert [one for one in ("onclick", "onload", "\x00") if one in response.text] == []

"""A post that did not reach its page: all of it comes back, and one retry is enough."""

import time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, State
from articles.workflow import publishing
from firm.admin import lost_post
from tests.articles.admin.test_article import form
from tests.factories import make_article, make_superuser
from website.http import errors

pytestmark = pytest.mark.django_db
TOKEN = reverse("admin:session_end")


@pytest.fixture
def office():
    """A browser that is asked for its token."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_superuser())
    return browser


def test_the_token_is_told_to_who_is_logged_in_and_kept_by_nobody(office):
    answer = office.get(TOKEN)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(TOKEN).status_code == 401
    assert Client().get(TOKEN).json() == {}


def test_a_stale_form_of_an_article_comes_back_and_goes_with_one_click(office):
    article = make_article(state=State.DRAFT)
    page = reverse("admin:articles_article_change", args=[article.pk])
    fields = {"title": "改过的标题，行不行？", "area": article.area.pk, "author": article.author.pk}
    fields["version"] = publishing.newest_number(article)
    stale = office.post(page, {**form(**fields), "_save": "保存草稿"})
    assert (stale.status_code, stale.context["why"]) == (403, lost_post.STALE)
    kept = dict(stale.context["kept"])
    again = office.get(TOKEN).json()["token"]
    assert office.post(page, {**kept, "csrfmiddlewaretoken": again}).status_code == 302
    assert Article.objects.get().title == "改过的标题，行不行？"


def test_who_has_lost_every_cookie_is_led_to_the_login():
    page = reverse("admin:articles_article_change", args=[make_article().pk])
    answer = Client(enforce_csrf_checks=True).post(page, form(title="改过的标题，行不行？"))
    assert (answer.status_code, answer.context["why"]) == (403, lost_post.LOGGED_OUT)
    assert f'href="{reverse("admin:login")}"' in answer.text


@pytest.mark.parametrize("text", ["x" * 100_000, "<ul><li>" * 40_000 + "甲"], ids=["long", "deep"])
def test_who_has_no_login_takes_no_time_with_a_hostile_post(text):
    begun = time.process_time()
    Client(enforce_csrf_checks=True).post(reverse("admin:index"), {"text": text})
    assert time.process_time() - begun < 5  # in the square of its length it took a minute


def test_a_password_that_was_typed_never_comes_back(office):
    page = reverse("admin:password_change")
    answer = office.post(page, {"old_password": "geheim-1", "title": "标题"})
    assert answer.status_code == 403
    assert "geheim-1" not in answer.text


@pytest.mark.parametrize("page", ["articles_article_add", "consult_consultation_change"])
def test_what_another_site_has_written_does_not_come_back_to_be_sent_with_a_click(office, page):
    address = reverse(f"admin:{page}", args=[] if page.endswith("add") else [uuid4()])
    planted = {"title": "别人写的标题", "text": "别人写的答复", "_publish": "发布"}
    for origin in ("https://evil.example.com", "null"):
        answer = office.post(address, planted, headers={"Origin": origin})
        assert answer.status_code == 403
        assert errors.STALE in answer.text
        assert "别人写的" not in answer.text

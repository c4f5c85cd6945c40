"""A post whose CSRF token is wrong: 403 with the text kept, nothing stored, nothing counted."""

import pytest
from django.test import Client

from consult.models import Consultation, Message, Throttle
from tests.consult.posting import FORM, THREAD, good_post
from tests.factories import make_consultation
from website.http.errors import STALE_FORM

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def is_kept(response):
    html = response.content.decode()
    return STALE_FORM in html and "公司三个月" in html and 'value="王某"' in html


def test_a_missing_cookie_gives_the_form_back(browser):
    response = browser.post(FORM, good_post(name="王某"))
    assert response.status_code == 403
    assert is_kept(response)
    assert "checked" in str(response.context["form"]["consent"])
    assert not Consultation.objects.exists()


def test_a_wrong_token_gives_the_form_back(browser):
    good_post()
    browser.get(FORM)
    response = browser.post(FORM, good_post(name="王某", csrfmiddlewaretoken="x" * 64))
    assert response.status_code == 403
    assert is_kept(response)


def test_the_form_that_came_back_can_be_posted(browser):
    response = browser.post(FORM, good_post())
    again = good_post(csrfmiddlewaretoken=str(response.context["csrf_token"]))
    assert browser.post(FORM, again).status_code == 302


def test_a_refused_post_says_no_field_is_wrong(browser):
    response = browser.post(FORM, good_post(question="短"))
    assert list(response.context["form"].errors) == ["__all__"]


def test_foreign_posts_do_not_use_up_the_bound_of_an_address(browser):
    browser.post(FORM, good_post())
    assert not Throttle.objects.exists()


def test_a_body_too_large_is_413_without_a_cookie_too(browser):
    assert browser.post(FORM, good_post(question="x" * 3_000_000)).status_code == 413


def test_the_thread_refuses_too(browser):
    assert browser.post(THREAD, {"action": "code", "code": "1"}).status_code == 403
    assert not Throttle.objects.exists()


@pytest.mark.parametrize("entered", [True, False])
def test_what_was_written_in_the_thread_is_kept(browser, entered):
    if entered:
        _, code = make_consultation()
        page = browser.get(THREAD)
        token = str(page.context["csrf_token"])
        browser.post(THREAD, {"action": "code", "code": code, "csrfmiddlewaretoken": token})
    response = browser.post(THREAD, {"action": "message", "text": "我又想起一件事。"})
    assert response.status_code == 403
    assert "我又想起一件事。" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert Message.objects.count() == entered


def test_the_form_that_comes_back_is_kept_by_no_cache(browser):
    assert "no-store" in browser.post(FORM, good_post())["Cache-Control"]

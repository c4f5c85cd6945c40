"""A lawyer starts an article, a colleague sends it back and publishes it: what each sees."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from articles.models import Article, Returned, State
from articles.workflow import publishing
from consult.admin.start_page import ARTICLE_TILES
from tests.articles.admin.test_article import LIST, form
from tests.articles.admin.test_form_acts import edited, said, send
from tests.factories import make_area, make_article, make_lawyer, make_member, make_staff

pytestmark = pytest.mark.django_db
TO_REVIEW, RETURNED = (label for _, label, _ in ARTICLE_TILES)


def office(user):
    client = Client()
    client.force_login(user)
    return client


def tile(client, label):
    tiles = client.get("/admin/").context["desk_tiles"]
    return next((one for one in tiles if one.label == label), None)


@pytest.fixture
def lin():
    return make_lawyer(user=make_member("律师", email="lin@example.com"))


def test_a_lawyer_starts_an_article_which_is_signed_by_them(lin):
    client = office(lin.user)
    page = client.get(f"{LIST}add/")
    assert page.context["adminform"].form.initial["author"] == lin.pk
    client.post(f"{LIST}add/", form(area=make_area().pk, author=lin.pk))
    assert (Article.objects.get().state, Article.objects.get().author) == (State.DRAFT, lin)


def test_it_goes_round_between_two_people_who_are_told_where_it_stands(lin):
    writer, reviewer = office(lin.user), office(make_member("编辑", email="shen@example.com"))
    article = make_article(state=State.DRAFT, author=lin)
    send(writer, article, "_submit")
    waiting = tile(reviewer, TO_REVIEW)
    assert (waiting.number, tile(writer, TO_REVIEW).number) == (1, 0)
    assert list(reviewer.get(waiting.address).context["cl"].result_list) == [article]
    reviewer.post(
        reverse("admin:articles_article_act", args=[article.pk, "return"]), {"note": "补"}
    )
    given_back = tile(writer, RETURNED)
    assert (given_back.number, tile(reviewer, TO_REVIEW).number) == (1, 0)
    assert list(writer.get(given_back.address).context["cl"].result_list) == [article]
    send(writer, article, "_submit")
    send(reviewer, article, "_publish")
    assert tile(writer, RETURNED).number == tile(reviewer, TO_REVIEW).number == 0
    assert Article.objects.get().state == State.PUBLISHED


def test_the_reason_stands_in_the_form_until_it_is_published(lin):
    client, article = office(lin.user), make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=lin.user)
    publishing.send_back(article=article, user=make_staff(), note="请写明期限")
    page = reverse("admin:articles_article_change", args=[article.pk])
    for button in ("_save", "_submit"):
        assert "请写明期限" in client.get(page).text
        send(client, article, button, summary=f"改了{button}")
    assert "请写明期限" in client.get(page).text
    send(client, article, "_publish")
    assert "请写明期限" not in client.get(page).text


def test_two_who_send_it_back_at_once_tell_its_writer_once(lin):
    article = make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=lin.user)
    page = reverse("admin:articles_article_act", args=[article.pk, "return"])
    first, second = (office(make_member("编辑")).post(page, {"note": one}) for one in "甲乙")
    assert Returned.objects.get().note == "甲"
    assert "没有送审" in said(second)
    assert first.status_code == 302


def test_who_may_neither_write_nor_publish_has_no_such_tile():
    client = office(make_member("助理"))
    assert tile(client, TO_REVIEW) is tile(client, RETURNED) is None


def test_what_was_given_back_before_an_upgrade_keeps_its_reason(lin):
    reviewer, article, later = make_staff(), make_article(), make_article()
    for one in (article, later):
        publishing.submit(article=edited(one, summary="改。"), user=lin.user)
        publishing.send_back(article=one, user=reviewer, note="从前写的")
    publishing.save_draft(article=edited(later, summary="又改。"), user=lin.user)
    Returned.objects.all().delete()
    import_module("articles.migrations.0004_search_and_wishes").keep_wishes(apps, None)
    wish = Returned.objects.get()
    assert (wish.article, wish.writer, wish.reviewer) == (article, lin.user, reviewer)
    assert wish.note == "从前写的"

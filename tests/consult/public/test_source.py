"""How a consultation came, as far as the site sees it: by the form, a lawyer's host, an article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import State as ArticleState
from consult import services
from consult.base.enums import Source
from consult.models import Consultation
from tests.consult.posting import FORM, good_post
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.screen import Screen

pytestmark = pytest.mark.django_db
OWN = "lin.example.cn"


@pytest.fixture
def article(settings):
    settings.ALLOWED_HOSTS = [OWN, "testserver"]
    make_settings(), make_notice(), make_area()
    return make_article(author=make_lawyer(name="林致远", slug="lin", hostname=OWN))


def came(client, host="testserver", **fields):
    assert client.post(FORM, good_post(**fields), headers={"host": host}).status_code == 302
    found = Consultation.objects.get()
    return found.source, found.source_article


def test_who_opens_the_form_by_itself_comes_from_the_site(client, article):
    assert came(client) == (Source.SITE, None)


def test_every_way_from_an_article_to_the_form_says_which_one_it_was(client, article):
    page = Screen.at(client, article.get_absolute_url())
    ways = [one["href"] for one in page.soup.select('a[href*="/consult/?"]')]
    assert len(ways) == 3
    for way in ways:
        field = Screen.at(client, way).soup.select_one("input[name=article]")
        assert field["value"] == str(article.pk)
    assert came(client, article=article.pk) == (Source.ARTICLE, article)


def test_a_form_that_comes_back_still_knows_it(client, article):
    refused = client.post(FORM, good_post(article=article.pk, question="短"))
    assert refused.status_code == 422
    assert f'name="article" value="{article.pk}"' in refused.text


def test_on_the_own_site_of_a_lawyer_both_are_known(client, article):
    assert came(client, OWN, article=article.pk) == (Source.LAWYER_HOST, article)


@pytest.mark.parametrize(
    "told", ["", "0", "x", "-1", "1.0", "９", "\x00", "<b>", "9" * 18, "9" * 500, "1 or 1=1"]
)
def test_anything_else_is_no_article(client, article, told):
    assert client.get(FORM, {"article": told}).status_code == 200
    assert came(client, article=told) == (Source.SITE, None)


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": ArticleState.DRAFT},
        {"is_stub": True},
        {"publish_at": timezone.now() + timedelta(days=90)},
        {"expires_at": timezone.now() - timedelta(hours=1)},
    ],
    ids=["draft", "stub", "to come", "past"],
)
def test_what_the_public_does_not_see_brings_nobody(client, article, hidden):
    assert came(client, article=make_article(**hidden).pk) == (Source.SITE, None)


def test_the_same_post_is_one_whatever_led_to_it(client, article):
    post = good_post(area=make_area().pk)
    client.post(FORM, post)
    client.post(FORM, {**post, "article": article.pk})
    assert Consultation.objects.count() == 1


def test_erasing_forgets_the_article_and_keeps_the_way(client, article):
    came(client, article=article.pk)
    services.erase_now(consultation=Consultation.objects.get())
    left = Consultation.objects.get()
    assert (left.source, left.source_article) == (Source.ARTICLE, None)

"""Articles of the site are found and linked from the reply box, with and without scripts."""

import pytest
from django.conf import settings

from articles.models import State
from consult.models import Draft
from tests.consult.desk_pages import VIEW, act, make_answering, page_of
from tests.factories import make_area, make_article, make_consultation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation(area=make_area(name="劳动与工伤"))[0]


@pytest.fixture
def office(client):
    client.force_login(make_answering())
    return client


def offered(response):
    return [one["label"] for one in response.context["article_choices"]]


def test_those_of_the_area_come_first_and_drafts_do_not(office, asked):
    make_article(title="离婚时房子怎么分？")
    make_article(title="拖欠工资怎么办？", area=asked.area)
    make_article(title="还没写完？", state=State.DRAFT)
    assert offered(office.get(page_of(asked))) == ["拖欠工资怎么办？", "离婚时房子怎么分？"]


def test_title_and_full_address_are_put_below_the_text(office, asked):
    article = make_article(title="拖欠工资怎么办？")
    assert act(office, asked, "article", article=article.pk, text="请看：").status_code == 302
    address = f"{settings.SITE_URL}/articles/{article.pk}/"
    assert Draft.objects.get().text == f"请看：\n\n《拖欠工资怎么办？》\n{address}"


def test_one_that_the_public_does_not_see_is_not_linked(office, asked):
    hidden = make_article(state=State.WITHDRAWN)
    response = act(office, asked, "article", article=hidden.pk, text="写到一半")
    assert response.status_code == 422
    assert "写到一半" in response.content.decode()
    assert not Draft.objects.exists()


def test_words_find_articles_and_the_text_stays_in_its_box(office, asked):
    make_article(title="离婚时房子怎么分？")
    make_article(title="拖欠工资怎么办？")
    response = act(office, asked, "find", find="工资", text="写到一半")
    assert offered(response) == ["拖欠工资怎么办？"]
    assert response.context["reply_form"]["text"].value() == "写到一半"
    assert "写到一半" in response.content.decode()


@pytest.mark.parametrize("words", ["坏\ufffd", "\x00", "字" * 61])
def test_odd_words_are_told_and_the_text_stays(office, asked, words):
    response = act(office, asked, "find", find=words, text="写到一半")
    assert response.status_code == 422
    assert "写到一半" in response.content.decode()


def test_the_script_gets_the_same_as_json_of_which_no_copy_is_kept(office, asked):
    article = make_article(title="拖欠工资怎么办？")
    response = office.post(page_of(asked, "articles"), {"find": "工资"})
    (one,) = response.json()["articles"]
    assert (one["key"], one["label"]) == (str(article.pk), "拖欠工资怎么办？")
    assert one["text"].endswith(f"/articles/{article.pk}/")
    assert "no-store" in response["Cache-Control"]


def test_words_are_in_no_address(office, asked):
    assert office.get(page_of(asked, "articles")).status_code == 405


def test_who_may_not_see_the_consultation_finds_nothing_there(client, asked):
    client.force_login(make_staff(VIEW))
    assert client.post(page_of(asked, "articles"), {"find": "工资"}).status_code == 404

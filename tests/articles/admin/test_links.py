"""Further reading that an editor picks, in rows of the form: named, changed, emptied."""

import pytest

from articles.admin.links import SEVERAL, UNKNOWN
from articles.models import RelatedLink
from tests.articles.admin.test_article import form
from tests.articles.admin.test_panels import address
from tests.factories import make_article, make_staff, make_superuser
from tests.screen import Screen, browser
from tests.sentences import of_constraint

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_article(title="第一次咨询律师前，要准备什么？")


@pytest.fixture
def office(client):
    client.force_login(make_superuser())
    return client


def send(office, article, **row):
    """Save the form with one row; `id` is the row that was there."""
    known = int("id" in row)
    rows = {f"related_links-0-{name}": value for name, value in {"order": 1, **row}.items()}
    rows |= {"related_links-TOTAL_FORMS": 1, "related_links-INITIAL_FORMS": known}
    rows["related_links-0-article"] = article.pk
    stored = {"title": article.title, "area": article.area.pk, "author": article.author.pk}
    return office.post(address(article), {**form(**stored, version=0), **rows})


def targets(article):
    return [link.target for link in article.related_links.all()]


@pytest.mark.parametrize("words", ["{0.pk}", "{0.pk} {0.title}", "/articles/{0.pk}/", "{0.title}",
                                   "https://example.com/articles/{0.pk}/"])  # fmt: skip
def test_an_article_is_named_by_number_address_or_title(office, other, words):
    article = make_article()
    assert send(office, article, target=words.format(other)).status_code == 302
    assert targets(article) == [other]


@pytest.mark.parametrize(
    "words", ["99999999", "没有这个标题", "9" * 40, "没有\x00这个标题", "１２", "2025年"]
)
def test_what_names_no_article_is_said_and_comes_back(office, words):
    article = make_article()
    response = send(office, article, target=words)
    assert response.status_code == 200
    assert UNKNOWN in response.text or "不允许" in response.text
    assert not targets(article)


def test_a_title_that_two_articles_have_names_neither(office, other):
    make_article(title=other.title)
    assert SEVERAL in send(office, make_article(), target=other.title).text


def test_a_title_may_begin_with_a_number(office):
    named = make_article(title="2025年的工伤赔偿标准怎么算？")
    article = make_article()
    send(office, article, target=named.title)
    assert targets(article) == [named]


def test_a_row_that_was_emptied_is_taken_away(office, other):
    article = make_article()
    link = RelatedLink.objects.create(article=article, target=other)
    assert send(office, article, id=link.pk, target="").status_code == 302
    assert targets(article) == []


def test_a_row_that_nobody_touched_stays_as_it_is(other):
    article = make_article()
    link = RelatedLink.objects.create(article=article, target=other, order=7)
    Screen.at(browser(make_superuser()), address(article)).press("保存草稿")
    assert RelatedLink.objects.get() == link
    assert RelatedLink.objects.get().order == 7


def test_half_a_link_to_the_outside_is_told(office):
    article = make_article()
    response = send(office, article, url="https://www.court.gov.cn/")
    assert of_constraint(RelatedLink, "articles_link_one_target") in response.text


def test_who_may_not_take_away_empties_no_row(client, other):
    article = make_article()
    link = RelatedLink.objects.create(article=article, target=other)
    rights = ["articles.change_article", "articles.view_relatedlink", "articles.change_relatedlink"]
    client.force_login(make_staff(*rights))
    send(client, article, id=link.pk, target="")
    assert targets(article) == [other]

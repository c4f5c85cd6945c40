"""The areas beside a list of articles: how many each has, and which are in sight at once."""

import pytest

from tests.factories import make_area, make_article
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


def listed(address="/articles/"):
    """The chips in sight, and all areas, as they are read."""
    choice = Screen.at(browser(), address).soup.select_one(".choice")
    return [
        [one.get_text(strip=True) for one in choice.select(f"{where} a")]
        for where in (".chips", ".names")
    ]


def test_each_area_tells_how_many_it_has_with_those_below_it():
    work, tax = make_area(name="劳动"), make_area(name="税务")
    make_article(area=work), make_article(area=make_area(name="工伤", parent=work))
    make_article(area=work, state="draft")
    assert listed() == [["全部2", "劳动2"], ["全部2", "劳动2", "税务"]]
    assert listed(f"/articles/?area={tax.slug}")[0] == ["全部2", "税务0"]


def test_the_five_with_most_articles_are_in_sight_and_the_rest_is_folded():
    for number in range(6):
        area = make_area(name=f"第{number}类")
        for _ in range(number):
            make_article(area=area)
    few, everything = listed()
    assert few == ["全部15", "第5类5", "第4类4", "第3类3", "第2类2", "第1类1"]
    assert everything[1:] == ["第0类", "第1类1", "第2类2", "第3类3", "第4类4", "第5类5"]


@pytest.mark.parametrize("chosen", ["upper", "below"])
def test_an_area_that_is_opened_shows_what_is_below_it(chosen):
    upper = make_area(name="刑事", slug="upper")
    make_article(area=make_area(name="量刑", slug="below", parent=upper))
    make_area(name="税务")
    few, everything = listed(f"/articles/?area={chosen}")
    assert few == ["全部1", "刑事1", "量刑1"]
    assert everything == ["全部1", "刑事1", "量刑1", "税务"]


def test_the_numbers_are_those_of_the_last_commit(kept_client):
    article = make_article(area=make_area(name="劳动"))
    assert '劳动<span class="count">1<' in kept_client.get("/articles/").text
    article.delete()
    kept_client.change()
    assert '劳动<span class="count">0<' not in kept_client.get("/articles/").text

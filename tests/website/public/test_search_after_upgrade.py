"""Until the worker has filled an index that an upgrade left empty, nobody is told it was all."""

import pytest
from django.db import connection
from django.template.loader import render_to_string

from articles import search
from richtext.fulltext import tables
from statutes.search.indexing import LAW
from tests.factories import make_article, make_settings, make_statute
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BEING_FILLED = render_to_string("includes/being_filled.html").strip()


@pytest.fixture
def upgraded():
    """Texts that are there and not in the index, as `migrate` leaves them."""
    make_settings()
    make_article(title="工伤怎么认定？")
    make_statute(["职工应当认定为工伤。"], short_name="工伤保险条例")
    search.INDEX.clear()
    LAW.clear()
    for name in ("articles_search", "statutes_search"):
        tables.say_unfilled(name, connection)


@pytest.mark.parametrize("address", ["/search/", "/statutes/"])
def test_it_is_said_that_more_may_come_until_all_is_in(client, upgraded, address):
    told = client.get(address, {"q": "工伤认定"}).text
    assert BEING_FILLED in told
    assert "暂时没有找到" in told
    jobs.index_of_the_search(lambda: True)
    told = client.get(address, {"q": "工伤认定"}).text
    assert BEING_FILLED not in told
    assert "<mark>" in told
    assert BEING_FILLED not in client.get(address, {"q": "海商"}).text


def test_who_finds_every_word_is_told_nothing_of_it(client, upgraded):
    make_article(title="海商怎么保险？")
    assert BEING_FILLED not in client.get("/search/", {"q": "海商 保险"}).text
    assert BEING_FILLED in client.get("/search/", {"q": "船舶碰撞"}).text


def test_a_new_site_has_nothing_to_fill(client):
    assert BEING_FILLED not in client.get("/search/", {"q": "工伤认定"}).text

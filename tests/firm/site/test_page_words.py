"""Titles and descriptions that somebody chose."""

import re
from html import unescape

import pytest

from firm.models import PageWords
from firm.site import head
from tests.factories import make_article, make_lawyer, make_settings

pytestmark = pytest.mark.django_db


def told(client, address):
    """The title and the description of a page, as a search engine reads them."""
    html = client.get(address).content.decode()
    title = re.search(r"<title>(.*?)</title>", html)[1]
    said = re.search(r'<meta name="description" content="(.*?)">', html)
    return unescape(title), unescape(said[1]) if said else ""


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("home", "/"), ("lawyers", "/lawyers/"), ("areas", "/areas/"), ("contact", "/contact/"),
        ("articles", "/articles/"),
    ],
)  # fmt: skip
def test_what_was_chosen_takes_the_place_of_what_a_page_says_by_itself(client, page, address):
    make_settings()
    head.choose(page=page, title="选定的<标题>", description="选定的描述。")
    assert told(client, address) == ("选定的<标题> - 青石律师网", "选定的描述。")


def test_pages_of_records_take_theirs_and_nobody_elses(client):
    make_settings()
    article, other = make_article(), make_lawyer()
    for kind, one in (
        ("article", article), ("area", article.area), ("lawyer", article.author),
    ):  # fmt: skip
        head.choose(page=head.key(kind, one), title=f"选定{kind}", description="")
        assert told(client, one.get_absolute_url())[0] == f"选定{kind} - 青石律师网"
    assert "选定" not in told(client, other.get_absolute_url())[0]


def test_one_text_alone_leaves_the_other_as_it_is(client):
    make_settings(summary="两位律师。")
    head.choose(page="home", title="选定的标题", description="")
    assert told(client, "/")[1].startswith("两位律师。")


def test_an_article_keeps_its_heading_and_its_summary(client):
    article = make_article(summary="先看合同。")
    head.choose(page=head.key("article", article), title="甲", description="乙")
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'"headline": "{article.title}"' in html
    assert '"description": "先看合同。"' in html
    assert article.title in html.split("<body>")[1]


def test_a_later_page_of_a_list_is_still_told_apart(client):
    head.choose(page="articles", title="选定的标题", description="")
    for _ in range(21):
        article = make_article()
    assert article
    assert told(client, "/articles/?page=2")[0].startswith("选定的标题（第2页）")


def test_two_empty_texts_leave_nothing_behind():
    head.choose(page="home", title="甲", description="")
    head.choose(page="home", title="", description="")
    assert not PageWords.objects.exists()

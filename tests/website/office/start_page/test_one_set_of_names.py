"""The side bar, the start page and the pages themselves call a part of the office by one name."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_staff, make_superuser
from website.office import start_page as office_start_page

pytestmark = pytest.mark.django_db
BLANKS = re.compile(r"\s+")


def read(tag):
    return BLANKS.sub("", tag.get_text())


def side_bar(client, address="/admin/firm/office/"):
    """The groups of the menu beside a page, with the names of what is in them."""
    menu = BeautifulSoup(client.get(address).text, "html.parser").select_one(".menu-side")
    titles = menu.select("h2, summary")
    return {read(one): [read(row) for row in one.find_next("ul").select("a")] for one in titles}


def start_page(client):
    return {
        title: [row.name for row in rows]
        for title, rows in client.get("/admin/").context["sections"]
    }


@pytest.mark.parametrize("rights", [(), ("articles.view_article", "firm.change_office")])
def test_the_side_bar_names_what_the_start_page_names(client, rights):
    client.force_login(make_staff(*rights) if rights else make_superuser())
    found = side_bar(client, "/admin/firm/office/")
    assert found == start_page(client)
    assert len(found) == (2 if rights else len(office_start_page.GROUPS))


def test_the_page_of_a_list_is_marked_in_the_side_bar(client):
    client.force_login(make_superuser())
    page = BeautifulSoup(client.get("/admin/firm/office/").text, "html.parser")
    assert [read(one) for one in page.select(".menu-side [aria-current=page]")] == ["办公地点"]


def test_the_way_back_names_no_part_that_the_menu_does_not_name(client):
    client.force_login(make_superuser())
    for address in ("/admin/firm/office/", "/admin/firm/office/add/"):
        way = BeautifulSoup(client.get(address).text, "html.parser").select_one(".breadcrumbs")
        assert [read(link) for link in way.select("a")][:2] in (["工作台"], ["工作台", "办公地点"])


def test_what_is_seldom_needed_is_folded_unless_one_is_there(client):
    client.force_login(make_superuser())
    for address, is_open in (("/admin/firm/office/", False), ("/admin/redirects/redirect/", True)):
        page = BeautifulSoup(client.get(address).text, "html.parser")
        assert page.select_one(".menu-side details").has_attr("open") is is_open


def test_the_menu_in_the_head_names_the_same(client):
    client.force_login(make_superuser())
    page = BeautifulSoup(client.get("/admin/").text, "html.parser")
    beside, above = (page.select(f"{one} a") for one in (".menu-side", ".menu-head"))
    assert [read(one) for one in beside] == [read(one) for one in above]

"""The side bar, the start page and the pages themselves call a part of the office by one name."""

import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib import admin

from tests.factories import make_staff, make_superuser
from website.office.start_page import sections

pytestmark = pytest.mark.django_db
BLANKS = re.compile(r"\s+")


def read(tag):
    return BLANKS.sub("", tag.get_text())


def side_bar(client, address="/admin/firm/office/"):
    """The groups of the menu beside a page, with the names of what is in them."""
    menu = BeautifulSoup(client.get(address).text, "html.parser").select_one("#nav-sidebar")
    groups = menu.select(".module")
    return {read(one.caption): [read(row) for row in one.select("th[scope=row]")] for one in groups}


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
    assert len(found) == (2 if rights else len(sections.GROUPS))


def test_the_page_of_a_list_is_marked_in_the_side_bar(client):
    client.force_login(make_superuser())
    page = BeautifulSoup(client.get("/admin/firm/office/").text, "html.parser")
    assert [read(one) for one in page.select("#nav-sidebar [aria-current=page]")] == ["办公地点"]


def test_what_django_asks_an_app_for_is_the_name_of_a_group_or_of_a_part():
    names = {title for title, _ in sections.GROUPS}
    names |= {name for _, rows in sections.GROUPS for _, name, _ in rows}
    labels = {model._meta.app_label for model in admin.site._registry}
    assert {str(apps.get_app_config(label).verbose_name) for label in labels} - names == set()

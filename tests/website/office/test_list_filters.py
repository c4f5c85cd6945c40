"""Filters of the lists say what they narrow, without a word too many."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_area, make_superuser

pytestmark = pytest.mark.django_db
TITLE = re.compile(
    r'<details data-filter-title="[^"]*"[^>]*>\s*<summary>\s*(.*?)\s*</summary>', re.S
)
LISTS = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in admin.site._registry
]


@pytest.fixture
def office(client):
    """The office as a superuser sees it."""
    client.force_login(make_superuser(username="boss"))
    return client


def test_no_filter_of_any_list_begins_with_by(office):
    titles = {
        title for address in LISTS for title in TITLE.findall(office.get(address, follow=True).text)
    }
    assert "是否启用" in titles
    assert [title for title in titles if title.startswith(("按", "以"))] == []


@pytest.mark.parametrize(
    ("model", "title"),
    [
        ("firm_practicearea", "是否显示"),
        ("firm_practicearea", "是否涉及敏感个人信息"),
        ("consult_cannedreply", "是否启用"),
    ],
)
def test_a_filter_by_yes_and_no_is_a_question(office, model, title):
    assert title in TITLE.findall(office.get(reverse(f"admin:{model}_changelist")).text)


def test_what_is_not_set_is_named(office):
    make_area()
    assert ">未设业务领域<" in office.get("/admin/consult/cannedreply/").text


def test_the_counts_are_called_what_they_count(office):
    make_area()
    address = "/admin/firm/practicearea/"
    assert ">显示各项条数<" in office.get(address).text
    assert ">隐藏各项条数<" in office.get(f"{address}?_facets=True").text

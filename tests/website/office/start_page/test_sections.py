"""All sections of the office, in groups that a secretary understands."""

import re

import pytest
from django.contrib import admin

from tests.factories import make_staff, make_superuser
from website.office import start_page

pytestmark = pytest.mark.django_db
ADD_OFFICE = r'href="/admin/firm/office/add/"\s+aria-label="新增：办公地点"'


def shown(client):
    groups = client.get("/admin/").context["sections"]
    return {title: [row.name for row in rows] for title, rows in groups}


def test_everything_in_the_admin_stands_in_a_group_with_a_name(client):
    client.force_login(make_superuser())
    found = shown(client)
    assert start_page.OTHERS not in found
    assert sum(map(len, found.values())) == len(admin.site._registry) + len(start_page.PAGES)


def test_everything_is_called_as_on_its_own_page():
    named = {key: name for _, rows in start_page.GROUPS for key, name, *_ in rows}
    assert {key: named[key] for key in named.keys() - start_page.PAGES.keys()} == {
        model._meta.label: model._meta.verbose_name_plural for model in admin.site._registry
    }


def test_one_sees_what_one_may_open_and_no_more(client):
    client.force_login(make_staff("articles.view_article", "firm.change_office"))
    assert shown(client) == {"日常": ["文章"], "本所": ["办公地点"]}


def test_a_record_that_nobody_named_is_shown_all_the_same():
    model = {"object_name": "New", "name": "新栏目", "admin_url": "/admin/x/new/", "add_url": None}
    groups = start_page.grouped([{"app_label": "x", "models": [model]}])
    assert [(title, rows[0].name) for title, rows in groups] == [("其他", "新栏目")]


def test_a_form_is_offered_to_who_may_add(client):
    client.force_login(make_staff("firm.view_office"))
    assert "新增：办公地点" not in client.get("/admin/").text
    client.force_login(make_staff("firm.view_office", "firm.add_office"))
    assert re.search(ADD_OFFICE, client.get("/admin/").text)


def test_an_account_without_rights_is_told_so(client):
    client.force_login(make_staff())
    assert 'class="sections-none"' in client.get("/admin/").text


def test_the_page_of_one_part_lists_its_records(client):
    client.force_login(make_staff("firm.view_lawyer", "firm.add_specialday"))
    html = client.get("/admin/firm/").text
    assert 'href="/admin/firm/lawyer/"' in html
    assert 'href="/admin/firm/specialday/add/"' in html
    assert "岗位" not in html.split('id="content-main"')[1]
    assert client.get("/admin/articles/").status_code == 404

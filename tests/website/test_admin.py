"""Accounts and groups: rights in words, and no library's among them."""

import re

import pytest
from django.contrib.auth.models import Group

from tests.factories import make_staff, make_superuser

pytestmark = pytest.mark.django_db


def options(html):
    return re.findall(r"<option value=\"\d+\"[^>]*>([^<]*)</option>", html)


def test_rights_are_written_in_chinese(client):
    client.force_login(make_superuser())
    person = make_staff("consult.view_consultation")
    for address in ("/admin/auth/group/add/", f"/admin/auth/user/{person.pk}/change/"):
        rights = options(client.get(address).text)
        assert "咨询：可以查看" in rights
        assert [right for right in rights if re.search("[A-Za-z]", right)] == []


def test_a_group_is_made_with_a_right(client):
    client.force_login(make_superuser())
    html = client.get("/admin/auth/group/add/").text
    right = re.search(r'<option value="(\d+)">咨询：可以查看', html)[1]
    client.post("/admin/auth/group/add/", {"name": "律师", "permissions": [right]})
    assert Group.objects.get().permissions.get().codename == "view_consultation"

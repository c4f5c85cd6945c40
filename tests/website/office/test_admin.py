"""Posts: rights in words, and no library's among them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group

from consult.models import Consultation
from tests.factories import make_member, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def options(html):
    """The rights that are offered, each behind the record that it is over."""
    for group in BeautifulSoup(html, "html.parser").select(".pills fieldset"):
        for label in group.select("label:has([name$=permissions])"):
            yield f"{group.legend.get_text(strip=True)}：{label.get_text(strip=True)}", label.input


def offered(html):
    return [words for words, _ in options(html)]


def test_rights_are_written_in_chinese(client):
    client.force_login(make_superuser())
    rights = offered(client.get("/admin/auth/group/add/").text)
    assert "咨询：可以查看" in rights
    assert [right for right in rights if re.search("[A-Za-z]", right)] == []


def test_a_group_is_made_with_a_right(client):
    client.force_login(make_superuser())
    html = client.get("/admin/auth/group/add/").text
    right = dict(options(html))["咨询：可以查看"]["value"]
    client.post("/admin/auth/group/add/", {"name": "实习律师", "permissions": [right]})
    made = Group.objects.get(name="实习律师")
    assert made.permissions.get().codename == "view_consultation"


def test_rights_are_offered_over_what_has_a_page(client):
    client.force_login(make_superuser())
    rights = offered(client.get("/admin/auth/group/add/").text)
    for _, name in Consultation._meta.permissions:
        assert f"咨询：{name}" in rights
    assert not [right for right in rights if right.startswith(("内部备注", "频率限制", "草稿："))]


@pytest.mark.parametrize("name", ["咨询主管", "律师", "助理", "编辑"])
def test_a_group_that_is_saved_as_it_is_keeps_its_rights(client, name):
    group = make_member(name).groups.get()
    before = set(group.permissions.values_list("codename", flat=True))
    client.force_login(make_superuser())
    address = f"/admin/auth/group/{group.pk}/change/"
    boxes = [box for _, box in options(client.get(address).text)]
    shown = [box["value"] for box in boxes if box.has_attr("checked")]
    assert 0 < len(shown) < len(boxes)
    client.post(address, {"name": name, "permissions": shown})
    assert set(group.permissions.values_list("codename", flat=True)) == before


def test_rights_of_groups_are_given_by_superusers_alone(client):
    acts = ("view", "add", "change", "delete")
    client.force_login(make_staff(*(f"auth.{act}_group" for act in acts)))
    group = Group.objects.create(name="实习律师")
    page = f"/admin/auth/group/{group.pk}"
    answers = [client.post(f"{page}/change/", {"name": "x"}), client.get("/admin/auth/group/add/")]
    answers.append(client.get(f"{page}/delete/"))
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_the_search_of_a_list_is_named_in_chinese(client):
    client.force_login(make_superuser())
    html = client.get("/admin/auth/group/").text
    assert 'alt="Search"' not in html
    assert 'type="submit" value="搜索"' in html

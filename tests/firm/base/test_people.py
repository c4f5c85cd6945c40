"""How people are called: on slips, family name first, where a surname ends."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from firm.base import people
from firm.base.people import full_name
from firm.templatetags import firm_tags
from tests.factories import make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("names", "called"),
    [
        ({"last_name": "孙", "first_name": "编审"}, "孙编审"),
        ({"first_name": "小林"}, "小林"),
        ({"last_name": " 沈 ", "first_name": ""}, "沈"),
        ({}, "sun"),
    ],
)
def test_the_family_name_comes_first_and_without_a_name_the_account_does(names, called):
    user = make_staff(username="sun", **names)
    assert full_name(user) == called
    template = Template("{% load firm_tags %}{{ user|full_name }}")
    assert template.render(Context({"user": user})) == called


def test_the_head_and_the_history_of_a_record_write_it_so(client):
    user = make_superuser(last_name="孙", first_name="编审")
    client.force_login(user)
    client.post(reverse("admin:auth_group_add"), {"name": "实习律师"})
    post = user.logentry_set.get(content_type__model="group")
    page = client.get(reverse("admin:auth_group_history", args=[post.object_id])).text
    assert "<summary>孙编审</summary>" in page
    assert "<td>孙编审</td>" in page
    assert "编审 孙" not in page


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("林致远", ("林", "致远")),
        ("欧阳明", ("欧阳", "明")),
        ("司马", ("司", "马")),
        (" 完颜康 ", ("完颜", "康")),
        ("阳欧明", ("阳", "欧明")),
        ("Anna Lin", ("", "Anna Lin")),
        ("", ("", "")),
    ],
)
def test_a_surname_has_one_character_or_is_a_known_one_of_two(name, parts):
    assert people.split(name) == parts


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("司马青", "司马青"),
        ("欧阳明远", "欧阳明远"),
        ("买买提·艾力", "买买提"),
        (" 林致远 ", "林致远"),
        ("Mary Lee", "Mary"),
        ("阿卜杜热合曼江", "阿卜杜热"),
    ],
)
def test_a_whole_name_stands_on_the_slip_or_the_first_part_of_a_long_one(name, written):
    assert firm_tags.upright_name(name) == written

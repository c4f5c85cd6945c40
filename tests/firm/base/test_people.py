"""How a member of the staff is called: family name first."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from firm.base.people import full_name
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

"""A new account where a second factor is required: whole, and by nobody who may do less."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_groups, make_member
from tests.website.office.test_invitations import boss, link_on  # noqa: F401  (a fixture)
from tests.website.second_factor import clock, log_in

pytestmark = pytest.mark.django_db


def test_a_new_account_is_whole_before_its_link_is_made(client, boss):  # noqa: F811
    post = make_groups()["律师"]
    typed = {"username": "zhou", "last_name": "周", "first_name": "宁", "email": "zhou@example.com"}
    client.post("/admin/auth/user/add/", {**typed, "groups": [post.pk]})
    account = get_user_model().objects.get(username="zhou")
    assert {name: getattr(account, name) for name in typed} == typed
    assert account.groups.get() == post


def test_who_is_no_superuser_gives_no_post_with_a_new_account(client, otp):
    manager = make_member("咨询主管", username="lin")
    manager.user_permissions.add(*Permission.objects.filter(codename__endswith="_user"))
    manager.phone = TOTPDevice.objects.create(user=manager, name="手机")
    log_in(client, clock(manager.phone))
    page = client.get("/admin/auth/user/add/").text
    assert 'name="last_name"' in page
    assert 'name="groups"' not in page
    post = make_groups()["编辑"]
    answer = client.post("/admin/auth/user/add/", {"username": "zhou", "groups": [post.pk]})
    account = get_user_model().objects.get(username="zhou")
    assert not account.groups.exists()
    assert link_on(client.post(answer.url))

"""Accounts and groups: rights in words, and no library's among them."""

import re

import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_staff, make_superuser

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/auth/user/"


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
    client.post("/admin/auth/group/add/", {"name": "实习律师", "permissions": [right]})
    made = Group.objects.get(name="实习律师")
    assert made.permissions.get().codename == "view_consultation"


def test_rights_are_offered_over_what_has_a_page(client):
    client.force_login(make_superuser())
    rights = options(client.get("/admin/auth/group/add/").text)
    for right in ("咨询：查看全部咨询，不限于分派给自己的", "咨询：发出答复、结束和重新打开咨询"):
        assert right in rights
    assert not [right for right in rights if right.startswith(("内部备注", "频率限制", "草稿："))]


def test_the_list_of_accounts_shows_groups_and_the_second_factor(client):
    client.force_login(make_superuser(username="boss"))
    person = make_staff(username="lin")
    person.groups.add(Group.objects.create(name="实习律师"))
    TOTPDevice.objects.create(user=person, confirmed=True)
    rows = client.get(ACCOUNTS).context["cl"].result_list
    assert {(row.username, row.has_telephone) for row in rows} == {("boss", False), ("lin", True)}
    assert "实习律师" in client.get(ACCOUNTS).text


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_of_accounts_takes_as_many_queries_for_ten_as_for_one(
    client, number, django_assert_max_num_queries
):
    client.force_login(make_superuser())
    for _ in range(number):
        make_staff().groups.add(Group.objects.get_or_create(name="实习律师")[0])
    with django_assert_max_num_queries(14):
        client.get(ACCOUNTS)


def test_more_than_one_superuser_is_worth_a_word(client):
    client.force_login(make_superuser())
    assert "超级用户账号" not in client.get(ACCOUNTS).text
    make_superuser()
    assert "有2个启用的超级用户账号" in client.get(ACCOUNTS).text


def test_who_looks_after_accounts_cannot_raise_themselves(client):
    keeper, boss = make_staff("auth.view_user", "auth.change_user"), make_superuser()
    client.force_login(keeper)
    own = f"{ACCOUNTS}{keeper.pk}/change/"
    typed = {"username": keeper.username, "is_active": "on", "is_staff": "on"}
    raised = {**typed, "is_superuser": "on", "user_permissions": [1], "groups": [1]}
    dates = {"date_joined_0": "2026-11-24", "date_joined_1": "10:00:00"}
    client.post(own, {**raised, **dates})
    keeper.refresh_from_db()
    assert (keeper.is_superuser, keeper.groups.exists()) == (False, False)
    assert keeper.user_permissions.count() == 2
    assert client.post(f"{ACCOUNTS}{boss.pk}/change/", typed).status_code == 403
    assert client.get(f"{ACCOUNTS}{boss.pk}/password/").status_code == 403

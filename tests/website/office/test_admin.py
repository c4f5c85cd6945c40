"""Accounts and groups: rights in words, and no library's among them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from consult.models import Consultation
from tests.factories import make_member, make_staff, make_superuser
from website.office.admin import MANY_SUPERUSERS
from website.office.second_factor import devices

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ACCOUNTS = "/admin/auth/user/"


def options(html):
    """The rights that are offered, each behind the record that it is over."""
    for group in BeautifulSoup(html, "html.parser").select(".pills fieldset"):
        for label in group.select("label:has([name$=permissions])"):
            yield f"{group.legend.get_text(strip=True)}：{label.get_text(strip=True)}", label.input


def offered(html):
    return [words for words, _ in options(html)]


def test_rights_are_written_in_chinese(client):
    client.force_login(make_superuser())
    person = make_staff("consult.view_consultation")
    for address in ("/admin/auth/group/add/", f"/admin/auth/user/{person.pk}/change/"):
        rights = offered(client.get(address).text)
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


def test_the_list_of_accounts_shows_groups_and_the_second_factor(client):
    client.force_login(make_superuser(username="boss"))
    person = make_staff(username="lin")
    person.groups.add(Group.objects.create(name="实习律师"))
    TOTPDevice.objects.create(user=person, confirmed=True)
    rows = client.get(ACCOUNTS).context["cl"].result_list
    assert {(row.username, row.is_protected) for row in rows} == {("boss", False), ("lin", True)}
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
    assert MANY_SUPERUSERS.format(1) not in client.get(ACCOUNTS).text
    make_superuser()
    assert MANY_SUPERUSERS.format(2) in client.get(ACCOUNTS).text


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


@pytest.mark.parametrize("switched_off", [False, True])
def test_no_password_is_set_by_somebody_who_may_do_less(client, switched_off):
    keeper = make_staff("auth.view_user", "auth.change_user", "auth.delete_user")
    account = make_staff("consult.view_consultation", is_active=not switched_off)
    client.force_login(keeper)
    typed = {"password1": "Xin-Mima-9173", "password2": "Xin-Mima-9173", "usable_password": "true"}
    answer = client.post(f"{ACCOUNTS}{account.pk}/password/", typed)
    account.refresh_from_db()
    assert (answer.status_code, account.check_password("x")) == (403, True)


def test_no_password_is_set_by_a_colleague_who_sees_other_consultations(client):
    rights = ["auth.view_user", "auth.change_user", "consult.view_consultation"]
    one, other = make_staff(*rights), make_staff("consult.view_consultation")
    client.force_login(one)
    assert client.get(f"{ACCOUNTS}{other.pk}/password/").status_code == 403


def test_a_password_is_set_for_who_may_do_less(client):
    client.force_login(make_staff("auth.change_user", "articles.change_article"))
    editor = make_staff("articles.change_article")
    assert client.get(f"{ACCOUNTS}{editor.pk}/password/").status_code == 200


def test_who_looks_after_accounts_deletes_no_superuser(client):
    client.force_login(make_staff("auth.view_user", "auth.delete_user"))
    assert client.get(f"{ACCOUNTS}{make_superuser().pk}/delete/").status_code == 403


def test_rights_of_groups_are_given_by_superusers_alone(client):
    acts = ("view", "add", "change", "delete")
    client.force_login(make_staff(*(f"auth.{act}_group" for act in acts)))
    group = Group.objects.create(name="实习律师")
    page = f"/admin/auth/group/{group.pk}"
    answers = [client.post(f"{page}/change/", {"name": "x"}), client.get("/admin/auth/group/add/")]
    answers.append(client.get(f"{page}/delete/"))
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_page_that_deletes_an_account_is_in_chinese(client):
    client.force_login(make_superuser())
    account = make_staff()
    devices.enrol(account)
    html = client.get(f"{ACCOUNTS}{account.pk}/delete/").text
    assert account.username in html
    assert not [word for word in ("TOTP", "tatic device", "tatic token") if word in html]


def test_the_search_of_a_list_is_named_in_chinese(client):
    client.force_login(make_superuser())
    html = client.get(ACCOUNTS).text
    assert 'alt="Search"' not in html
    assert 'type="submit" value="搜索"' in html


def test_the_form_of_an_account_asks_for_the_family_name_first(client):
    client.force_login(boss := make_superuser())
    html = client.get(f"{ACCOUNTS}{boss.pk}/change/").text
    assert 0 < html.index('name="last_name"') < html.index('name="first_name"')

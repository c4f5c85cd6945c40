"""Changes of an account on the pages: each with its mail, or not at all."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model

from outbox import services as outbox
from outbox.models import Notice
from tests.factories import make_settings, make_staff, make_superuser
from website.office.accounts import account_mail

OWN = "/admin/password_change/"
GOOD = "雨后的梧桐树下有三只猫"  # no more than a sentence that nobody has said
GOOD += "在打盹"


@pytest.fixture
def lin(db):
    make_settings()
    return make_staff(username="lin", email="lin@example.com", last_name="林", first_name="致远")


@pytest.fixture
def boss(db, client):
    user = make_superuser(username="boss", last_name="孙", first_name="编审")
    client.force_login(user)
    return user


def account_page(account):
    return f"/admin/auth/user/{account.pk}/change/"


def password_page(account):
    return f"/admin/auth/user/{account.pk}/password/"


def change_own(client, new=GOOD):
    typed = {"old_password": "x", "new_password1": new, "new_password2": new}
    return client.post(OWN, typed)


def set_for(client, account, **fields):
    typed = {"password1": GOOD, "password2": GOOD, "usable_password": "true"}
    return client.post(password_page(account), {**typed, **fields})


def save_account(client, account, email):
    page = client.get(account_page(account))
    form = page.context["adminform"].form
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(account_page(account), {**typed, "email": email})


def told():
    return {
        notice.recipient: re.search("变动：(.*)", notice.payload["body"])[1]
        for notice in Notice.objects.all()
    }


def test_ones_own_new_password_is_mailed_and_in_the_history(client, lin):
    client.force_login(lin)
    assert change_own(client).status_code == 302
    assert told() == {"lin@example.com": account_mail.CHANGED}
    assert LogEntry.objects.get().change_message == account_mail.CHANGED


def test_a_password_that_a_manager_sets_is_mailed_with_the_managers_name(client, lin, boss):
    assert set_for(client, lin).status_code == 302
    assert told() == {"lin@example.com": account_mail.CHANGED}
    assert "由孙编审操作" in Notice.objects.get().payload["body"]
    assert "密码" in client.get(f"/admin/auth/user/{lin.pk}/history/").text


def test_a_password_that_a_manager_takes_away_is_mailed(client, lin, boss):
    fields = {"usable_password": "false", "unset-password": "1"}
    assert set_for(client, lin, **fields).status_code == 302
    assert not get_user_model().objects.get(pk=lin.pk).has_usable_password()
    assert told() == {"lin@example.com": account_mail.CLOSED}


def test_a_refused_password_is_no_change_and_no_mail(client, lin, boss):
    assert set_for(client, lin, password1="kurz", password2="kurz").status_code == 200
    assert told() == {}


def test_a_new_address_is_mailed_to_the_old_and_the_new_one(client, lin, boss):
    assert save_account(client, lin, "new@example.com").status_code == 302
    assert told() == dict.fromkeys(["lin@example.com", "new@example.com"], account_mail.MOVED)


def test_an_address_that_is_taken_away_is_mailed_to_it(client, lin, boss):
    save_account(client, lin, "")
    assert told() == {"lin@example.com": account_mail.MOVED}


def test_the_same_address_once_more_is_no_change(client, lin, boss):
    assert save_account(client, lin, "lin@example.com").status_code == 302
    assert told() == {}


@pytest.fixture
def no_ledger(monkeypatch, client):
    """A ledger that takes nothing, as on a full disk."""

    def full(**_):
        raise OSError("disk full")

    monkeypatch.setattr(outbox, "enqueue_mail", full)
    client.raise_request_exception = False


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_no_password_and_no_address_changes_where_the_mail_cannot_be_written(
    client, lin, boss, no_ledger
):
    assert set_for(client, lin).status_code == 500
    assert save_account(client, lin, "new@example.com").status_code == 500
    client.force_login(lin)
    assert change_own(client).status_code == 500
    stored = get_user_model().objects.get(pk=lin.pk)
    assert (stored.email, stored.check_password("x")) == ("lin@example.com", True)
    assert not LogEntry.objects.exists()

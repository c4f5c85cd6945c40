"""Changes of an account on the pages: each with its mail, or not at all."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model

from outbox import services as outbox
from outbox.models import Notice
from tests.factories import make_member, make_settings, make_superuser
from website.office import accounts

OWN = "/admin/password_change/"
GOOD = "雨后的梧桐树下有三只猫"  # no more than a sentence that nobody has said
GOOD += "在打盹"


@pytest.fixture
def lin(db):
    make_settings()
    account = make_member("助理", username="lin", email="lin@example.com")
    account.set_password("x")
    account.save()
    return account


@pytest.fixture
def boss(db, client):
    user = make_superuser(username="boss")
    client.force_login(user)
    return user


def change_own(client, new=GOOD):
    typed = {"old_password": "x", "new_password1": new, "new_password2": new}
    return client.post(OWN, typed)


def save_account(client, account, email):
    address = f"/admin/people/{account.pk}/"
    page = client.get(address)
    stands = page.context["stands"]
    typed = {**page.context["form"].initial, "stands": stands, "email": email}
    return client.post(address, typed)


def told():
    return {
        notice.recipient: re.search("变动：(.*)", notice.payload["body"])[1]
        for notice in Notice.objects.all()
    }


def test_ones_own_new_password_is_mailed_and_in_the_history(client, lin):
    client.force_login(lin)
    assert change_own(client).status_code == 302
    assert told() == {"lin@example.com": accounts.CHANGED}
    assert LogEntry.objects.get().change_message == accounts.CHANGED


def test_a_refused_password_is_no_change_and_no_mail(client, lin):
    client.force_login(lin)
    assert change_own(client, "kurz").status_code == 200
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
    assert save_account(client, lin, "new@example.com").status_code == 500
    client.force_login(lin)
    assert change_own(client).status_code == 500
    stored = get_user_model().objects.get(pk=lin.pk)
    assert (stored.email, stored.check_password("x")) == ("lin@example.com", True)
    assert not LogEntry.objects.exists()

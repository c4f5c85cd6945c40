"""The accounts of 0.1.0: their passwords, their sessions and the cookie of their forms."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.factories import make_superuser
from tests.website.second_factor import LOGIN, is_in, log_in
from website.config import engines

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SHORT = "antou2024"  # of nine characters, which 0.1.0 took
BACKEND = "django.contrib.auth.backends.ModelBackend"  # what its sessions name
TOKEN = "a" * 32  # as it lay in browsers for a year


@pytest.fixture
def old(settings):
    """An account whose password 0.1.0 has hashed."""
    settings.PASSWORD_HASHERS = engines.password_hashers("PASSWORD_HASHER")
    settings.OTP_REQUIRED = False
    user = make_superuser(username="lin")
    hashed = make_password(SHORT, hasher="pbkdf2_sha256")
    get_user_model().objects.filter(pk=user.pk).update(password=hashed)
    user.refresh_from_db()
    return user


def test_a_short_password_of_then_lets_in_and_gets_a_stronger_hash(client, old):
    log_in(client, password=SHORT)
    assert is_in(client)
    old.refresh_from_db()
    assert old.password.startswith("argon2$")


def test_a_session_of_then_leads_to_the_login(client, old):
    client.force_login(old)
    session = client.session
    assert session[SESSION_KEY] == str(old.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session.save()
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


def test_the_csrf_cookie_of_then_is_good_and_becomes_one_of_the_window(old):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    answer = client.get(LOGIN)
    assert answer.cookies["csrftoken"]["max-age"] == ""
    form = {"username": "lin", "password": SHORT, "csrfmiddlewaretoken": TOKEN}
    assert client.post(LOGIN, form).status_code == 302

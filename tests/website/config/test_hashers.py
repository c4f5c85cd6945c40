"""How passwords of the staff are kept, with the hashers of a real site."""

import argon2.low_level
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, ScryptPasswordHasher, make_password

from tests.factories import make_superuser
from tests.website.login import post
from website.config import engines

pytestmark = pytest.mark.django_db
KEPT_AS = "argon2$argon2id$v=19$m=47104,t=2,p=1$"


@pytest.fixture
def computed(settings, monkeypatch, var):
    """The costs of each Argon2 hash that is computed, as (passes, KiB, threads)."""
    settings.OTP_REQUIRED = False
    settings.PASSWORD_HASHERS = engines.password_hashers("PASSWORD_HASHER")
    costs, real = [], argon2.low_level.hash_secret

    def hash_secret(secret, salt, **cost):
        costs.append((cost["time_cost"], cost["memory_cost"], cost["parallelism"]))
        return real(secret, salt, **cost)

    monkeypatch.setattr(argon2.low_level, "hash_secret", hash_secret)
    return costs


def test_an_older_hash_opens_and_is_kept_anew_at_the_next_login(computed, client, monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    monkeypatch.setattr(ScryptPasswordHasher, "work_factor", 2)
    user = make_superuser(username="lin")
    for older in ("pbkdf2_sha256", "scrypt"):
        type(user).objects.update(password=make_password("x", hasher=older))
        for _ in range(2):
            assert post(client, password="x").status_code == 302
            user.refresh_from_db()
            assert user.password.startswith(KEPT_AS), older


def test_an_unknown_name_costs_as_much_as_a_known_one(computed, client):
    post(client, "nobody", "x")
    assert computed == [(2, 47104, 1)]


@pytest.mark.parametrize("chosen", ["scrypt", "pbkdf2"])
def test_another_hasher_may_be_chosen(var, settings, chosen):
    var("PASSWORD_HASHER", chosen)
    settings.PASSWORD_HASHERS = engines.password_hashers("PASSWORD_HASHER")
    assert make_password("x").startswith(chosen)

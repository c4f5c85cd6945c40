"""The site with everything in it, made once for a file of tests; each request is taken back."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from tests.roles import people, sent, table, world
from tests.roles.asking import Digests
from tests.sample import storages

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Where its files lie."""
    return storages(tmp_path_factory.mktemp("roles"))


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, stored):
    """The records, the people, and how the tables are before anybody asks."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=stored, PASSWORD_HASHERS=HASHERS):
            made = world.build()
            made.lines = sent.lines(made, made.persons["superuser"].client)
        made.digests = Digests()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def site(built, stored, settings, db):
    """The same, for one test: its files are where they were stored, and refusals are not logged."""
    settings.STORAGES = stored
    people.stay()
    logging.disable(logging.WARNING)
    yield built
    logging.disable(logging.NOTSET)


@pytest.fixture
def known():
    """The table as it stands in its files."""
    return table.read()

"""The site with everything in it, made once for a file of tests; each request is taken back."""

import logging

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings

from tests import stages
from tests.privacy.conftest import jar  # noqa: F401  (a fixture)
from tests.roles import people, sent, table, world
from tests.roles.asking import Digests
from tests.sample import storages
from website.http import errors

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


def once_for_each_reader(page):
    """The page of an error, written once for a person and a reason: it knows nothing else."""
    written = {}

    def known(request, status, message="", retry_after=0):
        path = request.path_info
        where = "office" if path.startswith("/admin/") else path
        reader = getattr(request, "user", None) and request.user.pk
        key = (reader, where, status, message, retry_after)
        if key not in written:
            first = page(request, status, message, retry_after)
            written[key] = first.content, dict(first.headers)
        content, headers = written[key]
        return HttpResponse(content, status=status, headers=headers)

    return known


@pytest.fixture
def site(built, stored, settings, db, monkeypatch, jar):  # noqa: F811
    """The same, for one test: its files are where they were stored, and refusals are not logged.

    Half of what the office answers is a refusal; in the audit each is written anew.
    """
    settings.STORAGES = stored
    if stages.current() != "audit":
        monkeypatch.setattr(errors, "page", once_for_each_reader(errors.page))
    people.stay()
    logging.disable(logging.WARNING)
    yield built
    logging.disable(logging.NOTSET)


@pytest.fixture
def known():
    """The table as it stands in its files."""
    return table.read()

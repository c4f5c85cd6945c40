"""Fixtures of the whole suite."""

import gc
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from hypothesis import settings as hypothesis_settings

from articles.search.indexing import INDEX
from articles.stats import reads, search_log
from articles.stats.counting import BufferedCounter
from consult.crypto import keys
from firm.site import opening_hours
from statutes.law import table as statute_table
from statutes.models import TableState
from statutes.search.indexing import LAW
from tests import stages
from tests.kept import kept_client  # noqa: F401  (a fixture)
from tests.migrated import django_db_modify_db_settings, django_db_setup  # noqa: F401
from tests.sample import sample, sample_copy, sample_firm, storages  # noqa: F401
from tests.threads import shared_database  # noqa: F401  (a fixture)
from website.http import middleware

# A busy machine is no failure of a property.
hypothesis_settings.register_profile("house", deadline=None, max_examples=stages.examples(100))
hypothesis_settings.load_profile("house")


gc.disable()  # while the tests are collected, which makes a great many objects and no garbage


def pytest_configure():
    """In memory: pytest-django asks for that where it knows the engine, which is ours."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = ":memory:"


def pytest_collection_finish():
    """What was loaded for the tests stays to their end: not to be looked through for garbage."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    """Cheap passwords, static files without a manifest, pictures in a folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = storages(tmp_path)


@pytest.fixture(autouse=True)
def _the_test_client_asks_the_firms_host(monkeypatch):
    """Its `testserver` is a name of this machine, and not looked up among the lawyers' own."""
    monkeypatch.setattr(middleware, "LOCAL", {*middleware.LOCAL, "testserver"})


@pytest.fixture(autouse=True)
def _no_holiday_is_announced(monkeypatch):
    """Else what a test says of opening hours would depend on the day it runs."""
    monkeypatch.setattr(opening_hours, "announced", dict)


@pytest.fixture(autouse=True)
def _keys_are_looked_up_again():
    """What a process remembers of the register of keys is another test's."""
    keys.look_again()


@pytest.fixture(autouse=True)
def _the_table_of_statutes_is_read_again(monkeypatch):
    """Whether a test finds it read already does not hang on the test before."""
    monkeypatch.setattr(statute_table, "_cached", None)


@receiver(post_migrate, sender=apps.get_app_config("statutes"))
def _a_flushed_table_of_statutes_has_a_state_again(*, plan=None, **_):
    """Or a test after one with real transactions reads the table with each page, in 3 queries.

    Nor do the indexes of the search keep what is gone: their tables belong to no model.
    """
    if plan is None:  # a flush: a migration has a plan, and perhaps no such table
        TableState.objects.get_or_create(pk=1, defaults={"state": uuid4()})
        INDEX.clear()
        LAW.clear()


@pytest.fixture(autouse=True)
def _counts_are_written_when_told(monkeypatch):
    """No thread writes into a test's database; what was counted before is another test's."""
    monkeypatch.setattr(BufferedCounter, "_begin_waiting", lambda self: None)
    for tally in (reads.COUNTER, search_log.COUNTER):
        tally.take()
    search_log.SEEN.clear()

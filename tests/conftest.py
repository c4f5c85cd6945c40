"""Fixtures of the whole suite."""

import gc
import itertools
import json
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.template import Template
from hypothesis import settings as hypothesis_settings

from articles.search.indexing import INDEX
from articles.stats import reads, search_log
from calculators.public import uses
from consult.crypto import keys
from firm.site import opening_hours
from richtext.base import sandbox, words
from richtext.base.counting import BufferedCounter
from richtext.core import display
from statutes.law import table as statute_table
from statutes.models import TableState
from statutes.search.indexing import LAW
from tests import stages
from tests.environment import FOLDER
from tests.kept import kept_client  # noqa: F401  (a fixture)
from tests.migrated import django_db_modify_db_settings, django_db_setup  # noqa: F401
from tests.sample import sample, sample_copy, sample_firm, storages  # noqa: F401
from tests.threads import shared_database  # noqa: F401  (a fixture)
from website.http import middleware

# A busy machine is no failure of a property.
hypothesis_settings.register_profile("house", deadline=None, max_examples=stages.examples(100))
hypothesis_settings.load_profile("house")
MARKS = re.compile("</?(?:no-break|text-run)>")
NOT_MADE, _numbers = Path(FOLDER) / "stored", itertools.count()


gc.disable()  # while the tests are collected, which makes a great many objects and no garbage


def pytest_configure():
    """Cheap passwords; in memory, which pytest-django asks for where it knows the engine."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = ":memory:"


def pytest_collection_finish():
    """What was loaded for the tests stays to their end: not to be looked through for garbage."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _a_page_is_signalled_without_its_pieces(django_test_environment):
    """Or its context is copied for each template it includes, a tenth of what a page costs."""
    told = Template._render

    def render(self, context):
        return (told if context.template is self else piece)(self, context)

    def piece(self, context):
        return self.nodelist.render(context)

    Template._render = render  # until Django ends its tests


@pytest.fixture(autouse=True)
def _the_same_for_each(request, monkeypatch, settings):
    """What a test before has left, what day it is and what machine this is decide nothing."""
    # A storage makes its folder when it is written to; a test that asks for one has it there.
    asks = "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if asks else NOT_MADE / str(next(_numbers))
    settings.STORAGES = storages(folder)
    # Its `testserver` is the firm's host, and not looked up among the lawyers' own.
    monkeypatch.setattr(middleware, "LOCAL", {*middleware.LOCAL, "testserver"})
    monkeypatch.setattr(statute_table, "_cached", None)
    keys.look_again()
    # No thread writes into a test's database; what was counted before is another test's.
    monkeypatch.setattr(BufferedCounter, "_begin_waiting", lambda self: None)
    for tally in (reads.COUNTER, search_log.COUNTER, uses.COUNTER):
        tally.take()
    search_log.SEEN.clear()


@pytest.fixture(autouse=True)
def _pages_are_compared_without_marks():
    """Each public page gets its marks of what no line tears; they may add nothing else to it."""

    pattern = words.MARKUP_OR_TEXT

    def plain(mark, html):
        marked = pattern.sub(mark, html)
        assert MARKS.sub("", marked) == html
        assert not re.search(r'="[^"<>]*<(no-break|text-run)', marked), "a mark in an attribute"
        return html

    with pytest.MonkeyPatch.context() as always:
        always.setattr(words, "MARKUP_OR_TEXT", SimpleNamespace(sub=plain))
        always.setattr(display, "stretches", lambda text: [text])
        yield


@pytest.fixture(autouse=True)
def _no_holiday_is_announced(monkeypatch):
    """Else what a test says of opening hours would depend on the day it runs."""
    monkeypatch.setattr(opening_hours, "announced", dict)


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Files from outside are read in the process of the tests, which costs no start of another.

    As there, nothing is known of the site meanwhile: who asks for a setting gets an error.
    """

    def run(function, job, files=()):
        module, _, name = function.partition(":")
        answers, end = getattr(import_module(module), name)(json.loads(json.dumps(job))), object()
        while True:
            with monkeypatch.context() as alone:
                alone.setattr(settings, "_wrapped", object())
                answer = next(answers, end)
            if answer is end:
                return
            yield json.loads(json.dumps(answer, default=str))

    with monkeypatch.context() as here:
        here.setattr(sandbox, "run", run)
        yield here


@receiver(post_migrate, sender=apps.get_app_config("statutes"))
def _a_flushed_table_of_statutes_has_a_state_again(*, plan=None, **_):
    """Or a test after one with real transactions reads the table with each page, in 3 queries.

    Nor do the indexes of the search keep what is gone: their tables belong to no model.
    """
    if plan is None:  # a flush: a migration has a plan, and perhaps no such table
        TableState.objects.get_or_create(pk=1, defaults={"state": uuid4()})
        INDEX.clear()
        LAW.clear()

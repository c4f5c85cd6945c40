"""Every change of a public table raises the version of its group; no writer waits for another.

Without every trigger nothing is kept, for nobody would hear of a change.
"""

import runpy
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from threading import Barrier, Event

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection, connections, transaction

from articles.models import Article, Neighbour, State, Tag
from firm.base import caching
from firm.base.caching import ALL
from firm.models import ContentVersion, Office
from tests.content_versions import by_hand, numbers, raised
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_statute
from tests.site_process import wait_for
from tests.threads import aside, together
from website.operations.content_version import sqlite, triggers
from website.operations.content_version.triggers import Watched
from website.operations.serving import gateway

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
migration = import_module("firm.migrations.0002_second_release")
several_writers = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer at a time is all that SQLite knows"
)
LONG_AGO, NEVER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
FAR = 9 * 10**15  # later than any clock of ours


@pytest.fixture
def content():
    make_statute(["甲。"])
    return make_article()


def test_rows_put_in_place_and_those_that_go_with_another_raise_it(content):
    """What else is a change: test_tables.py."""
    tags = [Tag(name="甲"), Tag(name="乙")]
    in_bulk = partial(Tag.objects.bulk_create, tags, ignore_conflicts=True)
    assert raised(in_bulk) == raised(content.delete) == {"articles", "lists"}


DECIDING = {"state": State.WITHDRAWN, "publish_at": LONG_AGO, "expires_at": NEVER, "is_stub": True}


def test_what_decides_which_lists_an_article_stands_in_raises_theirs(content):
    cited = content.citations
    known = partial(cited.create, short_name="甲", start=0, end=1, quote="甲")
    assert raised(known) == raised(lambda: cited.update(short_name="乙")) == {"articles", "lists"}
    assert raised(lambda: cited.update(start=7)) == {"articles"}  # words were put before it
    for name, value in DECIDING.items():
        act = partial(Article.objects.update, **{name: value})
        assert raised(act) == {"articles", "lists"}, name
        assert raised(act) == {"articles"}  # nothing is different now
    for change in ({"area": make_area()}, {"author": make_lawyer()}):
        assert raised(partial(Article.objects.update, **change)) == {"articles", "lists"}


def test_neither_a_clock_that_was_put_back_nor_a_replaced_row_turns_it_back(content):
    known = {numbers()["articles"]}
    for turn in range(20):
        Article.objects.update(summary=str(turn))
        known.add(numbers()["articles"])
    assert len(known) == 21  # two changes of one moment are two versions
    ContentVersion.objects.update(number=FAR)
    Article.objects.update(summary="x")
    assert numbers()["articles"] == FAR + 1
    if connection.vendor == "sqlite":
        by_hand("INSERT OR REPLACE INTO articles_tag (id, name) VALUES (1, 'x')")
        by_hand("INSERT OR IGNORE INTO articles_tag (id, name) VALUES (2, 'y')")
        assert numbers()["articles"] == FAR + 3


def test_what_is_undone_raises_nothing_and_nothing_is_made_again(
    content, django_assert_num_queries
):
    before = numbers()
    with transaction.atomic():
        Article.objects.update(summary="x")
        transaction.set_rollback(True)
    assert numbers() == before
    assert triggers.missing() == []
    before = numbers()
    with django_assert_num_queries(3 if connection.vendor == "sqlite" else 4):
        triggers.make()
    assert numbers() == before


def one_away():
    known = {
        "sqlite": "DROP TRIGGER articles_tag_raises_version_of_articles_update",
        "postgresql": "DROP TRIGGER articles_tag_raises_version_of_articles ON articles_tag",
    }
    by_hand(known[connection.vendor])


def test_what_has_gone_or_says_something_else_comes_back_with_new_numbers_for_all(content):
    one_away()
    assert len(triggers.missing()) == 1
    assert raised(triggers.make) == set(ALL)
    assert triggers.missing() == []
    ContentVersion.objects.filter(group="firm").delete()
    assert triggers.missing() == ["firm"]
    one_away()
    other = {
        "sqlite": "CREATE TRIGGER articles_tag_raises_version_of_articles_update AFTER UPDATE"
        " ON articles_tag BEGIN SELECT 1; END",
        "postgresql": "CREATE OR REPLACE FUNCTION note_content_change() RETURNS trigger LANGUAGE"
        " plpgsql AS $$ BEGIN RETURN NULL; END $$",
    }
    by_hand(other[connection.vendor])
    triggers.make()
    assert triggers.missing() == []
    Tag.objects.create(name="x")
    assert raised(lambda: Tag.objects.update(name="y")) == {"articles", "lists"}
    ContentVersion.objects.all().delete()  # the numbers begin at the clock
    Article.objects.update(summary="x")
    make_settings(phone="1")
    assert 10**15 < numbers()["articles"] < FAR


def test_who_may_write_a_public_table_needs_no_other_right(content):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no users")

    def as_another():
        by_hand("CREATE ROLE antou_other")
        by_hand("GRANT SELECT, UPDATE ON articles_article TO antou_other")
        by_hand("SET ROLE antou_other")
        by_hand("UPDATE articles_article SET title = 'x'")
        by_hand("SET CONSTRAINTS content_change_at_commit IMMEDIATE")
        by_hand("RESET ROLE")

    assert raised(as_another) == {"articles"}


def test_a_table_made_anew_by_a_migration_is_watched_again(transactional_db):
    """As Django alters a table on SQLite."""
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Neighbour)
    assert bool(triggers.missing()) == (connection.vendor == "sqlite")
    call_command("migrate", verbosity=0, interactive=False)
    assert triggers.missing() == []


def test_the_way_back_leaves_no_trigger_that_looks_for_the_table(transactional_db):
    with connection.schema_editor() as editor:
        migration.drop_triggers(apps, editor)
        editor.delete_model(ContentVersion)
    triggers.make()  # as after any migration, also one back
    make_article()
    with connection.schema_editor() as editor:
        editor.create_model(ContentVersion)
    triggers.make()
    assert triggers.missing() == []


def test_after_a_flush_there_are_numbers_again(transactional_db):
    before = numbers()
    call_command("flush", verbosity=0, interactive=False)
    after = numbers()
    assert all(after[group] > before[group] for group in ALL)


def article_words(name):
    Tag.objects.create(name=name)


def firm_words(name):
    Office.objects.create(name=name, address="乙")


def in_order(*changes, met):
    """A transaction that makes changes, and ends when all the others have made theirs."""

    def run():
        with transaction.atomic():
            by_hand("SET LOCAL lock_timeout = '60s'")
            for change, name in changes:
                change(name)
                met.wait(120)

    return run


@several_writers
def test_neither_the_same_group_nor_groups_in_opposite_order_lock_anybody_up(shared_database):
    """Each reaches the barrier with its change made, or the barrier breaks."""
    before = aside(numbers)
    for turn in range(10):
        met = Barrier(2)
        one = [(article_words, f"甲{turn}"), (firm_words, f"甲{turn}")]
        other = [(firm_words, f"乙{turn}"), (article_words, f"乙{turn}")]
        together(in_order(*one, met=met), in_order(*other, met=met))
    met = Barrier(2)
    together(*(in_order((article_words, name), met=met) for name in ("甲", "乙")))
    assert aside(Tag.objects.count) == 22
    assert aside(numbers)["articles"] >= before["articles"] + 22


@several_writers
def test_no_note_outlives_its_transaction_or_savepoint_and_each_group_has_one(shared_database):
    def undone():
        with transaction.atomic():
            article_words("甲")
            transaction.set_rollback(True)

    def part():
        with transaction.atomic():
            firm_words("甲")
            undone()

    def many():
        with transaction.atomic():
            for turn in range(50):
                article_words(str(turn))
            return notes()

    before = aside(numbers)
    aside(undone)
    assert aside(numbers) == before
    aside(part)
    after = aside(numbers)
    assert after["firm"] > before["firm"]
    assert after["articles"] == before["articles"]
    aside(lambda: article_words("乙"))
    assert aside(notes) == 0
    assert aside(numbers)["articles"] > before["articles"]
    assert aside(many) == 2  # the articles and their lists


def notes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_change")
        return cursor.fetchone()[0]


def lawyers_away():
    """Nothing tells of a lawyer any more."""
    if connection.vendor == "postgresql":
        by_hand("DROP TRIGGER firm_lawyer_raises_version_of_firm ON firm_lawyer")
        return
    for act in sqlite.ACTS:
        by_hand(f"DROP TRIGGER firm_lawyer_raises_version_of_firm_{act.lower()}")


@pytest.fixture
def watched(shared_database, monkeypatch):
    """The number of the state in which the triggers are, looked at each time."""
    monkeypatch.setattr(triggers, "PAUSE", 0)
    yield Watched()
    triggers._asking.submit(connections.close_all).result()


def test_without_one_trigger_nothing_is_known_until_it_is_back_and_that_is_another_state(
    watched, monkeypatch
):
    """A running site notices it: nobody starts it anew. What was kept goes with the state."""
    before, kept = watched(), {"name": object()}
    monkeypatch.setattr(caching, "_process_cache", kept)
    assert before == watched() > 0
    assert kept
    aside(lawyers_away)
    assert (watched(), kept) == (0, {})
    aside(triggers.make)
    assert (back := watched()) > before
    aside(lambda: [lawyers_away(), triggers.make()])  # between two looks
    assert watched() not in {0, back}
    monkeypatch.setattr(triggers, "PAUSE", 60)
    before = watched()
    monkeypatch.setattr(triggers, "_look", None)  # one look serves for a moment
    assert watched() == before


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_a_database_that_is_away_is_asked_again_and_keeps_nobody(watched, monkeypatch, error):
    def away():
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(triggers, "close_old_connections", away)
        assert watched() == 0
    assert watched() > 0


def test_a_database_that_says_nothing_keeps_a_crowd_no_longer_than_one(watched, monkeypatch):
    says = Event()
    monkeypatch.setattr(triggers, "PATIENCE", 0.5)
    monkeypatch.setattr(triggers, "close_old_connections", says.wait)
    begun = time.monotonic()
    with ThreadPoolExecutor(20) as crowd:
        told = set(crowd.map(lambda _: watched(), range(20)))
    waited = time.monotonic() - begun
    says.set()
    assert told == {0}
    assert waited < 10 * triggers.PATIENCE, "not one after the other"
    assert wait_for(watched) > 0


def test_the_site_looks_as_its_workers_load_it(monkeypatch):
    given = []
    monkeypatch.setattr(gateway, "served", lambda *all_of_it: given.extend(all_of_it))
    monkeypatch.setattr("multiprocessing.util.Finalize", lambda *_, **__: None)
    runpy.run_module("website.operations.serving.application")
    assert isinstance(given[-1], Watched)

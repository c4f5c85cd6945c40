"""Every change of a public table raises the version of its group; no writer waits for another."""

from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, Neighbour, State, Tag
from firm.base.caching import ALL
from firm.models import ContentVersion, Office
from tests.content_versions import by_hand, numbers, raised
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_statute
from tests.threads import aside, together
from website.operations.content_version import triggers

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


def test_a_trigger_or_a_row_that_has_gone_comes_back_with_new_numbers_for_all(content):
    one_away()
    assert len(triggers.missing()) == 1
    assert raised(triggers.make) == set(ALL)
    assert triggers.missing() == []
    ContentVersion.objects.filter(group="firm").delete()
    assert triggers.missing() == ["firm"]
    triggers.make()
    assert triggers.missing() == []
    ContentVersion.objects.all().delete()  # the numbers begin at the clock
    Article.objects.update(summary="x")
    make_settings(phone="1")
    assert 10**15 < numbers()["articles"] < FAR


def test_one_that_says_something_else_is_made_again(content):
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
def test_two_who_touch_the_same_group_do_not_wait_before_they_commit(shared_database):
    """Each reaches the barrier with its change made, or the barrier breaks."""
    before, met = numbers_now(), Barrier(2)
    together(*(in_order((article_words, name), met=met) for name in ("甲", "乙")))
    assert numbers_now()["articles"] >= before["articles"] + 2


@several_writers
def test_groups_in_opposite_order_do_not_lock_each_other_up(shared_database):
    for turn in range(10):
        met = Barrier(2)
        one = [(article_words, f"甲{turn}"), (firm_words, f"甲{turn}")]
        other = [(firm_words, f"乙{turn}"), (article_words, f"乙{turn}")]
        together(in_order(*one, met=met), in_order(*other, met=met))
    assert aside(Tag.objects.count) == 20


@several_writers
def test_no_note_outlives_its_transaction_and_each_group_has_one(shared_database):
    def undone():
        with transaction.atomic():
            article_words("甲")
            transaction.set_rollback(True)

    def many():
        with transaction.atomic():
            for turn in range(50):
                article_words(str(turn))
            return notes()

    before = numbers_now()
    aside(undone)
    assert numbers_now() == before
    aside(lambda: article_words("乙"))
    assert aside(notes) == 0
    assert numbers_now()["articles"] > before["articles"]
    assert aside(many) == 2  # the articles and their lists


@several_writers
def test_what_a_savepoint_takes_back_raises_nothing_and_what_stays_does(shared_database):
    def part():
        with transaction.atomic():
            firm_words("甲")
            with transaction.atomic():
                article_words("甲")
                transaction.set_rollback(True)

    before = numbers_now()
    aside(part)
    after = numbers_now()
    assert after["firm"] > before["firm"]
    assert after["articles"] == before["articles"]


def notes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_change")
        return cursor.fetchone()[0]


def numbers_now():
    return aside(numbers)

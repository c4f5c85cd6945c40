"""The tables of the database beside those of the models, on the engine of the run."""

import pytest
from django.db import connection

from tests.website.operations.schema import changes
from website.operations.schema import compare

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def told():
    return compare.differences(connection)


def test_a_database_that_was_migrated_differs_in_nothing():
    assert told() == []


@pytest.mark.parametrize("change", changes.EDITED)
def test_what_an_edited_migration_leaves_is_told(change):
    table, on_postgresql, on_sqlite, words = changes.EDITED[change]
    changes.edit(table, on_postgresql, on_sqlite)
    assert words.format(varchar=changes.varchar()) in told()


@pytest.mark.parametrize("change", changes.STATEMENTS)
def test_what_is_missing_is_told(change):
    statements, words = changes.STATEMENTS[change]
    changes.run(statements)
    assert words in told()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no functions of its own")
def test_a_function_that_is_missing_is_told():
    changes.run("DROP FUNCTION articles_search_run(text, text[])")
    assert told() == ["没有函数articles_search_run"]


@pytest.mark.parametrize("change", changes.HARMLESS)
def test_what_an_operator_adds_without_harm_is_no_difference(change):
    changes.run(changes.HARMLESS[change])
    assert told() == []


def test_it_takes_a_handful_of_questions(django_assert_num_queries):
    with django_assert_num_queries(6):
        told()

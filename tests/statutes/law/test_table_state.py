"""The table of statutes is read once, and never older than what was stored last."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle, TableState
from tests.factories import make_statute
from tests.threads import aside

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def law():
    return make_statute(["甲。", "乙。"], short_name="示范法", aliases="示法")


def by_hand(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


CHANGES = {
    "a save": lambda law: law.save(),
    "a bulk update of statutes": lambda law: Statute.objects.update(note="甲"),
    "rows in bulk": lambda law: Statute.objects.bulk_create([Statute(slug="乙", short_name="乙")]),
    "an article more": lambda law: law.articles.create(number=3, text="丙。"),
    "articles in bulk": lambda law: StatuteArticle.objects.bulk_create(
        [StatuteArticle(statute=law, number=7, text="庚。")], ignore_conflicts=True
    ),
    "a text that is changed": lambda law: law.articles.update(text="丁。"),
    "articles that go": lambda law: law.articles.all().delete(),
    "one row that goes by itself": lambda law: StatuteArticle.objects.filter(number=2)._raw_delete(
        "default"
    ),
    "a cascade": lambda law: law.delete(),
    "SQL by hand": lambda law: by_hand("UPDATE statutes_statute SET note = 'x'"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_another_state(law, change):
    before = TableState.objects.get().state
    CHANGES[change](law)
    assert TableState.objects.get().state != before


def test_it_is_read_once_and_then_costs_one_query(law, django_assert_num_queries):
    Table.latest()
    with django_assert_num_queries(1):
        assert Table.latest().names.resolve("示法") == "示范法"


def test_what_changes_is_seen_at_once(law):
    assert Table.latest().last_article(law) == 2
    law.articles.create(number=3, text="丙。")
    assert Table.latest().last_article(law) == 3
    Statute.objects.filter(pk=law.pk).update(aliases="范法")
    assert Table.latest().names.resolve("范法") == "示范法"


def test_what_was_undone_is_forgotten_though_another_change_follows(law):
    with transaction.atomic():
        Statute.objects.filter(pk=law.pk).update(aliases="假名")
        assert Table.latest().names.resolve("假名") == "示范法"
        transaction.set_rollback(True)
    assert Table.latest().names.resolve("假名") is None
    Statute.objects.filter(pk=law.pk).update(aliases="真名")
    assert Table.latest().names.resolve("真名") == "示范法"
    assert Table.latest().names.resolve("假名") is None


def test_words_that_were_undone_are_forgotten(law):
    Table.latest()
    with transaction.atomic():
        held = Table.latest()
        law.articles.filter(number=1).update(text="假的。")
        assert held.wording(law).plain[1, 0] == "假的。"
        transaction.set_rollback(True)
    assert Table.latest().wording(law).plain[1, 0] == "甲。"


def test_without_a_state_it_is_read_each_time(law):
    TableState.objects.all().delete()
    Table.latest()
    assert not TableState.objects.exists()
    law.articles.create(number=3, text="丙。")
    assert Table.latest().last_article(law) == 3
    assert TableState.objects.exists()


def test_another_day_orders_the_names_anew(law, monkeypatch):
    first = Table.latest()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    assert Table.latest().rows is not first.rows


def test_one_who_reads_while_another_writes_keeps_nothing(law, monkeypatch):
    states = iter(["one", "two", "two", "two", "two"])
    monkeypatch.setattr("statutes.law.table.current_state", lambda: next(states))
    first = Table.latest()
    assert Table.latest().rows is not first.rows


def test_another_process_sees_what_was_committed(shared_database):
    key = aside(lambda: (make_statute(short_name="示范法").pk, Table.latest())[0])
    aside(lambda: Statute.objects.filter(pk=key).update(aliases="新名"))
    assert aside(lambda: Table.latest().names.resolve("新名")) == "示范法"


def test_words_are_read_once_for_as_long_as_the_table_is_the_same(law, django_assert_num_queries):
    assert Table.latest().wording(law).stored[1, 0] == "甲。"
    with django_assert_num_queries(1):  # of the state alone
        assert Table.latest().wording(law).stored[1, 0] == "甲。"
    law.articles.filter(number=1).update(text="新的。")
    assert Table.latest().wording(law).stored[1, 0] == "新的。"


def test_no_more_words_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr("statutes.law.table.MOST", 4)
    laws = [make_statute(["甲。", "乙。"], short_name=f"示范法{name}") for name in "甲乙丙"]

    def words(law):
        return Table.latest().wording(law)

    first, second = words(laws[0]), words(laws[1])
    assert words(laws[0]) is first
    words(laws[2])
    assert words(laws[0]) is first
    assert words(laws[1]) is not second

"""Writers do not wait for each other because of the versions, nor lock each other up."""

from threading import Barrier

import pytest
from django.db import connection, transaction

from articles.models import Tag
from firm.models import Office
from tests.content_versions import by_hand, numbers
from tests.threads import aside, together

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine,
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="one writer at a time is all that SQLite knows"
    ),
]


def article_words(name):
    Tag.objects.create(name=name)


def firm_words(name):
    Office.objects.create(name=name, address="乙")


def in_order(*changes, met):
    """A transaction that makes changes, and ends when all the others have made theirs."""

    def run():
        with transaction.atomic():
            by_hand("SET LOCAL lock_timeout = '10s'")
            for change, name in changes:
                change(name)
                met.wait(20)

    return run


def test_two_who_touch_the_same_group_do_not_wait_before_they_commit(shared_database):
    """Each reaches the barrier with its change made, or the barrier breaks."""
    before, met = numbers_now(), Barrier(2)
    together(*(in_order((article_words, name), met=met) for name in ("甲", "乙")))
    assert numbers_now()["articles"] >= before["articles"] + 2


def test_groups_in_opposite_order_do_not_lock_each_other_up(shared_database):
    for turn in range(10):
        met = Barrier(2)
        one = [(article_words, f"甲{turn}"), (firm_words, f"甲{turn}")]
        other = [(firm_words, f"乙{turn}"), (article_words, f"乙{turn}")]
        together(in_order(*one, met=met), in_order(*other, met=met))
    assert aside(Tag.objects.count) == 20


def test_no_note_outlives_its_transaction(shared_database):
    def undone():
        with transaction.atomic():
            article_words("甲")
            transaction.set_rollback(True)

    before = numbers_now()
    aside(undone)
    assert numbers_now() == before
    aside(lambda: article_words("乙"))
    assert aside(notes) == 0
    assert numbers_now()["articles"] > before["articles"]


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


def test_a_group_is_raised_once_for_each_transaction(shared_database):
    def many():
        with transaction.atomic():
            for turn in range(50):
                article_words(str(turn))
            return notes()

    assert aside(many) == 2  # the articles and their lists


def notes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_change")
        return cursor.fetchone()[0]


def numbers_now():
    return aside(numbers)

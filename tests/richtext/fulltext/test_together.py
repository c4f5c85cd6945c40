"""Several who save at once: nobody waits for another's counts, and all of them are added up."""

from threading import Event

import pytest
from django.db import connection, transaction

from tests.richtext.fulltext.model import INDEX, WORDS, frequencies, text
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
ALL = "。".join(WORDS)
SHORT = "SET lock_timeout = '500ms'"  # whoever waits for a row fails


@pytest.fixture(autouse=True)
def _emptied(shared_database):
    yield
    aside(INDEX.clear)


def counted():
    return aside(lambda: INDEX.frequencies(WORDS))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_who_save_texts_of_the_same_words_wait_for_nothing():
    """Each holds what it has saved until the other has saved too: a row of both would block."""
    first, second = Event(), Event()

    def save(order, ours, theirs):
        with connection.cursor() as cursor:
            cursor.execute(SHORT)
        with transaction.atomic():
            INDEX.put([text(order[0], ALL)])
            INDEX.drop([order[0] + 100])
            ours.set()
            assert theirs.wait(120)
            INDEX.put([text(order[1], ALL)])

    INDEX.put([text(pk, ALL) for pk in (101, 103)])
    together(lambda: save([1, 2], first, second), lambda: save([3, 4], second, first))
    assert counted() == frequencies([text(pk, ALL) for pk in (1, 2, 3, 4)])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_counts_are_folded_and_corrected_while_somebody_saves():
    INDEX.put([text(1, ALL), text(2, ALL)])
    INDEX.put([text(1, "离婚")])
    saved, folded = Event(), Event()

    def save():
        with transaction.atomic():
            INDEX.put([text(3, ALL)])
            saved.set()
            assert folded.wait(120)

    def fold():
        assert saved.wait(120)
        with connection.cursor() as cursor:
            cursor.execute(SHORT)
        INDEX.recount()
        INDEX.settle()
        folded.set()

    together(save, fold)
    there = [text(1, "离婚"), text(2, ALL), text(3, ALL)]
    assert counted() == frequencies(there)


def test_the_same_new_text_of_two_who_save_it_is_in_once():
    given = [text(7, ALL), text(7, "离婚")]
    together(*[lambda one=one: INDEX.put([one]) for one in given])
    assert aside(INDEX.pks) == [7]
    assert counted() in [frequencies([one]) for one in given]


def test_many_who_save_and_recount_at_once_agree_in_the_end():
    def save(pk):
        for _ in range(3):
            INDEX.put([text(pk, ALL)])
            INDEX.drop([pk])
            INDEX.put([text(pk, "离婚")])

    def recount():
        INDEX.fill([text(99, ALL)])
        for _ in range(3):
            INDEX.settle()
            INDEX.recount()

    together(lambda: save(1), lambda: save(2), recount, recount)
    there = [text(1, "离婚"), text(2, "离婚"), text(99, ALL)]
    assert counted() == frequencies(there)

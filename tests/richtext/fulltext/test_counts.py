"""What is counted is what a count from scratch would say, after whatever was done."""

from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from richtext.fulltext import index as module
from richtext.fulltext import tables
from richtext.fulltext.tokens import UNCOUNTED
from tests.richtext.fulltext.model import ALL, INDEX, WORDS, afresh, frequencies, ids, text

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PK = st.integers(1, 6)
BODY = st.lists(st.sampled_from(WORDS), max_size=4).map("。".join)
TEXT = st.builds(
    text, PK, BODY, place=st.integers(1, 9), title=BODY, head=BODY, is_old=st.booleans(),
    group=st.integers(1, 2),
)  # fmt: skip
TEXTS = st.lists(TEXT, min_size=1, max_size=4, unique_by=lambda one: one.pk)
STEP = st.one_of(
    st.tuples(st.just("put"), TEXTS),
    st.tuples(st.just("fill"), TEXTS),
    st.tuples(st.just("renumber"), TEXTS),
    st.tuples(st.just("drop"), st.lists(PK, max_size=3)),
    st.tuples(st.just("drop_group"), st.integers(1, 2)),
    st.tuples(st.sampled_from(["settle", "recount", "clear"]), st.none()),
)


def done(there, what, given):
    """Do a step in the index and, in a dictionary, with the texts that should be there."""
    if what in ("put", "fill", "renumber"):
        there |= {one.pk: one for one in given}
        INDEX.put(given) if what == "put" else INDEX.fill(given, anew=what == "renumber")
    elif what == "drop":
        [there.pop(pk, None) for pk in given]
        INDEX.drop(given)
    elif what == "drop_group":
        [there.pop(pk) for pk in list(there) if there[pk].group == given]
        INDEX.drop_group(given)
    else:
        there.clear() if what == "clear" else None
        getattr(INDEX, what)()


@given(st.lists(STEP, max_size=12))
def test_after_any_steps_counts_and_lists_are_right(steps):
    with afresh() as there:
        for what, told in steps:
            done(there, what, told)
        INDEX.settle()
        assert INDEX.frequencies(WORDS) == frequencies(there.values())
        assert sorted(INDEX.pks()) == sorted(there)
        for mark, part in ALL.items():
            assert sorted(ids(part)) == sorted(holding(there.values(), is_old=bool(mark)))


def holding(texts, is_old):
    return [
        one.pk
        for one in texts
        if one.is_old == is_old and "工伤" in one.title + one.head + one.body
    ]


@given(st.lists(STEP.filter(lambda step: step[0] not in ("fill", "renumber")), max_size=12))
def test_saves_and_deletes_count_at_once(steps):
    with afresh() as there:
        for what, told in steps:
            done(there, what, told)
            assert INDEX.frequencies(WORDS) == frequencies(there.values())


def broken_off(**texts):
    """A rebuild that is killed after it has filled in some texts; what was done before it."""
    with suppress(KeyboardInterrupt), INDEX.filling() as done:
        INDEX.fill(texts.values(), anew=True)
        raise KeyboardInterrupt
    return done


def test_a_rebuild_that_died_is_known_and_counted_by_the_next():
    broken_off(one=text(1), two=text(2))
    assert INDEX._counts([UNCOUNTED]) == {UNCOUNTED: 2}
    INDEX.settle()
    assert INDEX.frequencies(["工伤"]) == (2, 2.0, {"工伤": 2})
    assert INDEX._counts([UNCOUNTED]).get(UNCOUNTED, 0) == 0


def test_it_goes_on_where_it_was():
    INDEX.put([text(1), text(2), text(3)])
    assert broken_off(one=text(1)) == set()
    assert broken_off(two=text(2)) == {1}
    with INDEX.filling() as done:
        assert done == {1, 2}
        INDEX.fill([text(4)])
    assert INDEX.frequencies(["工伤"]) == (4, 2.0, {"工伤": 4})
    with INDEX.filling() as done:
        assert done == set()


def test_it_does_not_go_on_with_one_of_long_ago(monkeypatch):
    broken_off(one=text(1))
    monkeypatch.setattr(module, "UNFINISHED", -1)
    assert broken_off() == set()


def test_what_is_saved_while_all_is_counted_is_not_lost(monkeypatch):
    """The correction is worked out before others save, and added after that."""
    INDEX.fill([text(1), text(2)])
    look = INDEX._wrong

    def looked():
        found = look()
        INDEX.put([text(3), text(1, "离婚")])
        INDEX.drop([2])
        return found

    monkeypatch.setattr(INDEX, "_wrong", looked, raising=False)
    INDEX.recount()
    assert INDEX.frequencies(WORDS) == frequencies([text(3), text(1, "离婚")])


def test_two_who_count_at_once_do_not_correct_twice(monkeypatch):
    INDEX.fill([text(1), text(2)])
    look, others = INDEX._wrong, []

    def looked():
        found = look()
        if not others:
            others.append(type(INDEX)(INDEX.name).recount())
        return found

    monkeypatch.setattr(INDEX, "_wrong", looked, raising=False)
    monkeypatch.setattr(module, "CORRECTED", 1)
    INDEX.recount()
    assert INDEX.frequencies(["工伤"]) == (2, 2.0, {"工伤": 2})


def test_folding_leaves_a_row_for_each_number_that_counts():
    INDEX.put([text(pk) for pk in range(1, 5)])
    INDEX.put([text(1, "离婚")])
    INDEX.drop([2, 3, 4])
    before = INDEX.frequencies(WORDS)
    INDEX.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT key) FROM statutes_search_df WHERE key > 0")
        assert cursor.fetchone() == (2, 2)  # 离婚 and 婚
    assert INDEX.frequencies(WORDS) == before


def test_an_index_made_beside_texts_is_whole_when_it_is_settled_and_stays_so():
    assert INDEX.is_whole()
    tables.say_unfilled(INDEX.name, connection)
    INDEX.put([text(1)])
    assert not INDEX.is_whole()
    INDEX.fill([text(2)])
    INDEX.settle()
    assert INDEX.is_whole()
    assert INDEX.frequencies(["工伤"]) == (2, 2.0, {"工伤": 2})

"""An index answers alike on both engines and counts what a count from scratch would say."""

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from richtext.fulltext import tables, tokens
from richtext.fulltext.index import Part
from richtext.fulltext.question import BEGINS
from richtext.fulltext.tokens import IN_TITLE
from tests.richtext.fulltext.model import ALL, INDEX, WORDS, afresh, frequencies, held, ids, text

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HELD = ALL[tokens.ANYWHERE]
INJURY = [(("工伤",),)]


def test_a_list_is_newest_first_and_what_came_last_is_the_newest():
    INDEX.put([text(1, place=30), text(2, place=10), text(3, place=20)])
    INDEX.put([text(4, place=5)])
    assert ids(HELD) == [4, 1, 3, 2]
    assert INDEX.ask([Part(INJURY), Part([]), Part(INJURY, 2)])[:2] == [4, 4]
    assert ids(Part(INJURY, 2)) == [4, 1]


def test_a_text_that_is_put_again_keeps_its_number_unless_its_place_is_another():
    INDEX.put([text(1), text(2), text(3)])
    before = INDEX.ask([HELD])
    INDEX.put([text(2, "工伤离婚")])
    assert INDEX.ask([HELD]) == before
    INDEX.put([text(2, place=9)])
    assert ids(HELD) == [2, 3, 1]


def test_ids_narrow_a_list_and_what_is_hidden_is_in_none():
    INDEX.put([text(pk) for pk in range(1, 6)])
    within, every = Part(INJURY, 9, within=[1, 3, 99]), Part(INJURY, 9)
    assert ids(within, every, hidden=[5, 3]) == [[1], [4, 2, 1]]
    assert ids(Part(INJURY, 9, within=[])) == []
    assert INDEX.ask([Part([]), Part([], within=[1, 5])], hidden=[5, 99]) == [4, 1]


def test_marks_are_found_and_a_character_alone_begins_a_token():
    INDEX.put([text(1, marks=("²7",)), text(2, marks=("²8",)), text(3, "伤心")])
    assert ids(Part([(("²7",), ("²9",))], 9)) == [1]
    assert ids(Part([(("伤" + BEGINS,),)], 9)) == [3, 2, 1]


def test_a_text_of_more_tokens_than_a_vector_holds_is_taken_for_its_first_ones():
    """PostgreSQL refuses a vector beyond a megabyte, and with it the article."""
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 440)]
    body = "".join(one + other for one in han for other in han)
    INDEX.put([text(1, f"工伤{body}", title="离婚")])
    assert ids(HELD, Part([((f"{tokens.TITLE}离婚",),)], 9)) == [[1], [1]]
    INDEX.put([text(1, "离婚")])
    assert INDEX.frequencies(["工伤", "离婚"]) == (1, 2.0, {"工伤": 0, "离婚": 1})


def test_records_say_what_a_text_holds_and_which_one_it_is():
    INDEX.put([text(7, "医院。医院。", place=70, group=3, title="工伤？", head="认定。")])
    ((doc,),) = INDEX.ask([HELD])
    (record,) = INDEX.records([doc, doc + 1])
    assert (record.doc, record.pk, record.place, record.group) == (doc, 7, 70, 3)
    assert held(record, "医院", "工伤", "工定") == {"医院": 2, "工伤": 1 | IN_TITLE}
    assert record.length == 8  # 医院, 院, twice; 工伤, 伤; 认定, 定
    assert INDEX.records([]) == []


def test_a_save_that_fails_leaves_nothing_half_and_of_one_given_twice_the_last_counts(
    django_assert_num_queries,
):
    assert INDEX.frequencies(["工伤"]) == (0, 0, {"工伤": 0})
    assert INDEX.ask([HELD, Part([])]) == [[], 0]
    with django_assert_num_queries(0):
        assert INDEX.ask([]) == []
    INDEX.put([text(1, "离婚"), text(1)])
    with transaction.atomic():
        INDEX.put([text(1, "离婚"), text(2)])
        INDEX.drop([1])
        transaction.set_rollback(True)
    assert ids(HELD) == [1]
    assert INDEX.frequencies(["工伤", "离婚"]) == (1, 2.0, {"工伤": 1, "离婚": 0})
    with django_assert_num_queries(1):
        INDEX.frequencies([f"第{number}" for number in range(100)])


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


def test_an_index_made_beside_texts_is_whole_when_nothing_is_left_to_fill_in():
    assert INDEX.is_whole()
    tables.say_unfilled(INDEX.name, connection)
    INDEX.put([text(1)])
    assert not INDEX.is_whole()
    INDEX.fill([text(2)])
    INDEX.settle()  # as an import does
    assert not INDEX.is_whole()
    INDEX.settle(whole=True)
    assert INDEX.is_whole()
    assert INDEX.frequencies(["工伤"]) == (2, 2.0, {"工伤": 2})


def plan(statement):
    """What the planner would do under the settings of the function that asks an index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [f"{INDEX.name}_run"])
        for setting in cursor.fetchone()[0]:
            cursor.execute(f"SET LOCAL {setting.replace('=', ' = ')}")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
def test_the_newest_of_a_token_are_not_looked_for_text_by_text():
    """From the newest text backwards each would be unpacked: a rare token took a second."""
    INDEX.put([text(pk) for pk in range(1, 400)])
    INDEX.settle()
    newest = f"SELECT doc FROM {INDEX.name} WHERE tokens::tsvector @@ '''工伤'''::tsquery"
    assert f"{INDEX.name}_tokens" in plan(f"{newest} ORDER BY doc DESC LIMIT 1")

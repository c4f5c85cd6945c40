"""What a table must not say: each rule with a table that breaks it and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from statutes.base import Status
from statutes.data import rules, table_csv
from statutes.data.rows import status_to_store
from statutes.data.rules import closed, faults
from statutes.models import Statute
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, csv_of, row


def told(*rows):
    """Slug, field and sentence of every fault."""
    return [(one.slug, one.field, one.words) for one in faults(rows)]


def changed(one, **fields):
    """The table with one row changed."""
    return [replace(one, **fields) if known is one else known for known in TABLE]


EARLY = {"start": "1999-02-01", "made": "1999-03-01"}
ENDS = {"end": "1999-06-01", "label": "施行日期", "day": "1999-06-01"}
OPEN = {"effective_to": None, "status": Status.IN_FORCE}
GONE = {"replaced_by": "丙法-2030", "status": Status.REPEALED}


def taken(alias, owner, what):
    return rules.TAKEN.format(alias=alias, owner=owner.called, what=what)


@pytest.mark.parametrize(
    ("one", "field", "fields", "said"),
    [
        (OTHER, "effective_from", date(1999, 2, 1), rules.STARTS_EARLY.format(**EARLY)),
        (OTHER, "effective_to", date(1999, 6, 1), rules.ENDS_EARLY.format(**ENDS)),
        (
            OTHER,
            "effective_to",
            {"effective_from": None, "effective_to": date(1999, 1, 1)},
            "应当晚于公布日期",
        ),
        (OLD, "effective_to", OPEN, rules.STILL_OPEN.format(begins="", older=OLD.called)),
        (OLD, "effective_to", date(2020, 7, 1), "晚于《甲法》（2020年）"),
        (OTHER, "effective_to", {"replaced_by": "甲法-2020"}, rules.NO_END),
        (OTHER, "replaced_by", GONE, rules.UNKNOWN.format("丙法-2030")),
        (OLD, "replaced_by", "甲法-2020", rules.OWN_VERSION),
        (OTHER, "aliases", ("甲法典",), taken("甲法典", NEW, "其他名称")),
        (OTHER, "aliases", ("《甲 法》",), "的简称"),
        (OTHER, "aliases", ("中华人民共和国甲法",), taken("中华人民共和国甲法", OLD, "简称")),
        *((OTHER, "aliases", (name,), "过于笼统") for name in ("条例", "本法", "《》")),
        (OTHER, "aliases", ("灯" * 161,), "一个名称最多160个字"),
        (OTHER, "short_name", "办法", "过于笼统"),
        (OTHER, "short_name", "甲  法", rules.ALIKE.format("甲法", "甲  法")),
        (OTHER, "name", " ", "缺少全称"),
    ],
)
def test_each_nonsense_is_told_with_its_row_and_field(one, field, fields, said):
    fields = fields if isinstance(fields, dict) else {field: fields}
    found = told(*changed(one, **fields))
    assert [(slug, name) for slug, name, _ in found] == [(one.slug, field)]
    assert said in found[0][2]


def test_what_is_no_fault():
    assert told(*TABLE) == []
    assert told(replace(OLD, aliases=NEW.aliases), NEW) == []  # versions may share names
    assert told(*changed(OLD, effective_to=None)) == []  # nobody knows the end: no overlap


def test_two_rows_of_one_version_are_told():
    ((slug, field, words),) = told(*TABLE, replace(OTHER, slug="乙法-1999-03"))
    assert (slug, field) == ("乙法-1999-03", "promulgated")
    assert words == rules.TWIN.format(OTHER.called, OTHER.slug)


def replaced(name, after):
    return row(f"{name}法-2020", status=Status.REPEALED, replaced_by=f"{after}法-2020")


def test_a_ring_of_replacements_is_told_on_each_of_its_rows():
    found = told(replaced("甲", "乙"), replaced("乙", "丙"), replaced("丙", "甲"))
    assert [slug for slug, _, _ in found] == ["甲法-2020", "乙法-2020", "丙法-2020"]
    assert "《甲法》（2020年）→《乙法》（2020年）→《丙法》（2020年）→《甲法》" in found[0][2]
    found = told(replaced("甲", "甲"))
    assert found[0][2] == rules.RING.format("《甲法》（2020年）→《甲法》（2020年）")
    # A chain that ends in a ring is no part of it.
    found = told(replaced("丙", "甲"), replaced("甲", "乙"), replaced("乙", "甲"))
    assert [slug for slug, _, _ in found] == ["甲法-2020", "乙法-2020"]


def test_a_long_chain_or_ring_is_judged_in_no_time_and_told_in_short():
    def chain(number, end):
        after = [*(f"第{at}" for at in range(1, number)), end]
        return [replaced(f"第{at}", name) for at, name in enumerate(after)]

    assert told(*chain(1_000, "甲"), row()) == []  # it took a minute
    found = told(*chain(50, "第0"))
    assert len(found) == 50
    assert "……→《第0法》" in found[0][2]
    assert len(found[0][2]) < 250


def test_an_open_version_ends_where_the_next_begins():
    older = replace(OLD, **OPEN)
    assert closed([older, NEW], {NEW.slug}) == [replace(older, effective_to=date(2020, 6, 1))]
    assert closed([older, NEW], {NEW.slug, older.slug}) == []
    assert closed(TABLE, {NEW.slug}) == []


def test_what_nobody_checked_ends_no_version_that_somebody_wrote_down():
    older, unchecked = replace(OLD, **OPEN), replace(NEW, status=Status.UNCHECKED)
    assert closed([older, unchecked], {unchecked.slug}) == []
    assert told(older, unchecked) == []
    # But one that nobody checked either.
    older = replace(older, status=Status.UNCHECKED)
    assert closed([older, unchecked], set()) == [replace(older, effective_to=date(2020, 6, 1))]


def test_what_nobody_checked_stays_so_until_it_ends_and_in_a_file_of_the_table():
    day, before, after = date(2024, 1, 1), date(2023, 1, 1), date(2025, 1, 1)
    for start in (None, before, after):
        statute = Statute(status=Status.UNCHECKED, effective_from=start)
        assert status_to_store(statute, day) == Status.UNCHECKED
    statute = Statute(status=Status.UNCHECKED, effective_to=before)
    assert status_to_store(statute, day) == Status.REVISED
    unchecked = row(status=Status.UNCHECKED)
    assert Status.UNCHECKED.label in csv_of([unchecked])
    assert list(table_csv.read(csv_of([unchecked])).values()) == [unchecked]

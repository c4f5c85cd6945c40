"""What a table must not say: each rule with a table that breaks it and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from statutes.base import Status
from statutes.data import rules
from statutes.data.rules import closed, faults
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, row


def told(*rows):
    """Slug, field and sentence of every fault."""
    return [(one.slug, one.field, one.words) for one in faults(rows)]


def changed(one, **fields):
    """The table with one row changed."""
    return [replace(one, **fields) if known is one else known for known in TABLE]


def test_a_table_in_order_has_no_faults():
    assert told(*TABLE) == []


@pytest.mark.parametrize(
    ("one", "fields", "field", "said"),
    [
        (
            OTHER,
            {"effective_from": date(1999, 2, 1)},
            "effective_from",
            rules.STARTS_EARLY.format(start="1999-02-01", made="1999-03-01"),
        ),
        (
            OTHER,
            {"effective_to": date(1999, 6, 1)},
            "effective_to",
            rules.ENDS_EARLY.format(end="1999-06-01", label="施行日期", day="1999-06-01"),
        ),
        (
            OTHER,
            {"effective_from": None, "effective_to": date(1999, 1, 1)},
            "effective_to",
            "应当晚于公布日期",
        ),
        (
            OLD,
            {"effective_to": None, "status": Status.IN_FORCE},
            "effective_to",
            rules.STILL_OPEN.format(begins="", older=OLD.called),
        ),
        (OLD, {"effective_to": date(2020, 7, 1)}, "effective_to", "晚于《甲法》（2020年）"),
        (OTHER, {"replaced_by": "甲法-2020"}, "effective_to", rules.NO_END),
        (
            OTHER,
            {"replaced_by": "丙法-2030", "status": Status.REPEALED},
            "replaced_by",
            rules.UNKNOWN.format("丙法-2030"),
        ),
        (OLD, {"replaced_by": "甲法-2020"}, "replaced_by", rules.OWN_VERSION),
        (
            OTHER,
            {"aliases": ("甲法典",)},
            "aliases",
            rules.TAKEN.format(alias="甲法典", owner=NEW.called, what="其他名称"),
        ),
        (OTHER, {"aliases": ("《甲 法》",)}, "aliases", "的简称"),
        (
            OTHER,
            {"aliases": ("中华人民共和国甲法",)},
            "aliases",
            rules.TAKEN.format(alias="中华人民共和国甲法", owner=OLD.called, what="简称"),
        ),
        (OTHER, {"aliases": ("条例",)}, "aliases", "过于笼统"),
        (OTHER, {"aliases": ("本法",)}, "aliases", "过于笼统"),
        (OTHER, {"aliases": ("《》",)}, "aliases", "过于笼统"),
        (OTHER, {"aliases": ("灯" * 161,)}, "aliases", "一个名称最多160个字"),
        (OTHER, {"short_name": "办法"}, "short_name", "过于笼统"),
        (OTHER, {"short_name": "甲  法"}, "short_name", rules.ALIKE.format("甲法", "甲  法")),
        (OTHER, {"name": " "}, "name", "缺少全称"),
    ],
)
def test_each_nonsense_is_told_with_its_row_and_field(one, fields, field, said):
    found = told(*changed(one, **fields))
    assert [(slug, name) for slug, name, _ in found] == [(one.slug, field)]
    assert said in found[0][2]


def test_two_rows_of_one_version_are_told():
    twin = replace(OTHER, slug="乙法-1999-03")
    ((slug, field, words),) = told(*TABLE, twin)
    assert (slug, field) == ("乙法-1999-03", "promulgated")
    assert words == rules.TWIN.format(OTHER.called, OTHER.slug)


def test_a_ring_of_replacements_is_told_on_each_of_its_rows():
    ring = [
        row(f"{name}法-2020", status=Status.REPEALED, replaced_by=f"{after}法-2020")
        for name, after in ("甲乙", "乙丙", "丙甲")
    ]
    found = told(*ring)
    assert [slug for slug, _, _ in found] == ["甲法-2020", "乙法-2020", "丙法-2020"]
    assert "《甲法》（2020年）→《乙法》（2020年）→《丙法》（2020年）→《甲法》" in found[0][2]


def test_what_is_replaced_by_itself_is_a_ring_too():
    one = row(status=Status.REPEALED, replaced_by="甲法-2020")
    assert told(one)[0][2] == rules.RING.format("《甲法》（2020年）→《甲法》（2020年）")


def test_a_chain_that_ends_in_a_ring_is_no_part_of_it():
    ring = [
        row("甲法-2020", status=Status.REPEALED, replaced_by="乙法-2020"),
        row("乙法-2020", status=Status.REPEALED, replaced_by="甲法-2020"),
    ]
    before = row("丙法-2020", status=Status.REPEALED, replaced_by="甲法-2020")
    assert [slug for slug, _, _ in told(before, *ring)] == ["甲法-2020", "乙法-2020"]


def chain(number, end):
    """So many rows, each replaced by the next, the last one by `end`."""
    after = [f"第{at}法-2020" for at in range(1, number)] + [end]
    return [
        row(f"第{at}法-2020", status=Status.REPEALED, replaced_by=slug)
        for at, slug in enumerate(after)
    ]


def test_a_long_chain_is_judged_in_no_time():
    assert told(*chain(1_000, "甲法-2020"), row()) == []  # it took a minute


def test_a_long_ring_is_told_in_short_sentences():
    found = told(*chain(50, "第0法-2020"))
    assert len(found) == 50
    assert "……→《第0法》" in found[0][2]
    assert len(found[0][2]) < 250


def test_versions_of_one_text_may_share_names():
    assert told(replace(OLD, aliases=NEW.aliases), NEW) == []


def test_an_end_that_nobody_knows_is_no_overlap():
    assert told(*changed(OLD, effective_to=None)) == []


def test_an_open_version_ends_where_the_next_begins():
    older = replace(OLD, effective_to=None, status=Status.IN_FORCE)
    assert closed([older, NEW], {NEW.slug}) == [replace(older, effective_to=date(2020, 6, 1))]
    assert closed([older, NEW], {NEW.slug, older.slug}) == []
    assert closed(TABLE, {NEW.slug}) == []


def test_what_nobody_checked_ends_no_version_that_somebody_wrote_down():
    older = replace(OLD, effective_to=None, status=Status.IN_FORCE)
    unchecked = replace(NEW, status=Status.UNCHECKED)
    assert closed([older, unchecked], {unchecked.slug}) == []
    assert told(older, unchecked) == []


def test_of_two_that_nobody_checked_the_older_ends_where_the_newer_begins():
    older = replace(OLD, effective_to=None, status=Status.UNCHECKED)
    newer = replace(NEW, status=Status.UNCHECKED)
    assert closed([older, newer], set()) == [replace(older, effective_to=date(2020, 6, 1))]

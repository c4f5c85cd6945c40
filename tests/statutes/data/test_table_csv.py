"""The table as a file, read whatever office programs write; what it must not say."""

import csv
import io
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.base import Kind, Status
from statutes.data import csv_files, rules, table_csv
from statutes.data.csv_files import CsvError
from statutes.data.rows import status_to_store
from statutes.data.rules import closed, faults
from statutes.data.table_csv import StatuteTableError
from statutes.models import Statute
from tests.statutes.rows import HEAD, NEW, OLD, OTHER, TABLE, csv_of, line_of, row, sheet


def places(text):
    """Line, column and sentence of every mistake."""
    with pytest.raises(StatuteTableError) as caught:
        table_csv.read(text)
    return [(one.line, one.column, one.words) for one in caught.value.places]


def refused(content):
    """Why bytes are no table."""
    with pytest.raises(CsvError) as caught:
        table_csv.read(csv_files.text_of(content, table_csv.LARGEST))
    return str(caught.value)


def read_one(**cells):
    return table_csv.read(sheet(line_of(**cells)))[2]


def test_what_was_written_is_read_back_and_no_cell_is_a_formula():
    assert list(table_csv.read(csv_of(TABLE)).values()) == TABLE
    text = csv_of([row(note='=HYPERLINK("http://example.com")', source="@SUM(1)", issuer="-1")])
    _, cells = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40))
def test_a_note_is_read_back_whatever_it_begins_with(note):
    for start in ("", "=", "+", "-", "@", "'", "''="):
        one = row(note=start + note)
        assert list(table_csv.read(csv_of([one])).values()) == [one]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_may_be_encoded_as_excel_does(encoding, ending):
    content = csv_of(TABLE).removeprefix("\ufeff").replace("\r\n", ending).encode(encoding)
    assert list(table_csv.read(csv_files.text_of(content, 10**6)).values()) == TABLE


@pytest.mark.parametrize("char", [",", ";", "\t"])
def test_a_file_may_be_parted_by_commas_semicolons_or_tabs(char):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=char)
    writer.writerows(csv.reader(io.StringIO(csv_of(TABLE).removeprefix("\ufeff"))))
    assert list(table_csv.read(out.getvalue()).values()) == TABLE


DAYS = ["2021-01-02", "2021/1/2", "2021.1.2", "2021年1月2日", "２０２１年１月２日", "2021-1-2 "]


@pytest.mark.parametrize(
    ("column", "typed", "name", "read"),
    [
        *(("施行日期", day, "effective_from", date(2021, 1, 2)) for day in DAYS),
        ("条文数", "1260", "article_count", 1260),
        ("条文数", "１２", "article_count", 12),
        ("条文数", "一百零五", "article_count", 105),
    ],
)
def test_a_day_and_a_count_may_be_written_in_many_ways(column, typed, name, read):
    assert getattr(read_one(**{column: typed}), name) == read


NO_DAYS = ["2021-13-01", "2021-02-30", "21-1-1", "0021-01-01", "昨天", "1"]


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        *(("施行日期", typed, f"“{typed}”不是日期") for typed in NO_DAYS),
        ("类别", "法津", "“法律”"),
        ("状态", "有效", "“现行有效”"),
        ("条文数", "很多", table_csv.NO_COUNT.format("很多")),
        ("条文数", "0", table_csv.NO_COUNT.format("0")),
        ("条文数", "99999", table_csv.NO_COUNT.format("99999")),
        ("条文数", "-3", table_csv.NO_COUNT.format("-3")),
        ("官方网址", "javascript:alert(1)", table_csv.SHAPES["official_url"]),
        ("网址名称", "甲法/2020", table_csv.SHAPES["slug"]),
        ("简称", "甲" * 81, table_csv.TOO_LONG.format(80, 81)),
        ("全称", "坏\ufffd名", table_csv.UNREADABLE),
        ("简称", "法\u202e条", table_csv.UNREADABLE),
        ("全称", '"两\n行"', "不能换行"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(column, typed, said):
    ((line, where, words),) = places(sheet(line_of(网址名称="好-1"), line_of(**{column: typed})))
    assert (line, where) == (3, column)
    assert said in words


def test_counts_names_and_labels_may_be_written_in_many_ways():
    assert read_one(其他名称="甲典；甲规; 甲典 ").aliases == ("甲典", "甲规")
    one = read_one(类别="司法解释", 状态="已废止")
    assert (one.kind, one.status) == (Kind.INTERPRETATION, Status.REPEALED)
    lines = [
        line_of(网址名称="", 简称="甲法（一）", 公布日期=day) for day in ("2020-3-1", "2020-4-1")
    ]
    assert [one.slug for one in table_csv.read(sheet(*lines)).values()] == [
        "甲法一-2020",
        "甲法一-2020-04",
    ]


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines():
    lines = [line_of(类别="x", 条文数="y"), line_of(), line_of(), f"{line_of(网址名称='丁')},多"]
    assert [(line, column) for line, column, _ in places(sheet(*lines))] == [
        (2, "类别"),
        (2, "条文数"),
        (4, "网址名称"),
        (5, ""),
    ]
    lines = [line_of(备注='"一\n二\n三"'), "", line_of(网址名称="乙", 类别="x")]
    assert [line for line, _, _ in places(sheet(*lines))] == [6]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \n", "只有表头|空|表头"),
        (b"PK\x03\x04rest", "Excel"),
        (bytes(range(256)), "CSV"),
        (b"\x80\xff\xfe", "编码"),
        (sheet(line_of()).encode("utf-16"), "CSV"),
        (HEAD.encode(), table_csv.NO_ROWS),
        ("名称,身份\n甲,乙\n".encode(), table_csv.NO_HEADER),
        (
            sheet(line_of()).replace("公布日期", "公布").encode(),
            table_csv.MISSING.format("公布日期"),
        ),
        (sheet(line_of()).replace("核对日期", "核对日期,天气").encode(), "无法识别的列：天气"),
        (sheet(line_of()).replace("核对日期", "核对日期,全称").encode(), "重复的列"),
        (sheet(line_of(), line_of(备注='"没有结束')).encode(), "第3行附近.*引号"),
        (b"x" * 10_000_000, "最多4MB"),
        (sheet(*[",,,,,,,,,,,,,,,,,x"] * 5001).encode(), "最多5,000行"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, said):
    assert re.search(said, refused(content))


@given(st.binary(max_size=400))
def test_no_bytes_do_worse_than_be_refused(content):
    for start in (b"", f"{HEAD}\n".encode()):
        with suppress(CsvError):
            table_csv.read(csv_files.text_of(start + content, 10**6))


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

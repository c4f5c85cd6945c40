"""Which row of the table a text belongs to, and what row it becomes where there is none."""

from datetime import date

import pytest

from statutes.base import Kind, Status
from statutes.importing.versions import (
    OTHER_COUNT,
    OTHER_START,
    OTHER_STATUS,
    match_version,
    merge_documents,
)
from statutes.law.table import Table
from statutes.models import TextSource
from tests.factories import make_statute
from tests.statutes.texts import articles, document
from tests.statutes.versions import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def placed(*body, source=None, **parts):
    versions, _ = merge_documents([document(*(body or articles(2)), **parts)])
    versions[0].source = source
    return match_version(versions[0], Table.load(), ())


def lighthouse(**fields):
    return make_statute(short_name="灯塔法", **fields)


def test_a_text_finds_its_version_by_the_day_of_its_decision():
    lighthouse(promulgated=date(2018, 1, 1), effective_from=date(2018, 6, 1))
    row = lighthouse()
    assert placed().row == row


def test_a_text_finds_its_version_by_another_name():
    row = make_statute(short_name="航标法", name="中华人民共和国航标法", aliases="灯塔法")
    assert placed().row == row


def test_a_text_finds_its_version_by_the_day_it_took_effect():
    row = lighthouse(promulgated=date(2020, 6, 3))
    found = placed(*articles(1), "第二条 本法自2021年1月1日起施行。")
    assert found.row == row
    assert "公布日期是2020-06-03" in found.remarks[0]


def test_a_text_finds_the_only_version_of_its_year():
    row = lighthouse(promulgated=date(2020, 6, 3), effective_from=None)
    assert placed().row == row


def test_another_version_is_a_row_of_its_own():
    lighthouse(promulgated=date(2015, 1, 1), effective_from=date(2015, 6, 1))
    found = placed()
    assert found.is_new
    assert (found.row.short_name, found.row.slug) == ("灯塔法", "灯塔法-2020")


def test_an_older_version_ends_where_the_next_begins():
    lighthouse(promulgated=date(2023, 1, 1), effective_from=date(2023, 6, 1))
    row = placed().row
    assert (row.effective_to, row.status_on()) == (date(2023, 6, 1), Status.REVISED)


def test_an_older_version_is_not_in_force_until_one_that_is_to_come():
    lighthouse(promulgated=date(2023, 1, 1), effective_from=in_days(30))
    assert placed().row.status_on() == Status.UNCHECKED


def test_a_new_row_has_the_status_that_its_source_tells_or_is_not_checked():
    assert placed().row.status == Status.UNCHECKED
    assert placed(source=told(Status.REPEALED)).row.status == Status.REPEALED


def test_a_status_that_the_source_tells_otherwise_is_told_and_not_taken():
    row = lighthouse()
    found = placed(source=told(Status.REPEALED))
    assert found.remarks == [OTHER_STATUS.format(known="现行有效", found="已废止")]
    assert (found.row, found.row.status) == (row, Status.IN_FORCE)


def test_what_the_source_tells_of_a_row_that_nobody_checked_is_told_and_not_taken():
    lighthouse(status=Status.UNCHECKED)
    found = placed(source=told(Status.REPEALED))
    assert found.remarks == [OTHER_STATUS.format(known="效力未核对", found="已废止")]
    assert found.row.status == Status.UNCHECKED


@pytest.mark.parametrize("status", [Status.IN_FORCE, Status.UNCHECKED, ""])
def test_a_status_that_agrees_or_says_nothing_is_not_told(status):
    lighthouse()
    assert placed(source=told(status)).remarks == []


def told(status):
    return TextSource(name="某库", status=status)


def test_what_contradicts_the_table_is_told():
    lighthouse(article_count=9, effective_from=date(2020, 12, 1))
    found = placed(*articles(1), "第二条 本法自2021年1月1日起施行。")
    assert found.remarks == [
        OTHER_START.format(known="2020-12-01", found="2021-01-01"),
        OTHER_COUNT.format(known=9, found=2),
    ]


def test_a_new_row_says_what_the_file_says():
    row = placed(*articles(1), "第二条 本法自2021年1月1日起施行。").row
    assert (row.name, row.short_name, row.kind) == ("中华人民共和国灯塔法", "灯塔法", Kind.LAW)
    assert (row.promulgated, row.effective_from) == (date(2020, 5, 28), date(2021, 1, 1))
    assert (row.article_count, row.source) == (2, "导入文件 法律/灯塔法(2020-05-28).md")


def test_the_short_name_of_an_interpretation_leaves_out_the_court():
    row = placed(name="最高人民法院、最高人民检察院关于办理灯塔案件的解释", path="甲.md").row
    assert (row.short_name, row.kind) == ("办理灯塔案件的解释", Kind.INTERPRETATION)


@pytest.mark.parametrize(
    ("name", "folder", "kind"),
    [
        ("灯塔管理条例", "", Kind.REGULATION),
        ("灯塔管理办法", "行政法规", Kind.REGULATION),
        ("灯塔管理办法", "部门规章", Kind.RULE),
        ("灯塔管理办法", "", Kind.RULE),
        ("江苏省灯塔条例", "", Kind.LOCAL),
        ("云澜市灯塔条例", "", Kind.LOCAL),
        ("全国人民代表大会常务委员会关于灯塔的决定", "", Kind.DECISION),
        ("最高人民法院关于灯塔的批复", "", Kind.INTERPRETATION),
        ("城市灯塔法（试行）", "", Kind.LAW),
    ],
)
def test_the_kind_follows_from_the_folder_or_the_name(name, folder, kind):
    assert placed(name=name, path=f"{folder}/甲.md").row.kind == kind


def test_an_older_version_that_its_source_tells_in_force_is_told():
    lighthouse(promulgated=date(2023, 1, 1), effective_from=date(2023, 6, 1))
    found = placed(source=told(Status.IN_FORCE))
    assert found.remarks == [OTHER_STATUS.format(known="已被新版取代", found="现行有效")]

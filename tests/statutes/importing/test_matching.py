"""Which files are read, which version and row each is, and how they are stored."""

import os
from datetime import date

import pytest
from django.db import DataError

from richtext.base import decoding
from richtext.base.front_matter import UnreadableFileError
from statutes.base import Kind, Status
from statutes.data.rules import TWIN
from statutes.importing import batch, files
from statutes.importing.batch import GONE, NOT_TAKEN, Import, OutcomeKind
from statutes.importing.files import GBK, SourceFile, find_files, text_of
from statutes.importing.versions import (
    OTHER_COUNT,
    OTHER_START,
    OTHER_STATUS,
    Version,
    match_version,
    merge_documents,
)
from statutes.law.table import Table
from statutes.models import PendingRecheck, Statute, StatuteArticle, TextSource
from tests.factories import make_statute
from tests.statutes.texts import ADOPTED, articles, document, markdown, put
from tests.statutes.versions import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LAW = markdown(*articles(2))


def names(folder):
    return [one.name for one in find_files(folder)[0]]


def refusal(path):
    with pytest.raises(UnreadableFileError) as refused:
        text_of(SourceFile(path, path.name))
    return refused.value.words


def test_texts_are_found_in_folders_below_and_nothing_else(tmp_path):
    for path in ("甲.md", "法律/乙.MD", "法律/更深/丙.markdown"):
        put(tmp_path, path, LAW)
    for path in ("_index.md", "README.md", ".git/乙.md", ".丙.md", "db.sqlite3"):
        put(tmp_path, path, LAW)
    (tmp_path / "法律" / "圈").symlink_to(tmp_path, target_is_directory=True)  # is not followed
    assert names(tmp_path) == ["法律/乙.MD", "法律/更深/丙.markdown", "甲.md"]
    (tmp_path / "空").mkdir()
    for name in ("没有", "甲.md", "空"):
        with pytest.raises(UnreadableFileError, match=name):
            find_files(tmp_path / name)


def test_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FOLDER", 100)
    for name in ("甲.md", "乙.md"):
        put(tmp_path, name, "字" * 20)
    words = files.TOO_LARGE_AS_A_WHOLE.format(folder=tmp_path, most=0)
    with pytest.raises(UnreadableFileError, match=words):
        find_files(tmp_path)
    monkeypatch.setattr(files, "MOST_FILES", 1)
    put(tmp_path, "甲.md", LAW)
    put(tmp_path, "乙.md", LAW)
    with pytest.raises(UnreadableFileError, match="2个文件"):
        find_files(tmp_path)
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "超过" in refusal(put(tmp_path, "甲.md", b"a" * 101))


def test_a_name_never_breaks_the_line_it_is_printed_on(tmp_path):
    put(tmp_path, "甲\n\x1b[31m乙.md", LAW)
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.md", os.O_CREAT))
    assert names(tmp_path) == ["?.md", "甲??[31m乙.md"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_the_usual_encodings_are_read_and_gbk_is_told_apart(tmp_path, encoding):
    path = put(tmp_path, "甲.md", LAW, encoding)
    assert text_of(SourceFile(path, "甲.md")) == (LAW, [GBK] if encoding == "gbk" else [])


def test_what_is_no_plain_file_of_the_folder_is_refused(tmp_path):
    (tmp_path / "死.md").symlink_to(tmp_path / "没有.md")
    os.mkfifo(tmp_path / "管.md")
    assert refusal(tmp_path / "死.md") == decoding.NO_FILE
    assert refusal(tmp_path / "管.md") == decoding.NO_FILE
    outside = put(tmp_path, "合同.txt", LAW)
    (tmp_path / "甲.md").symlink_to(outside)
    assert refusal(tmp_path / "甲.md") == decoding.NO_FILE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path):
    put(tmp_path, "甲.md", LAW).chmod(0)
    put(tmp_path, "法律/乙.md", LAW).parent.chmod(0)
    assert "读取权限" in refusal(tmp_path / "甲.md")
    assert find_files(tmp_path)[1] == ["法律"]
    (tmp_path / "法律").chmod(0o700)


def part(name, number, first, path=None):
    return document(*articles(number, first), part=name, path=path or f"灯塔法/{name}.md")


def test_the_parts_of_a_text_become_one_in_the_order_of_its_articles():
    versions, conflicts = merge_documents(
        [part("附则", 2, 5), part("总则", 2, 1), part("灯", 2, 3)]
    )
    assert conflicts == []
    assert [one.number for one in versions[0].provisions] == [1, 2, 3, 4, 5, 6]
    assert [one.part for one in versions[0].provisions][::2] == ["总则", "灯", "附则"]
    assert versions[0].preamble == ADOPTED


def test_parts_with_gaps_overlaps_or_the_whole_beside_them_are_refused():
    versions, conflicts = merge_documents([part("灯", 2, 3), part("附则", 2, 5)])
    assert versions == []
    assert "第三条开始" in conflicts[0]
    versions, conflicts = merge_documents([part("总则", 3, 1), part("灯", 2, 3)])
    assert versions == []
    assert "重叠" in conflicts[0]
    whole = document(*articles(4), path="灯塔法.md")
    versions, conflicts = merge_documents([whole, part("总则", 2, 1)])
    assert versions == []
    assert "灯塔法.md" in conflicts[0]


def test_of_two_files_of_one_version_one_is_taken_or_both_are_refused():
    one = document("第一条 甲（乙），丙。", path="法律/灯塔法(2020-05-28).md")
    other = document("第一条 甲(乙),丙。", path="行政/灯塔法(2020-05-28).md")
    versions, conflicts = merge_documents([other, one])
    assert conflicts == []
    assert [str(found) for found in versions] == ["行政/灯塔法(2020-05-28).md"]
    assert versions[0].copies == 1
    assert "内容相同" in versions[0].remarks[0]
    one = document("第一条 甲。", "第二条 乙。", path="甲/灯塔法(2020-05-28).md")
    other = document("第一条 甲。", "第二条 丙。", path="乙/灯塔法(2020-05-28).md")
    versions, conflicts = merge_documents([one, other])
    assert versions == []
    assert all(words in conflicts[0] for words in ("甲/灯塔法", "乙/灯塔法", "第二条"))


@pytest.mark.parametrize(
    "change",
    [{"body": ["第一条 甲。"]}, {"title": ["2020年5月28日 甲会通过"]}, {"tail": ["附件一"]}],
)
def test_the_digest_changes_with_what_is_stored(change):
    body = change.get("body", articles(1)) + change.get("tail", [])
    other = document(*body, title=change.get("title", [ADOPTED]))
    one, other = (merge_documents([found])[0][0] for found in (document(*articles(1)), other))
    assert one.digest != other.digest


def placed(*body, source=None, **parts):
    versions, _ = merge_documents([document(*(body or articles(2)), **parts)])
    versions[0].source = source
    return match_version(versions[0], Table.load(), ())


def lighthouse(**fields):
    return make_statute(short_name="灯塔法", **fields)


def test_a_text_finds_its_version_by_its_day_by_another_name_or_as_the_only_one_of_its_year():
    row = make_statute(short_name="航标法", name="中华人民共和国航标法", aliases="灯塔法")
    assert placed().row == row
    row.delete()
    row = lighthouse(promulgated=date(2020, 6, 3), effective_from=None)
    assert placed().row == row
    lighthouse(promulgated=date(2018, 1, 1), effective_from=date(2018, 6, 1))
    row = lighthouse(slug="灯塔法-05")
    assert placed().row == row


def test_an_older_text_is_not_taken_for_the_version_of_half_a_year_later():
    lighthouse(promulgated=date(2020, 12, 29), effective_from=date(2020, 12, 29))
    found = placed()
    assert (found.is_new, found.row.effective_to) == (True, date(2020, 12, 29))


def test_an_old_text_that_somebody_named_by_the_day_of_a_newer_one_is_not_taken_for_it():
    days = {"promulgated": date(2018, 1, 1), "effective_from": date(2018, 6, 1)}
    old = lighthouse(article_count=2, effective_to=date(2021, 1, 1), **days)
    new = lighthouse(article_count=9)
    title = ["2018年1月1日 甲会通过"]
    assert placed(title=title).row == old
    # Nothing else tells so: the table may be wrong about the number, or lack the older version
    assert placed(*articles(3), title=title).row == new
    Statute.objects.filter(pk=new.pk).update(article_count=None)
    assert placed(title=title).row == new


def test_an_older_version_ends_where_the_next_begins_and_one_told_in_force_is_named():
    newer = lighthouse(promulgated=date(2023, 1, 1), effective_from=date(2023, 6, 1))
    row = placed().row
    assert (row.effective_to, row.status_on()) == (date(2023, 6, 1), Status.REVISED)
    found = placed(source=told(Status.IN_FORCE))
    assert found.remarks == [OTHER_STATUS.format(known="已被新版取代", found="现行有效")]
    newer.effective_from = in_days(30)
    newer.save()
    assert placed().row.status_on() == Status.UNCHECKED  # what is to come says nothing of today


@pytest.mark.parametrize(
    ("stored", "source", "known"),
    [
        (Status.IN_FORCE, Status.REPEALED, "现行有效"),
        (Status.UNCHECKED, Status.REPEALED, "效力未核对"),
        *((Status.IN_FORCE, agreed, "") for agreed in (Status.IN_FORCE, Status.UNCHECKED, "")),
    ],
)
def test_a_status_that_the_source_tells_otherwise_is_told_and_not_taken(stored, source, known):
    row = lighthouse(status=stored)
    found = placed(source=told(source))
    said = [OTHER_STATUS.format(known=known, found="已废止")] if known else []
    assert (found.remarks, found.row, found.row.status) == (said, row, stored)


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


COPY = TextSource(
    name="某库",
    url="https://example.org/1",
    status=Status.IN_FORCE,
    effective_from=date(2020, 6, 1),
)


def version(name="灯塔法", source=None, day="2020-05-28", lines=None):
    title = [f"{day.replace('-', '年', 1).replace('-', '月')}日 通过"]
    read = document(*(lines or articles(2)), name=name, title=title, path=f"{name}({day}).md")
    return Version([read], source=source)


def stored(*versions, **how):
    """What an import of these reports."""
    found = Import(**how)
    assert [*found.version_steps(versions)]
    return found.report


def placed_version(**parts):
    return match_version(version(**parts), Table.load(), ())


def test_a_source_is_stored_with_its_text_and_noted_without_it_when_it_says_something_else():
    stored(version())
    before = list(StatuteArticle.objects.values_list("pk", flat=True))
    stored(version(source=COPY))
    source = TextSource.objects.get(statute__short_name="灯塔法")
    assert (source.name, source.url) == ("某库", "https://example.org/1")
    assert (source.status, source.effective_from) == (Status.IN_FORCE, date(2020, 6, 1))
    assert list(StatuteArticle.objects.values_list("pk", flat=True)) == before
    report = stored(version("浮标法", source=COPY))
    assert (report.done[OutcomeKind.NEW], report.articles) == (1, 2)


def test_what_is_there_with_its_source_costs_one_query(django_assert_num_queries):
    names = [f"第{at}灯塔法" for at in range(5)]
    stored(*(version(name, COPY) for name in names))
    places = [placed_version(name=name, source=COPY) for name in names]
    with django_assert_num_queries(1):
        report = Import().of_rows(places)
    assert report.done == {OutcomeKind.UNCHANGED: 5}


def test_a_new_row_that_contradicts_the_table_stops_no_other():
    older = make_statute(
        short_name="灯塔法", promulgated=date(2019, 1, 1), effective_from=date(2019, 2, 1)
    )
    one = placed_version(name="灯塔法", source=COPY)
    one.row.slug, one.row.promulgated, one.row.effective_from = (
        "另一行", older.promulgated, older.effective_from,
    )  # fmt: skip
    one.is_new = True
    report = Import().of_rows([one, placed_version(name="浮标法")])
    assert TWIN.format(older_called(older), older.slug) in report.failed[0]
    assert Statute.objects.filter(short_name="浮标法").get().has_text
    assert not Statute.objects.filter(slug="另一行").exists()


def older_called(row):
    return f"《{row.short_name}》（{row.year}年）"


def test_a_text_that_the_database_refuses_stops_no_other(monkeypatch):
    real = batch.store

    def picky(*, place, **others):
        if place.row.short_name == "灯塔法":
            raise DataError("value too long\nLINE 1")
        return real(place=place, **others)

    monkeypatch.setattr(batch, "store", picky)
    report = stored(version(), version("浮标法"))
    assert NOT_TAKEN.format("value too long") in report.failed[0]
    assert [row.short_name for row in Statute.objects.all()] == ["浮标法"]


def test_an_open_version_of_the_table_ends_where_one_that_is_told_in_force_begins():
    older = make_statute(
        short_name="灯塔法", promulgated=date(2019, 1, 1), effective_from=date(2019, 2, 1)
    )
    lines = [*articles(1), "第二条 本法自2020年6月1日起施行。"]
    said = f"灯塔法（2020）：{batch.ENDS.format('《灯塔法》（2019年）', '2020-06-01')}"
    assert said in stored(version(source=COPY, lines=lines), dry_run=True).remarks
    assert Statute.objects.get().effective_to is None  # but it is said beforehand
    assert said in stored(version(source=COPY, lines=lines)).remarks
    older.refresh_from_db()
    assert (older.effective_to, older.status) == (date(2020, 6, 1), Status.REVISED)


def test_two_imports_that_make_the_same_row_at_once_make_one():
    first, second = placed_version(), placed_version()
    done = [Import().of_rows([one]).done for one in (first, second)]
    assert done == [{OutcomeKind.NEW: 1}, {OutcomeKind.UNCHANGED: 1}]
    assert Statute.objects.count() == 1


def test_a_row_that_is_deleted_meanwhile_is_told():
    row = make_statute(short_name="灯塔法")
    found = placed_version()
    row.delete()
    assert GONE in Import().of_rows([found]).failed[0]


def test_whoever_cites_the_new_names_is_checked_again():
    stored(version())
    assert PendingRecheck.objects.get().short_name == ""

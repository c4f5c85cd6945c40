"""The command and the uploads of texts: what they store, say and refuse."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.models import Citation
from richtext.base.commands import AWAY
from richtext.base.decoding import EMPTY, NO_TEXT
from richtext.core import word
from statutes.base import Reason, Status
from statutes.importing import files as law_files
from statutes.importing import unpacking, uploads
from statutes.importing.batch import ONE_ROW, OutcomeKind
from statutes.importing.files import NO_FOLDER, NO_STATUTES, TOO_LONG
from statutes.importing.reader import NO_ARTICLES
from statutes.importing.versions import DIFFERENT
from statutes.management.commands.import_statutes import GO_ON, NOT_ALL
from statutes.models import (
    LawImport,
    LawImportLine,
    PendingRecheck,
    Statute,
    StatuteArticle,
    TextSource,
)
from statutes.services import recheck
from tests.factories import make_article, make_member, make_statute
from tests.richtext.word_files import document
from tests.statutes.texts import articles, markdown, put
from tests.transfer.office.importing import zipped

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FILE, OTHER = "法律/灯塔法(2020-05-28).md", "行政/灯塔法(2020-05-28).md"
TWO = markdown(*articles(2))


def run(folder, *options):
    """What the command printed."""
    out = StringIO()
    call_command("import_statutes", str(folder), *options, stdout=out)
    return out.getvalue()


def refused(folder, *options):
    """What it printed, its last words and its exit code."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_statutes", str(folder), *options, stdout=out)
    return out.getvalue(), str(error.value), error.value.returncode


def texts():
    return list(StatuteArticle.objects.values_list("number", "text"))


def test_a_text_is_stored_with_its_row_and_what_cites_it_is_checked_again(
    tmp_path, django_capture_on_commit_callbacks
):
    make_statute(short_name="灯塔法", article_count=None)
    article = make_article(body="<p>依照《灯塔法》第一条之一。</p>")
    put(tmp_path, FILE, markdown("为点灯，制定本法。", *articles(2), "附件一"))
    with django_capture_on_commit_callbacks(execute=True):
        assert "新导入1部，共2条" in run(tmp_path)
    row = Statute.objects.get()
    assert (row.article_count, row.annex, row.has_text) == (2, "附件一", True)
    assert row.preamble.endswith("为点灯，制定本法。")
    assert [number for number, _ in texts()] == [1, 2]
    assert Citation.objects.get(article=article).reason == Reason.MISSING
    assert PendingRecheck.objects.filter(short_name="灯塔法").exists()


def test_a_text_that_the_table_does_not_know_becomes_a_row_that_nobody_checked_once(tmp_path):
    put(tmp_path, FILE, TWO, "gbk")
    assert "没有写入任何内容：将新导入1部" in run(tmp_path, "--dry-run")
    assert not Statute.objects.exists()
    said = run(tmp_path)
    assert "法规表里没有，按文件新增灯塔法（2020）" in said
    assert "按GB18030（GBK）读取" in said
    row = Statute.objects.get()
    assert (row.slug, row.status) == ("灯塔法-2020", Status.UNCHECKED)
    assert TextSource.objects.get().name == f"导入文件 {FILE}"
    before = list(StatuteArticle.objects.values_list("pk", flat=True))
    assert "未变1部" in run(tmp_path)
    assert list(StatuteArticle.objects.values_list("pk", flat=True)) == before


def test_a_changed_text_is_told_and_replaced_only_when_the_operator_says_so(tmp_path):
    put(tmp_path, FILE, TWO)
    run(tmp_path)
    put(tmp_path, FILE, markdown("第一条 灯灭了。", articles(2)[1], "第三条 新的。"))
    said = run(tmp_path)
    assert "新增1条（第三条），改动1条（第一条）" in said
    assert f"{OutcomeKind.KEPT.label}1部" in said
    assert len(texts()) == 2
    assert "已替换1部" in run(tmp_path, "--replace-changed")
    assert texts()[::2] == [(1, "灯灭了。"), (3, "新的。")]


def test_bad_files_are_named_and_the_others_imported(tmp_path):
    put(tmp_path, FILE, TWO)
    put(tmp_path, "图.md", b"\x89PNG\x00\x01")
    put(tmp_path, "便条.md", "# 便条\n\n灯塔很高。\n")
    put(tmp_path, "乱.md", markdown("第一条 甲。", "第一条 乙。", name="乱法"))
    said, last, code = refused(tmp_path)
    assert (code, last) == (1, NOT_ALL.format(3))
    assert f"没有导入：图.md：{NO_TEXT}" in said
    assert f"没有导入：便条.md：{NO_ARTICLES}" in said
    assert "没有导入：乱.md 第9行：又出现第一条" in said
    assert Statute.objects.get().short_name == "灯塔法"


def test_two_texts_of_one_version_or_row_that_differ_leave_nothing_behind(tmp_path):
    put(tmp_path, FILE, markdown("第一条 甲。"))
    put(tmp_path, OTHER, markdown("第一条 乙。"))
    said, _, code = refused(tmp_path)
    assert code == 1
    assert DIFFERENT.format(one=FILE, other=OTHER, where="，从第一条起不同") in said
    assert not Statute.objects.exists()
    make_statute(short_name="灯塔法")
    put(tmp_path, FILE, markdown(*articles(2), title=["2020年5月1日 甲会通过"]))
    put(tmp_path, OTHER, markdown(*articles(1), title=["2020年7月1日 甲会修订"]))
    (tmp_path / FILE).rename(tmp_path / "甲.md")
    (tmp_path / OTHER).rename(tmp_path / "乙.md")
    said, _, code = refused(tmp_path)
    assert code == 1
    assert ONE_ROW.format(named="", row="灯塔法（2020）") in said
    assert texts() == []


def test_a_folder_that_cannot_be_read_has_an_exit_code_of_its_own(tmp_path):
    (tmp_path / "空").mkdir()
    for name, words in {"没有": NO_FOLDER, "空": NO_STATUTES}.items():
        assert refused(tmp_path / name) == ("", words.format(tmp_path / name), 2)


def _fail(*_):
    raise OperationalError("server closed\nLINE 1: SELECT")


def test_a_failure_leaves_nothing_of_a_text_and_is_told_in_one_line(tmp_path, monkeypatch):
    put(tmp_path, FILE, TWO)
    with monkeypatch.context() as patch:
        patch.setattr("statutes.importing.batch.recheck.request_recheck", _fail)
        assert refused(tmp_path)[1].endswith(GO_ON)
    assert not StatuteArticle.objects.exists()
    monkeypatch.setattr("statutes.importing.batch.Table.load", _fail)
    _, words, code = refused(tmp_path)
    assert (code, words.count("\n")) == (1, 0)
    assert words == AWAY.format("server closed") + GO_ON


State = LawImport.State
UPLOADED = "灯塔法(2020-05-28).md", markdown(*articles(2)).encode()


def waiting(*files):
    """An upload that the worker has not seen."""
    found = LawImport(user=make_member("编辑"))
    uploads.take(found, files)
    return found


def taken(*files):
    """An upload that the worker has looked at."""
    found = waiting(*files)
    recheck.Resumable(uploads.steps)()
    found.refresh_from_db()
    return found


def test_files_that_cannot_be_laid_down_end_their_import_and_no_other():
    waiting(UPLOADED)
    name = "灯" * 90 + ".md"  # 273 bytes: no file system has it
    refused = taken((name, UPLOADED[1]))
    assert (refused.state, refused.words) == (State.FAILED, unpacking.NO_ROOM)
    assert LawImport.objects.exclude(pk=refused.pk).get().state == State.READY


def test_a_fault_of_the_program_ends_its_import_and_no_other(monkeypatch):
    first, real = waiting(UPLOADED), uploads.import_documents

    def fault(*given, **how):
        if LawImport.objects.get(pk=first.pk).state == State.CHECKING:
            raise KeyError("nobody foresaw it")
        return real(*given, **how)

    monkeypatch.setattr(uploads, "import_documents", fault)
    assert taken(UPLOADED).state == State.READY
    first.refresh_from_db()
    assert (first.state, first.words) == (State.FAILED, uploads.FAULT)


WORD = "灯塔法_20200528.docx", document("灯塔法", *articles(2))
BAD = {
    "旧.doc": (b"\xd0\xcf\x11\xe0" + bytes(600), word.OLD_WORD),
    "断.docx": (b"PK", word.BROKEN),
    "宏.docx": (document(**{"word/vbaProject.bin": b"x"}), word.WITH_MACROS),
    "弹.docx": (document(*["甲"] * 70_000), word.BOMB),
    "图.docx": (document("　"), word.NO_WORDS),
    "空.docx": (b"", EMPTY),
    "说明.pdf": (b"%PDF", uploads.OTHER_KIND),
    "长.docx": (document("灯" * 700_000), TOO_LONG),
    "便条.docx": (document("便条", "灯塔很高。"), NO_ARTICLES),
}


def test_a_zip_of_texts_is_read_and_what_is_no_text_is_named(read_here, monkeypatch):
    """Word files, too; in the process of their own."""
    read_here.undo()
    monkeypatch.setattr(law_files, "parse", lambda *_: pytest.fail("was read here"))
    other = "浮标法(2020-05-28).md", markdown(*articles(2), name="浮标法").encode()
    files = {f"法/{name}": content for name, content in (WORD, other)}
    found = taken(("法规.zip", zipped({**files, **{name: one[0] for name, one in BAD.items()}})))
    assert found.state == State.READY
    assert found.words == f"将新导入2部，共4条。有{len(BAD)}处不能导入，原因见下。"
    refused = {line.words for line in found.lines.filter(became=LawImportLine.Became.REFUSED)}
    assert refused == {f"{name}：{words}" for name, (_, words) in BAD.items()}
    uploads.confirm(upload=found, user=found.user)
    recheck.Resumable(uploads.steps)()
    assert {row.short_name: row.articles.count() for row in Statute.objects.all()} == {
        "灯塔法": 2,
        "浮标法": 2,
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"说明.pdf": b"PK"}), uploads.NO_TEXTS),
        (zipped({"README.md": b"x"}), uploads.NO_TEXTS),
        (b"PK\x03\x04", unpacking.NO_ZIP),
        (
            zipped({f"{n}.md": b"x" for n in range(uploads.MOST_TEXTS + 1)}),
            unpacking.TOO_MUCH.format(uploads.MOST_TEXTS, uploads.MOST_BYTES // unpacking.MB),
        ),
    ],
    ids=["no text", "notes alone", "cut off", "too many"],
)
def test_a_zip_without_texts_or_with_too_many_is_refused(content, words):
    found = taken(("法规.zip", content))
    assert (found.state, found.words) == (State.FAILED, words)
    assert not found.files.exists()


def test_what_was_interrupted_is_imported_and_told_once(monkeypatch):
    found = taken(UPLOADED)
    uploads.confirm(upload=found, user=found.user)
    real = uploads.end
    monkeypatch.setattr(uploads, "end", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recheck.Resumable(uploads.steps)()
    monkeypatch.setattr(uploads, "end", real)
    recheck.Resumable(uploads.steps)()
    found.refresh_from_db()
    assert (found.state, found.words) == (State.DONE, "未变1部，共2条。")
    assert not found.files.exists()


def test_more_lines_than_the_worker_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_LINES", 5)
    assert taken(UPLOADED).words == uploads.TOO_MANY_LINES

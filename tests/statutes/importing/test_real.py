"""The real folders and the real package: every line and article accounted for, nothing refused."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from richtext.core import word
from statutes.base import Status
from statutes.importing import package
from statutes.importing.package import document_of
from statutes.importing.reader import PICTURE, STATUSES, parse
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.services import table
from tests.richtext.word_files import document as word_file
from tests.statutes.texts import COPIES, NO_COPIES, NO_REAL, REAL, real

pytestmark = pytest.mark.engine
in_texts = pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
in_copies = pytest.mark.skipif(not COPIES.is_dir(), reason=NO_COPIES)


@in_texts
def test_every_line_is_accounted_for_and_no_article_number_is_left_out_or_twice():
    assert len(real(REAL)) >= 144
    for document, text in real(REAL):
        assert sum(document.tally.values()) == len(text.splitlines()), document.path
        numbers = [one.number for one in document.provisions if not one.sub]
        first = numbers[0] if numbers else 1
        assert numbers == list(range(first, first + len(numbers))), document.path


@in_texts
@pytest.mark.ci
@pytest.mark.django_db
def test_the_whole_folder_is_imported_once():
    out = StringIO()
    call_command("import_statutes", str(REAL), stdout=out)
    code = Statute.objects.get(short_name="民法典")
    assert code.articles.count() == code.article_count == 1260
    assert StatuteArticle.objects.filter(statute__short_name="刑法", sub__gt=0).count() == 53
    again = StringIO()
    call_command("import_statutes", str(REAL), stdout=again)
    assert "未变" in again.getvalue()
    assert "新导入" not in again.getvalue()


DROPPED = re.compile(rf"^- \*\*第.+?条.*?\*\*|{PICTURE.pattern}", re.M)
CONTENTS = re.compile(r"## 目\s+录|\s*- 第[^*]+[编章节]")
MARKED = re.compile(r"^- \*\*第.+?条.*?\*\*　　(?!第二款)", re.M)
STATUS = re.compile(r"^status: (.+)$", re.M)


@in_copies
def test_every_marked_article_is_one():
    for document, text in real(COPIES):
        assert len(document.provisions) == len(MARKED.findall(text)), document.path


@in_copies
def test_every_line_is_kept_somewhere():
    """Looked for by its last words, wherever it went."""
    for document, text in real(COPIES):
        kept = [document.name, *map(str, document.events), *document.preamble, *document.annex]
        kept += [one.part + one.text for one in document.provisions]
        there = _words("".join(kept))
        lines = DROPPED.sub("", text.split("\n---\n", 1)[1]).splitlines()
        lost = [line for line in lines if _words(line)[-12:] not in there]
        assert [line for line in lost if not CONTENTS.match(line)] == [], document.path


def _words(text):
    return re.sub(r"[\W_]", "", text)


MARKS = re.compile(r"^ *(?:>|#+|[-*+] (?!-)) *|\*\*|^[-* |]+$", re.M)
DAMAGED = "中华人民共和国生态环境法典"  # two of its articles are part of headings in the copy


@in_copies
def test_a_word_file_gives_the_articles_and_the_preamble_that_the_copy_gives():
    """Without front matter, marks and rules, under a name that tells nothing."""
    for document, text in real(COPIES):
        body = PICTURE.sub("", text.split("\n---\n", 1)[1])
        lines = filter(str.strip, MARKS.sub("", body).splitlines())
        found = parse(word.lines_of(word_file(*lines))[0], "下载.docx")
        assert document.name.startswith(found.name)
        if document.name != DAMAGED:
            told = [
                [(*one.key, one.part, one.text) for one in each.provisions]
                for each in (document, found)
            ]
            assert told[0] == told[1], document.name
            assert [line for line in document.preamble if line.strip("|- ")] == found.preamble


@in_copies
@pytest.mark.ci
@pytest.mark.django_db
def test_every_file_is_in_with_the_status_that_it_tells():
    call_command("import_statutes", str(COPIES), stdout=StringIO())
    assert TextSource.objects.count() == len(real(COPIES))
    for source in TextSource.objects.select_related("statute"):
        text = next(text for document, text in real(COPIES) if document.source.url == source.url)
        status = STATUSES[STATUS.search(text)[1]]
        assert source.status == status
        begun = status == Status.FUTURE and source.statute.status_on() == Status.IN_FORCE
        assert begun or source.statute.status == status, source.statute
    assert StatuteArticle.objects.count() == sum(len(one.provisions) for one, _ in real(COPIES))


@in_copies
@pytest.mark.ci
@pytest.mark.django_db
def test_nothing_that_the_table_says_is_overwritten():
    """An open version may end where one that the source tells in force begins: that is told."""
    call_command("load_statutes", stdout=StringIO())
    before = {row.slug: row for row in table.load_rows().values()}
    call_command("import_statutes", str(COPIES), stdout=StringIO())
    after = table.load_rows()
    starts = {(row.short_name, row.effective_from) for row in after.values()}
    for slug, row in before.items():
        changed = {label for label, *_ in row.differences(after[slug])}
        filled = {"条文数"} if row.article_count is None else set()
        if row.effective_to is None and (row.short_name, after[slug].effective_to) in starts:
            filled |= {"失效日期", "状态"}
        assert changed <= filled, slug


INSTALLED = package.installed()


@pytest.fixture(scope="module")
def code():
    """民法典 as the package has it."""
    with INSTALLED.opened() as contents:
        (found,) = [
            one for one in package.statutes_in(contents) if one.name == "中华人民共和国民法典"
        ]
        return found, document_of(found.name, package.articles_of(found, contents))


@pytest.mark.skipif(INSTALLED is None, reason=package.ABSENT)
def test_the_articles_of_the_code_stand_in_their_books(code):
    found = code[1].provisions
    assert [one.number for one in found] == list(range(1, 1261))
    assert found[576].text.startswith("当事人一方不履行合同义务或者履行合同义务不符合约定的，")
    assert found[576].part.split("\n") == ["第三编 合同", "第一分编 通则", "第八章 违约责任"]
    assert {one.part.split("\n")[0] for one in found if one.number < 205} == {"第一编 总则"}

"""The real copies of the official data base: every file, every line, every status."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from statutes.base import Status
from statutes.importing.files import find_files, text_of
from statutes.importing.reader import PICTURE, STATUSES, parse
from statutes.models import StatuteArticle, TextSource
from statutes.services import table
from tests.statutes.official import NO_REAL, REAL

pytestmark = [pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL), pytest.mark.engine]
DROPPED = re.compile(rf"^- \*\*第.+?条.*?\*\*|{PICTURE.pattern}", re.M)
CONTENTS = re.compile(r"## 目\s+录|\s*- 第[^*]+[编章节]")
MARKED = re.compile(r"^- \*\*第.+?条.*?\*\*　　(?!第二款)", re.M)
STATUS = re.compile(r"^status: (.+)$", re.M)


@pytest.fixture(scope="module")
def files():
    found = [(one.name, text_of(one)[0]) for one in find_files(REAL)[0]]
    return [(parse(text, name), text) for name, text in found]


def test_every_line_of_every_file_is_accounted_for(files):
    assert len(files) >= 139
    for document, text in files:
        assert document.tally.total() == len(text.splitlines()), document.path


def test_every_marked_article_is_one(files):
    for document, text in files:
        assert len(document.provisions) == len(MARKED.findall(text)), document.path


def test_every_line_is_kept_somewhere(files):
    """Looked for by its last words, wherever it went."""
    for document, text in files:
        kept = [document.name, *map(str, document.events), *document.preamble, *document.annex]
        kept += [one.part + one.text for one in document.provisions]
        there = _words("".join(kept))
        lines = DROPPED.sub("", text.split("\n---\n", 1)[1]).splitlines()
        lost = [line for line in lines if _words(line)[-12:] not in there]
        assert [line for line in lost if not CONTENTS.match(line)] == [], document.path


def _words(text):
    return re.sub(r"[\W_]", "", text)


@pytest.mark.django_db
def test_every_file_is_in_with_the_status_that_it_tells(files):
    call_command("import_statutes", str(REAL), stdout=StringIO())
    assert TextSource.objects.count() == len(files)
    for source in TextSource.objects.select_related("statute"):
        text = next(text for document, text in files if document.source.url == source.url)
        status = STATUSES[STATUS.search(text)[1]]
        assert source.status == status
        begun = status == Status.FUTURE and source.statute.status_on() == Status.IN_FORCE
        assert begun or source.statute.status == status, source.statute
    assert StatuteArticle.objects.count() == sum(len(one.provisions) for one, _ in files)


@pytest.mark.ci
@pytest.mark.django_db
def test_nothing_that_the_table_says_is_overwritten():
    """An open version may end where one that the source tells in force begins: that is told."""
    call_command("load_statutes", stdout=StringIO())
    before = {row.slug: row for row in table.load_rows().values()}
    call_command("import_statutes", str(REAL), stdout=StringIO())
    after = table.load_rows()
    starts = {(row.short_name, row.effective_from) for row in after.values()}
    for slug, row in before.items():
        changed = {label for label, *_ in row.differences(after[slug])}
        filled = {"条文数"} if row.article_count is None else set()
        if row.effective_to is None and (row.short_name, after[slug].effective_to) in starts:
            filled |= {"失效日期", "状态"}
        assert changed <= filled, slug

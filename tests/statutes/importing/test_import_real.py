"""The real folder: every article line accounted for, nothing refused, and quickly."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from statutes.importing.files import find_files, text_of
from statutes.importing.reader import parse
from statutes.models import Statute, StatuteArticle
from tests.statutes.texts import NO_REAL, REAL

pytestmark = [pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL), pytest.mark.engine]
BEGINS = re.compile(
    "^[第笫][零一二三四五六七八九十百千]+ ?条(?:之[一二三四五六七八九十]+)?(?: ?)(?=\\S)", re.M
)
SPEAKS = re.compile(
    "^第[一二三四五六七八九十百千]+条(?:[、，的和至及规所第款中]|之[^一二三四五六七八九十])"
)


@pytest.fixture(scope="module")
def documents():
    found = [(one.name, text_of(one)[0]) for one in find_files(REAL)[0]]
    return [(parse(text, name), text) for name, text in found]


def test_every_line_of_every_file_is_accounted_for(documents):
    assert len(documents) >= 144
    for document, text in documents:
        assert sum(document.tally.values()) == len(text.splitlines()), document.path


def test_every_line_that_begins_like_an_article_is_one(documents):
    """Counted here by another rule than the reader's."""
    for document, text in documents:
        lines = [line for line in text.splitlines() if BEGINS.match(line)]
        begun = [line for line in lines if not SPEAKS.match(line)]
        assert len(document.provisions) == len(begun), document.path


def test_no_article_number_is_left_out_or_twice(documents):
    for document, _ in documents:
        numbers = [one.number for one in document.provisions if not one.sub]
        first = numbers[0] if numbers else 1
        assert numbers == list(range(first, first + len(numbers))), document.path


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

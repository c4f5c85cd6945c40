"""What the texts of law themselves cite, and when they are read for it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from statutes.models import LawCitation, ReadText, Statute
from statutes.services import law_citations
from tests.factories import make_statute

pytestmark = pytest.mark.django_db


def cited_by(statute):
    """Triples: citing number, name and number that it cites."""
    found = LawCitation.objects.filter(statute=statute).order_by("by_number", "number")
    return list(found.values_list("by_number", "short_name", "number"))


def make_interpretation(*texts, **fields):
    known = {"kind": "interpretation", "name": "最高人民法院关于适用灯塔法的解释"}
    return make_statute(texts, short_name="灯塔法解释", **{**known, **fields})


def test_an_interpretation_cites_the_law_and_itself():
    make_statute(["甲。", "乙。"], short_name="灯塔法")
    text = make_interpretation("无关。", "灯塔法第二条所称的灯，依照本解释第一条认定。")
    assert law_citations.read_stale()
    assert cited_by(text) == [(2, "灯塔法解释", 1), (2, "灯塔法", 2)]


def test_the_article_before_is_meant_by_its_word():
    text = make_interpretation("无关。", "前条规定的除外。")
    law_citations.read_stale()
    assert cited_by(text) == [(2, "灯塔法解释", 1)]


def test_what_means_another_version_or_no_article_is_left_out():
    make_statute(short_name="灯塔法", article_count=9)
    text = make_interpretation(
        "依照灯塔法处理。", "原《灯塔法》第二条不再适用。", "《飞船法》第三条。"
    )
    law_citations.read_stale()
    assert cited_by(text) == []


def test_a_text_without_articles_is_read_as_a_whole():
    make_statute(short_name="灯塔法", article_count=9)
    make_interpretation(preamble="依照灯塔法第三条，可以熄灯。", imported_at="2026-01-01T00:00Z")
    law_citations.read_stale()
    assert LawCitation.objects.values_list("by_number", "number").get() == (0, 3)


def test_a_law_that_the_table_learns_of_later_is_found_then():
    text = make_interpretation("依照《灯塔管理条例》第三条。")
    law_citations.read_stale()
    assert cited_by(text) == []
    make_statute(short_name="灯塔管理条例", article_count=9)
    law_citations.read_stale()
    assert cited_by(text) == [(1, "灯塔管理条例", 3)]


def test_a_text_that_is_imported_again_is_read_again():
    text = make_interpretation("甲。", "依照本解释第一条。")
    law_citations.read_stale()
    text.articles.filter(number=2).update(text="乙。")
    Statute.objects.filter(pk=text.pk).update(imported_at="2026-01-01T00:00Z")
    law_citations.read_stale()
    assert cited_by(text) == []


def test_what_was_read_is_not_written_again():
    make_interpretation("甲。", "依照本解释第一条。")
    law_citations.read_stale()
    before = LawCitation.objects.get().pk
    ReadText.objects.all().delete()
    law_citations.read_stale()
    assert LawCitation.objects.get().pk == before


def test_one_that_is_told_to_stop_goes_on_at_the_next_call():
    make_statute(["甲。", "依照本法第一条。"], short_name="灯塔法")
    make_statute(["甲。", "依照本法第一条。"], short_name="航标法")
    turns = iter([True, False])
    reading = law_citations.ResumableReading()
    reading(lambda: next(turns))
    assert (LawCitation.objects.count(), law_citations.missing()) == (1, 1)
    reading()
    assert (LawCitation.objects.count(), law_citations.missing()) == (2, 0)


def test_the_worker_asks_one_question_while_nothing_changes():
    make_statute(["甲。"], short_name="灯塔法")
    reading = law_citations.ResumableReading()
    reading()
    with CaptureQueriesContext(connection) as queries:
        reading()
    assert len(queries) == 1


def test_what_a_text_cites_goes_with_it():
    text = make_interpretation("甲。", "依照本解释第一条。")
    law_citations.read_stale()
    text.delete()
    assert not LawCitation.objects.exists()


def test_the_command_reads_what_is_left_and_says_how_much(capsys):
    text = make_interpretation("甲。", "依照本解释第一条。")
    call_command("read_law_citations")
    assert cited_by(text) == [(2, "灯塔法解释", 1)]
    assert "1部" in capsys.readouterr().out
    call_command("read_law_citations")
    assert "0部" in capsys.readouterr().out

"""What nobody checked: never in force for anyone who asks the table, told to editors alone."""

from datetime import date

import pytest

from articles.law.basis import validity_line
from statutes.base import PUBLIC_LEVELS, Level, Reason, Status
from statutes.citations import parse
from statutes.law.table import Table, validity
from statutes.law.warnings import Case, assess
from tests.factories import make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = date(2026, 11, 27)


def unchecked(**fields):
    return make_statute(short_name="灯塔法", **{"status": Status.UNCHECKED, **fields})


def warned(text="按照《灯塔法》第1条办理。"):
    table = Table.load()
    return assess(Case(parse(text, table.names)[0], table, text, DAY, DAY))


def test_it_is_not_in_force_but_it_is_what_there_is_to_read():
    row, table = unchecked(), Table.load()
    assert table.in_force("灯塔法", DAY) is None
    assert table.current("灯塔法", DAY) == row


def test_its_page_says_that_nobody_checked_it_and_leads_to_what_is_in_force():
    row = unchecked(promulgated=date(2010, 1, 1), effective_from=date(2010, 1, 1))
    newer = make_statute(short_name="灯塔法")
    found = validity(row, DAY)
    assert found.status == Status.UNCHECKED
    assert found.words.startswith("效力未核对，自2010年1月1日起施行")
    assert found.leads_to == newer


def test_an_editor_is_warned_of_it_and_a_reader_is_not():
    unchecked()
    found = warned()
    assert (found.level, found.reason) == (Level.GREY, Reason.UNCHECKED)
    assert "《灯塔法》的效力未核对" in found.words
    assert found.level not in PUBLIC_LEVELS


def test_a_graver_warning_comes_first():
    unchecked(article_count=9)
    assert warned("按照《灯塔法》第10条办理。").reason == Reason.BEYOND


def test_a_list_of_statutes_says_so():
    assert validity_line(unchecked(), DAY) == "效力未核对"

"""Which version the number of a document means, by the table as it is shipped."""

from datetime import date

import pytest

from statutes.citations import parse
from statutes.data import table_csv
from statutes.law.table import Table
from statutes.law.warnings import Case, assess, meaning_of
from statutes.models import Statute

TODAY = date(2026, 11, 27)
FIRST_ORDERS = [
    ("《工伤保险条例》（国务院令第375号）第14条", "工伤保险条例-2010"),
    ("《道路交通安全法实施条例》（国务院令第405号）第91条", "道路交通安全法实施条例-2017"),
    ("《不动产登记暂行条例》（国务院令第656号）第14条", "不动产登记暂行条例-2024"),
    ("《婚姻登记条例》（国务院令第387号）第4条", "婚姻登记条例-2025"),
]


def shipped_table():
    """The shipped rows as a table, without a database."""
    rows = [row.put_into(Statute(pk=at)) for at, row in enumerate(table_csv.statutes(), 1)]
    return Table(rows)


@pytest.fixture(scope="module")
def table():
    return shipped_table()


def judged(text, table):
    """The slug of the version that the one citation of a text means, and the warning about it."""
    (one,) = parse(text, table.names)
    meant = meaning_of(one, table, TODAY)
    return meant.row.slug, assess(Case(one, table, text, None, TODAY))


@pytest.mark.parametrize(("text", "slug"), FIRST_ORDERS)
def test_the_order_that_made_a_regulation_known_first_means_its_present_text(text, slug, table):
    assert judged(text, table) == (slug, None)


def test_the_order_of_a_later_version_means_that_version(table):
    slug, warning = judged("《不动产登记暂行条例》（国务院令第710号）第14条", table)
    assert slug == "不动产登记暂行条例-2019"
    assert "2019年的版本" in warning.words


def test_an_interpretation_of_a_court_has_a_number_for_each_version(table):
    slug, warning = judged("《民间借贷规定》（法释〔2015〕18号）第26条", table)
    assert slug == "民间借贷规定-2015"
    assert "2015年的版本" in warning.words


def test_who_checked_a_text_with_the_first_order_is_told_of_a_newer_version(table):
    text = "《婚姻登记条例》（国务院令第387号）第4条"
    (one,) = parse(text, table.names)
    warning = assess(Case(one, table, text, date(2024, 6, 1), TODAY))
    assert "修改过" in warning.words

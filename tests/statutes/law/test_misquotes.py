"""Words under a wrong number are found, right ones raise no alarm: on the real law."""

import pytest
from django.core.management import call_command

from statutes.law.table import Table
from statutes.services import load_shipped
from tests.statutes import quoted
from tests.statutes.texts import NO_REAL, REAL

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def mistaken(table):
    judged = ((wanted, quoted.told(text, table), text) for wanted, text in quoted.lines())
    return [line for line in judged if line[0] != line[1]]


def test_every_quotation_of_the_file_is_judged_as_it_says():
    assert len(quoted.lines()) >= 60
    load_shipped.load()
    table = Table.load()
    assert {quoted.told(text, table) for _, text in quoted.lines()} == {"-"}  # no text is there
    quoted.put_quoted_law()
    assert mistaken(Table.load()) == []


@pytest.mark.ci  # it imports all of the law
@pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
def test_among_all_articles_wrong_numbers_are_found_and_right_ones_left_alone():
    load_shipped.load()
    call_command("import_statutes", str(REAL), verbosity=0)
    table = Table.load()
    assert mistaken(table) == []
    known = [
        (place, quoted.told(right, table), wrong) for place, right, wrong in quoted.made(table)
    ]
    alarms = [place for place, told, _ in known if told != "-"]
    found = [quoted.told(wrong, table) == place for place, _, wrong in known if wrong]
    assert len(known) > 3000
    assert len(alarms) <= 0.02 * len(known)
    assert sum(found) >= 0.9 * len(found)

"""Whoever holds several rows of the table takes them in one order, so no two wait for each other.

Of PostgreSQL alone: SQLite has one writer at a time.
"""

import time
from threading import Event

import pytest
from django.db import connection, transaction

from statutes.importing import package as importing_package
from statutes.importing.batch import Import
from statutes.importing.versions import Version, match_version
from statutes.law.table import Table
from statutes.models import Statute
from tests.factories import make_statute
from tests.statutes.packaged import DAY, package, rows
from tests.statutes.texts import articles, document
from tests.threads import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.engine,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def two():
    """Two rows; by their names the one that was made last comes first."""
    return [make_statute(short_name=name) for name in ("乙灯塔法", "丁灯塔法")][::-1]


def filling(two, folder):
    told = [(row.name, DAY, rows("甲。")) for row in two]
    return lambda: importing_package.fill(package(folder, *told))


def importing(two, folder):
    title = ["2020年5月28日 通过"]
    known = [
        document(*articles(2), name=row.short_name, title=title, path=f"{row.short_name}.md")
        for row in two
    ]
    places = [match_version(Version([one]), Table.load(), ()) for one in known]
    return lambda: Import().of_rows(places)


def _wait_for_another():
    until = time.monotonic() + 120
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("way", [filling, importing])
def test_a_row_is_not_held_while_an_earlier_one_is_waited_for(two, way, tmp_path):
    store, begun = way(two, tmp_path), Event()

    def change_the_table():
        with transaction.atomic():
            row = Statute.objects.select_for_update(no_key=True)
            row.get(pk=min(one.pk for one in two))
            begun.set()
            _wait_for_another()
            Statute.objects.select_for_update(no_key=True, nowait=True).get(
                pk=max(one.pk for one in two)
            )

    together(change_the_table, lambda: begun.wait(120) and store())
    assert Statute.objects.filter(imported_at__isnull=False).count() == len(two)

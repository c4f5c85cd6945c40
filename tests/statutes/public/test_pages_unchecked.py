"""Pages of what an import made: whose word its status is, and no date of a check that never was."""

from datetime import date

import pytest
from django.utils import timezone

from statutes.base import Status
from statutes.models import TableVersion
from statutes.models.statute import IMPORTED
from tests.factories import make_statute

pytestmark = pytest.mark.django_db
SOURCE = f"{IMPORTED} 法律/灯塔法(2020-05-28).md"


def page(client, **fields):
    TableVersion.objects.update_or_create(pk=1, defaults={"version": date(2026, 11, 1)})
    known = {"short_name": "灯塔法", "source": SOURCE, "imported_at": timezone.now()}
    row = make_statute(**{**known, **fields})
    return client.get(row.get_absolute_url()).content.decode()


def test_what_nobody_checked_is_neither_in_force_nor_checked_on_a_day(client):
    html = page(client, status=Status.UNCHECKED)
    assert "效力未核对" in html
    assert "现行有效" not in html
    assert "效力状态核对至" not in html
    assert "LegalForce" not in html


def test_a_status_that_the_source_told_is_said_to_be_its_word(client):
    html = page(client, status=Status.IN_FORCE)
    assert "效力状态为条文来源所写" in html
    assert "效力状态核对至" not in html


@pytest.mark.parametrize(
    "fields", [{"source": "公报"}, {"checked_on": date(2026, 1, 1)}, {"is_own": True}]
)
def test_a_row_of_the_table_or_one_that_was_checked_shows_the_day_of_the_table(client, fields):
    assert "效力状态核对至2026年11月1日" in page(client, **fields)


def test_it_is_in_no_list_of_what_is_in_force(client):
    row = make_statute(short_name="灯塔法", status=Status.UNCHECKED)
    assert row.get_absolute_url() not in client.get("/sitemap-statutes-1.xml").content.decode()
    assert "state-unknown" in client.get("/statutes/").content.decode()

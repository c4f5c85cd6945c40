"""The services that change the table: all or nothing, judged as a whole, the re-check asked for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Citation
from statutes.base import Status
from statutes.data.rows import Row
from statutes.data.rules import STARTS_EARLY, ChangeError
from statutes.models import PendingRecheck, Statute, TableVersion
from statutes.services import table
from tests.factories import make_article, make_statute
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, row
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = timezone.localdate


def asked():
    """The lineages to re-check; forgets them."""
    names = set(PendingRecheck.objects.values_list("short_name", flat=True))
    PendingRecheck.objects.all().delete()
    return names


@pytest.fixture
def stored():
    table.apply(rows=TABLE, own=False)
    asked()
    return {one.slug: one for one in Statute.objects.all()}


def snapshot():
    return list(Statute.objects.order_by("slug").values())


def test_a_file_is_stored_and_names_that_came_with_it_re_check_everything():
    changes = table.apply(rows=TABLE)
    assert [len(changes.new), Statute.objects.count()] == [3, 3]
    assert asked() == {""}
    assert all(one.is_own for one in Statute.objects.all())


def test_the_same_file_again_changes_nothing(stored):
    before = snapshot()
    changes = table.apply(rows=table.load_rows().values())
    assert (bool(changes), len(changes.unchanged)) == (False, 3)
    assert snapshot() == before
    assert asked() == set()


def test_rows_point_to_rows_that_come_later_in_the_file():
    old = replace(OTHER, replaced_by="甲法-2020", effective_to=date(2020, 6, 1))
    table.apply(rows=[old, NEW])
    assert Statute.objects.get(slug="乙法-1999").replaced_by.slug == "甲法-2020"


def test_a_file_that_contradicts_the_table_stores_nothing(stored):
    before = snapshot()
    wrong = [row("丙法-2020"), replace(OTHER, aliases=("甲法典",))]
    with pytest.raises(ChangeError, match="已经是《甲法》"):
        table.apply(rows=wrong)
    assert snapshot() == before
    assert asked() == set()


def test_a_changed_row_re_checks_its_lineage_and_what_it_replaced(stored):
    third = row("丙法-1990", promulgated=date(1990, 1, 1), effective_from=date(1990, 1, 1))
    ended = replace(third, effective_to=date(1999, 6, 1), replaced_by="乙法-1999")
    table.apply(rows=[ended])
    asked()
    table.apply(rows=[replace(OTHER, article_count=9)])
    assert asked() == {"乙法", "丙法"}


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"note": "新", "source": "新", "issuer": "新", "checked_on": date(2026, 1, 1)}, set()),
        ({"official_url": "https://example.com/"}, set()),
        ({"effective_to": date(2024, 1, 1)}, {"乙法"}),
        ({"aliases": ("乙典",)}, {""}),
        ({"name": "中华人民共和国新乙法"}, {""}),
        ({"doc_no": "主席令第1号"}, {""}),
    ],
)
def test_what_is_re_checked_follows_from_what_changed(stored, fields, names):
    table.apply(rows=[replace(OTHER, **fields)])
    assert asked() == names


def test_what_the_firm_changed_is_kept_when_a_table_is_shipped(stored):
    table.save_statute(statute=_with(stored["乙法-1999"], note="本所的备注"))
    changes = table.apply(rows=[replace(OTHER, article_count=9), row("丙法-2020")], own=False)
    assert [one.slug for one in changes.kept] == ["乙法-1999"]
    assert Statute.objects.get(slug="乙法-1999").article_count is None
    assert Statute.objects.get(slug="丙法-2020").is_own is False


def test_a_shipped_row_that_contradicts_the_firms_is_left_out_and_named(stored):
    make_statute(short_name="丁法", aliases="丙法", is_own=True)
    changes = table.apply(rows=[row("丙法-2020"), row("戊法-2020")], own=False)
    assert [(one.slug, fault.field) for one, fault in changes.left_out] == [
        ("丙法-2020", "aliases")
    ]
    assert [one.slug for one in changes.new] == ["戊法-2020"]


def test_a_row_of_the_firms_ends_all_the_same_when_a_newer_version_is_shipped(stored):
    table.save_statute(statute=_with(stored["乙法-1999"], note="本所的备注"))
    newer = row("乙法-2024", promulgated=date(2024, 1, 1), effective_from=date(2024, 3, 1))
    table.apply(rows=[newer], own=False)
    older = Statute.objects.get(slug="乙法-1999")
    assert (older.effective_to, older.status) == (date(2024, 3, 1), Status.REVISED)
    assert older.note == "本所的备注"


def _with(statute, **fields):
    for name, value in fields.items():
        setattr(statute, name, value)
    return statute


def test_a_new_version_ends_the_one_before_it(stored):
    newer = Statute(slug="乙法-2024", name="中华人民共和国乙法", short_name="乙法")
    newer = _with(newer, promulgated=date(2024, 1, 1), effective_from=date(2024, 3, 1))
    saved = table.save_statute(statute=newer)
    assert [one.slug for one in saved.closed] == ["乙法-1999"]
    assert Statute.objects.get(slug="乙法-1999").status_on() == Status.REVISED
    assert (newer.is_own, asked()) == (True, {"乙法"})


def test_a_row_that_contradicts_the_table_is_refused(stored):
    before = snapshot()
    words = STARTS_EARLY.format(start="1998-01-01", made="1999-03-01")
    with pytest.raises(ChangeError, match=words):
        table.save_statute(statute=_with(stored["乙法-1999"], effective_from=date(1998, 1, 1)))
    assert snapshot() == before


def test_a_fault_elsewhere_in_the_table_hinders_nobody(stored):
    Statute.objects.filter(slug="甲法-2010").update(effective_to=date(2021, 1, 1))
    table.save_statute(statute=_with(stored["乙法-1999"], article_count=9))
    assert Statute.objects.get(slug="乙法-1999").article_count == 9


def test_a_status_follows_from_the_dates():
    ended = replace(OTHER, effective_to=date(2020, 1, 1), status=Status.IN_FORCE)
    coming = row("丙法-2020", effective_from=TODAY() + timedelta(days=9))
    table.apply(rows=[ended, coming])
    found = dict(Statute.objects.values_list("short_name", "status"))
    assert found == {"乙法": Status.REVISED, "丙法": Status.FUTURE}


def test_a_day_brings_its_statuses(stored):
    day = TODAY() + timedelta(days=30)
    table.save_statute(statute=_with(stored["乙法-1999"], effective_to=day))
    asked()
    assert table.refresh_statuses() == []
    assert table.refresh_statuses(day=day) == ["乙法"]
    assert Statute.objects.get(slug="乙法-1999").status == Status.REVISED
    assert asked() == {"乙法"}


def test_a_repeal_that_was_announced_is_one_on_its_day():
    day = TODAY() + timedelta(days=30)
    table.apply(rows=[replace(OTHER, effective_to=day, status=Status.REPEALED)])
    table.refresh_statuses()
    known = Statute.objects.get()
    assert (known.status_on(), known.status_on(day)) == (Status.IN_FORCE, Status.REPEALED)


def test_a_deleted_row_takes_its_names_along(stored):
    table.delete(statutes=[stored["乙法-1999"]])
    assert (Statute.objects.count(), asked()) == (2, {""})


def test_what_something_was_replaced_by_is_not_deleted(stored):
    table.apply(rows=[replace(OTHER, effective_to=date(2020, 1, 1), replaced_by="甲法-2020")])
    with pytest.raises(ProtectedError), transaction.atomic():
        table.delete(statutes=[Statute.objects.get(slug="甲法-2020")])
    assert Statute.objects.count() == 3


def test_the_version_of_the_table_never_goes_back():
    table.set_version(day=date(2026, 5, 1))
    table.set_version(day=date(2026, 1, 1), shipped=True)
    known = TableVersion.objects.get()
    assert (known.version, known.shipped) == (date(2026, 5, 1), date(2026, 1, 1))


def test_two_rows_may_not_change_places_in_one_file(stored):
    swapped = [
        replace(OLD, promulgated=NEW.promulgated, effective_from=NEW.effective_from),
        replace(NEW, promulgated=OLD.promulgated, effective_from=OLD.effective_from),
    ]
    swapped[0] = replace(swapped[0], effective_to=None, status=Status.IN_FORCE)
    swapped[1] = replace(swapped[1], effective_to=NEW.effective_from)
    before = snapshot()
    with pytest.raises(ChangeError, match=table.IN_TWO_STEPS):
        table.apply(rows=swapped)
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_an_article_is_held_against_a_law_as_soon_as_the_law_ends():
    make_statute(short_name="丁法")
    make_article(body="<p>依照《丁法》第三条，可以要求赔偿。</p>")
    assert not Citation.objects.open().exists()
    statute = Statute.objects.get()
    table.save_statute(
        statute=_with(statute, effective_to=date(2024, 1, 1), status=Status.REPEALED)
    )
    assert Citation.objects.open().get().reason == "repealed"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_name_at_one_moment_one_is_refused(shared_database):
    def take(slug):
        try:
            return bool(table.apply(rows=[row(slug, aliases=("同名",))]))
        except ChangeError:
            return False

    aside(lambda: table.apply(rows=TABLE))
    answers = together(lambda: take("丙法-2020"), lambda: take("丁法-2020"))
    assert sorted(answers) == [False, True]
    assert aside(Statute.objects.count) == 4


def test_a_row_of_a_record_is_the_row_that_made_it(stored):
    assert [Row.of(stored[one.slug]) for one in TABLE] == TABLE

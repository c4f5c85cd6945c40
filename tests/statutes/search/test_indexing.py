"""The index of the law follows imports, the table, deletions, the day and the upgrade."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from statutes.base import Kind, Status
from statutes.models import IndexedText, Statute
from statutes.search import indexing as search
from statutes.search.finding import find_in_law
from statutes.search.indexing import LAW, fill_missing, missing, rebuild
from statutes.services import table
from tests.factories import make_statute
from tests.statutes.texts import articles, markdown, put

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FILE = "法律/灯塔法(2020-05-28).md"
TODAY = timezone.localdate


def names(text, **options):
    """Statute, number and year of what is found."""
    hits = find_in_law(text, **options).hits
    return [f"{one.article.statute.short_name}{one.article.address}" for one in hits]


def lighthouses(folder, *body, **options):
    """灯塔法, in force, imported from a file: two articles unless its lines say otherwise."""
    if not Statute.objects.filter(short_name="灯塔法").exists():
        make_statute(short_name="灯塔法", slug="灯塔法-2020", effective_from=None)
    put(folder, FILE, markdown(*(body or articles(2))))
    call_command("import_statutes", str(folder), verbosity=0, **options)
    return Statute.objects.get(short_name="灯塔法")


def test_an_import_can_be_searched_at_once_and_takes_the_place_of_the_one_before(tmp_path):
    assert names("夜间点亮") == []
    lighthouses(tmp_path)
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    assert missing() == 0
    lighthouses(tmp_path)
    lighthouses(tmp_path, "第一条 灯塔应当在白天熄灭。", replace_changed=True)
    assert names("夜间点亮") == []
    assert names("白天熄灭") == ["灯塔法1"]


def test_a_new_name_and_kind_can_be_searched_and_words_go_with_a_statute_unless_undone(tmp_path):
    statute = lighthouses(tmp_path)
    with transaction.atomic():
        table.delete(statutes=[statute])
        assert names("夜间点亮") == []
        transaction.set_rollback(True)
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    statute = Statute.objects.get()
    statute.short_name, statute.kind = "航标法", Kind.REGULATION
    table.save_statute(statute=statute)
    assert names("航标法 点亮") == ["航标法1", "航标法2"]
    assert names("点亮", kind="law") == []
    statute.delete()
    assert (names("夜间点亮"), LAW.pks(), IndexedText.objects.exists()) == ([], [], False)


@pytest.mark.parametrize("why", ["saved", "by a file of the table", "nobody checked it"])
def test_what_ended_or_nobody_checked_is_found_only_by_who_asks_for_old_law(tmp_path, why):
    if why == "nobody checked it":
        put(tmp_path, FILE, markdown(*articles(2)))
        call_command("import_statutes", str(tmp_path), verbosity=0)
    elif why == "saved":
        statute = lighthouses(tmp_path)
        statute.effective_from, statute.effective_to = date(2020, 6, 1), date(2021, 6, 1)
        table.save_statute(statute=statute)
    else:
        lighthouses(tmp_path)
        row, days = table.load_rows()["灯塔法-2020"], (date(2020, 6, 1), date(2021, 6, 1))
        table.apply(rows=[replace(row, effective_from=days[0], effective_to=days[1])])
    assert names("夜间点亮") == []
    assert names("夜间点亮", with_old=True) == ["灯塔法1", "灯塔法2"]
    assert LAW.frequencies(["夜间"]).held == {"夜间": 0}


def test_a_newer_version_ends_the_one_before_in_the_index_too(tmp_path):
    lighthouses(tmp_path)
    put(
        tmp_path, "法律/灯塔法(2024-05-28).md", markdown(*articles(1), title=["2024年5月28日 修订"])
    )
    call_command("import_statutes", str(tmp_path), verbosity=0)
    newer = Statute.objects.get(slug="灯塔法-2024")
    newer.effective_from, newer.status = date(2024, 6, 1), Status.IN_FORCE
    table.save_statute(statute=newer)
    (hit,) = find_in_law("夜间点亮").hits
    assert hit.article.statute == newer


def test_the_day_brings_a_version_into_force_and_ends_one_though_nobody_has_noted_it():
    tomorrow = TODAY() + timedelta(days=1)
    old = make_statute(["灯塔旧。"], slug="甲", short_name="甲法", effective_to=tomorrow)
    new = make_statute(["灯塔新。"], slug="乙", short_name="乙法", effective_from=tomorrow)
    fill_missing()
    assert [one.article.statute for one in find_in_law("灯塔").hits] == [old]
    assert find_in_law("灯塔旧", day=tomorrow).total == 0
    table.refresh_statuses(day=tomorrow)
    assert [one.article.statute for one in find_in_law("灯塔", day=tomorrow).hits] == [new]
    Statute.objects.filter(pk=old.pk).update(effective_to=TODAY() - timedelta(days=400))
    assert not find_in_law("灯塔旧").hits
    assert find_in_law("灯塔旧", with_old=True).hits[0].is_old


def test_what_past_code_left_out_is_missing_and_filled_in():
    make_statute(["灯塔。"])
    assert (missing(), names("灯塔")) == (1, [])
    assert not fill_missing(keep_going=lambda: False)
    assert fill_missing()
    assert (missing(), len(names("灯塔"))) == (0, 1)


def test_a_change_of_the_table_does_not_index_what_was_never_in():
    """After an upgrade that is every text: a save in the office would take a minute."""
    statute = make_statute(["灯塔。"])
    table.save_statute(statute=statute)
    assert missing() == 1


def test_a_rebuild_writes_everything_anew_says_how_far_it_is_and_takes_out_the_rest():
    first, second = make_statute(["灯塔。"] * 3), make_statute(["灯塔。"])
    make_statute(imported_at=timezone.now())  # without articles: not missing for ever
    LAW.clear()
    told = []
    assert missing() > 0
    assert rebuild(tick=lambda *step: told.append(step)) == 4
    assert (told[-1], missing()) == ((4, 4), 0)
    keys = [one.pk for law in (first, second) for one in law.articles.all()]
    assert sorted(LAW.pks()) == sorted(keys)
    first.articles.filter(number=2).delete()
    rebuild()
    assert find_in_law("灯塔").total == 3


def test_what_is_imported_while_all_is_written_anew_stays_in(tmp_path):
    make_statute(["白天。"])
    rebuild(tick=lambda *step: lighthouses(tmp_path))
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    assert LAW.frequencies(["夜间"]).held == {"夜间": 2}


def test_a_rebuild_that_was_interrupted_goes_on_where_it_was(monkeypatch):
    make_statute(["灯塔。"] * 2), make_statute(["灯塔。"])
    with pytest.raises(KeyboardInterrupt):
        rebuild(tick=_interrupt)
    told = []
    rebuild(tick=lambda *step: told.append(step))
    assert told == [(3, 3)]


def _interrupt(done, total):
    raise KeyboardInterrupt


def there_and_back():
    """By the command, for after it there is more to be told than the migrations do."""
    call_command("migrate", "statutes", "0002", verbosity=0)
    call_command("migrate", verbosity=0)


@pytest.mark.ci
@pytest.mark.django_db(transaction=True)
def test_it_is_whole_when_the_worker_has_filled_it():
    make_statute(["职工应当认定为工伤。"], short_name="工伤保险条例")
    there_and_back()
    assert not search.LAW.is_whole()
    assert search.missing() == 1
    search.fill_missing()
    assert search.LAW.is_whole()
    assert find_in_law("工伤").total == 1


@pytest.mark.ci
@pytest.mark.django_db(transaction=True)
def test_a_site_without_texts_has_nothing_to_fill():
    make_statute(short_name="民法典")
    there_and_back()
    assert search.LAW.is_whole()

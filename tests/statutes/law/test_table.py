"""The table of statutes: changed as a whole or not at all, read once, never stale."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.law.basis import validity_line
from statutes.base import IMPORTED, PUBLIC_LEVELS, Level, Reason, Status
from statutes.citations import parse
from statutes.data import table_csv
from statutes.data.rules import STARTS_EARLY, ChangeError
from statutes.law.table import Table, validity
from statutes.law.warnings import Case, assess, meaning_of
from statutes.models import PendingRecheck, Statute, StatuteArticle, TableState
from statutes.services import table
from tests.content_versions import by_hand
from tests.factories import make_statute
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, row
from tests.statutes.sample_law import judged, version
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = timezone.localdate
NEWER = row("乙法-2024", promulgated=date(2024, 1, 1), effective_from=date(2024, 3, 1))
ENDED = date(2024, 3, 1), Status.REVISED


def asked():
    """The lineages to re-check; forgets them."""
    names = set(PendingRecheck.objects.values_list("short_name", flat=True))
    PendingRecheck.objects.all().delete()
    return names


def snapshot():
    return list(Statute.objects.order_by("slug").values())


def one(slug):
    return Statute.objects.get(slug=slug)


def ends(slug):
    known = one(slug)
    return known.effective_to, known.status


@pytest.fixture
def stored():
    table.apply(rows=TABLE, own=False)
    asked()
    return {one.slug: one for one in Statute.objects.all()}


@pytest.fixture
def unchanged(stored):
    """Nothing is stored and nothing is asked for."""
    before = snapshot()
    yield
    assert snapshot() == before
    assert asked() == set()


def _with(statute, **fields):
    for name, value in fields.items():
        setattr(statute, name, value)
    return statute


def test_two_rows_may_not_change_places_in_one_file(unchanged):
    days = {"promulgated": NEW.promulgated, "effective_from": NEW.effective_from}
    swapped = [
        replace(OLD, **days, effective_to=None, status=Status.IN_FORCE),
        replace(NEW, promulgated=OLD.promulgated, effective_from=OLD.effective_from,
                effective_to=NEW.effective_from),
    ]  # fmt: skip
    with pytest.raises(ChangeError, match=table.IN_TWO_STEPS):
        table.apply(rows=swapped)


def test_a_row_that_contradicts_the_table_is_refused(stored, unchanged):
    words = STARTS_EARLY.format(start="1998-01-01", made="1999-03-01")
    with pytest.raises(ChangeError, match=words):
        table.save_statute(statute=_with(stored["乙法-1999"], effective_from=date(1998, 1, 1)))


def test_a_changed_row_re_checks_its_lineage_and_what_it_replaced(stored):
    third = row("丙法-1990", promulgated=date(1990, 1, 1), effective_from=date(1990, 1, 1))
    table.apply(rows=[replace(third, effective_to=date(1999, 6, 1), replaced_by="乙法-1999")])
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


def test_what_the_firm_changed_is_kept_when_a_table_is_shipped_though_it_ends(stored):
    table.save_statute(statute=_with(stored["乙法-1999"], note="本所的备注"))
    changes = table.apply(rows=[replace(OTHER, article_count=9), row("丙法-2020")], own=False)
    assert [kept.slug for kept in changes.kept] == ["乙法-1999"]
    assert one("乙法-1999").article_count is None
    assert one("丙法-2020").is_own is False
    table.apply(rows=[NEWER], own=False)
    assert ends("乙法-1999") == ENDED
    assert one("乙法-1999").note == "本所的备注"


def test_a_shipped_row_that_contradicts_the_firms_is_left_out_and_named(stored):
    make_statute(short_name="丁法", aliases="丙法", is_own=True)
    changes = table.apply(rows=[row("丙法-2020"), row("戊法-2020")], own=False)
    told = [(left.slug, fault.field) for left, fault in changes.left_out]
    assert told == [("丙法-2020", "aliases")]
    assert [new.slug for new in changes.new] == ["戊法-2020"]


def test_a_status_follows_from_the_dates_and_a_day_brings_its_statuses():
    ended = replace(OTHER, effective_to=date(2020, 1, 1), status=Status.IN_FORCE)
    coming = row("丙法-2020", effective_from=TODAY() + timedelta(days=9))
    table.apply(rows=[ended, coming])
    found = dict(Statute.objects.values_list("short_name", "status"))
    assert found == {"乙法": Status.REVISED, "丙法": Status.FUTURE}
    asked()
    day = TODAY() + timedelta(days=30)
    assert table.refresh_statuses() == []
    assert table.refresh_statuses(day=day) == ["丙法"]
    assert one("丙法-2020").status == Status.IN_FORCE
    assert asked() == {"丙法"}


def test_a_repeal_that_was_announced_is_one_on_its_day():
    day = TODAY() + timedelta(days=30)
    table.apply(rows=[replace(OTHER, effective_to=day, status=Status.REPEALED)])
    table.refresh_statuses()
    known = Statute.objects.get()
    assert (known.status_on(), known.status_on(day)) == (Status.IN_FORCE, Status.REPEALED)


def test_a_deleted_row_takes_its_names_along_but_for_what_something_was_replaced_by(stored):
    table.apply(rows=[replace(OTHER, effective_to=date(2020, 1, 1), replaced_by="甲法-2020")])
    asked()
    with pytest.raises(ProtectedError), transaction.atomic():
        table.delete(statutes=[one("甲法-2020")])
    assert Statute.objects.count() == 3
    table.delete(statutes=[one("乙法-1999")])
    assert (Statute.objects.count(), asked()) == (2, {""})


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


# Read once, and never older than what was stored last


@pytest.fixture
def law():
    return make_statute(["甲。", "乙。"], short_name="示范法", aliases="示法")


def renamed(law, aliases):
    Statute.objects.filter(pk=law.pk).update(aliases=aliases)


def meant(name):
    return Table.latest().names.resolve(name)


CHANGES = {
    "a save": lambda law: law.save(),
    "a bulk update of statutes": lambda law: Statute.objects.update(note="甲"),
    "rows in bulk": lambda law: Statute.objects.bulk_create([Statute(slug="乙", short_name="乙")]),
    "an article more": lambda law: law.articles.create(number=3, text="丙。"),
    "articles in bulk": lambda law: StatuteArticle.objects.bulk_create(
        [StatuteArticle(statute=law, number=7, text="庚。")], ignore_conflicts=True
    ),
    "a text that is changed": lambda law: law.articles.update(text="丁。"),
    "one row that goes by itself": lambda law: StatuteArticle.objects.filter(number=2)._raw_delete(
        "default"
    ),
    "articles that go": lambda law: law.articles.all().delete(),
    "SQL by hand": lambda law: by_hand("UPDATE statutes_statute SET note = 'x'"),
    "a cascade": lambda law: law.delete(),
}


def test_every_change_is_another_state(law):
    for name, change in CHANGES.items():
        before = TableState.objects.get().state
        change(law)
        assert TableState.objects.get().state != before, name


def test_it_and_its_words_are_read_once_and_then_cost_one_query(law, django_assert_num_queries):
    assert Table.latest().wording(law).stored[1, 0] == "甲。"
    with django_assert_num_queries(1):  # of the state alone
        assert Table.latest().wording(law).stored[1, 0] == "甲。"
    with django_assert_num_queries(1):
        assert meant("示法") == "示范法"
    law.articles.filter(number=1).update(text="新的。")
    assert Table.latest().wording(law).stored[1, 0] == "新的。"


def test_what_was_undone_is_forgotten_though_another_change_follows(law):
    with transaction.atomic():
        renamed(law, "假名")
        assert meant("假名") == "示范法"
        held = Table.latest()
        law.articles.filter(number=1).update(text="假的。")
        assert held.wording(law).plain[1, 0] == "假的。"
        transaction.set_rollback(True)
    assert meant("假名") is None
    assert Table.latest().wording(law).plain[1, 0] == "甲。"
    renamed(law, "真名")
    assert [meant("真名"), meant("假名")] == ["示范法", None]


def test_without_a_state_it_is_read_each_time(law):
    TableState.objects.all().delete()
    Table.latest()
    assert not TableState.objects.exists()
    law.articles.create(number=3, text="丙。")
    assert Table.latest().last_article(law) == 3
    assert TableState.objects.exists()


def test_another_day_and_a_write_meanwhile_have_it_read_anew(law, monkeypatch):
    first = Table.latest()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    assert Table.latest().rows is not first.rows
    states = iter(["one", "two", "two", "two", "two"])
    monkeypatch.setattr("statutes.law.table.current_state", lambda: next(states))
    first = Table.latest()
    assert Table.latest().rows is not first.rows


def test_no_more_words_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr("statutes.law.table.MOST", 4)
    laws = [make_statute(["甲。", "乙。"], short_name=f"示范法{name}") for name in "甲乙丙"]

    def words(law):
        return Table.latest().wording(law)

    first, second = words(laws[0]), words(laws[1])
    assert words(laws[0]) is first
    words(laws[2])
    assert words(laws[0]) is first
    assert words(laws[1]) is not second


# What its names mean


def test_a_title_that_two_texts_bear_means_the_one_in_force():
    title = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
    ended = {"effective_from": date(2015, 9, 1), "effective_to": date(2021, 1, 1)}
    version("旧民间借贷规定", name=title, **ended)
    version("民间借贷规定", name=title, effective_from=date(2021, 1, 1))
    assert meant(f"《{title}》") == "民间借贷规定"


DAY = date(2026, 11, 27)


def unchecked(**fields):
    return make_statute(short_name="灯塔法", **{"status": Status.UNCHECKED, **fields})


def test_what_nobody_checked_is_not_in_force_but_what_there_is_to_read():
    row, table = unchecked(article_count=9), Table.load()
    assert table.in_force("灯塔法", DAY) is None
    assert table.current("灯塔法", DAY) == row
    assert validity_line(row, DAY) == "效力未核对"
    # An editor is warned of it and a reader is not; a graver warning comes first.
    found = judged("按照《灯塔法》第1条办理。", DAY, DAY)
    assert (found.level, found.reason) == (Level.GREY, Reason.UNCHECKED)
    assert "《灯塔法》的效力未核对" in found.words
    assert found.level not in PUBLIC_LEVELS
    assert judged("按照《灯塔法》第10条办理。", DAY, DAY).reason == Reason.BEYOND


@pytest.mark.parametrize("end", [DAY, None])
@pytest.mark.parametrize("began", [None, date(1991, 6, 1), date(2004, 7, 1)])
@pytest.mark.parametrize("status", [Status.UNCHECKED, Status.IN_FORCE])
def test_a_repeal_covers_whatever_an_import_puts_before_its_end(end, began, status):
    if end is None and status == Status.IN_FORCE:
        return  # perhaps another text that bears the name
    law = version("灯塔法", effective_from=date(2001, 1, 1), effective_to=end, status="repealed")
    text = "按照《灯塔法》第1条办理。"
    before = judged(text, DAY, DAY)
    assert before.level == Level.RED
    fields = {"status": status, "source": f"{IMPORTED} 行政法规/灯塔法.md", "effective_from": began}
    row = unchecked(**fields, slug="older", promulgated=began)
    assert judged(text, DAY, DAY) == before
    assert (Table.load().current("灯塔法", DAY), validity(row, DAY).words) == (
        law, validity(law, DAY).words,
    )  # fmt: skip


def test_a_repeal_covers_no_later_text_of_the_name():
    version("灯塔法", effective_from=date(2001, 1, 1), effective_to=DAY, status="repealed")
    later = unchecked(source=f"{IMPORTED} 灯塔法.md", slug="later", effective_from=DAY)
    assert Table.load().current("灯塔法", DAY) == later


# Which version the number of a document means, by the table as it is shipped


@pytest.fixture(scope="module")
def shipped():
    return Table([row.put_into(Statute(pk=at)) for at, row in enumerate(table_csv.statutes(), 1)])


@pytest.mark.parametrize(
    ("name", "doc_no", "checked", "year", "words"),
    [
        # The order that made a regulation known first means its present text.
        ("工伤保险条例", "国务院令第375号", None, 2010, None),
        ("道路交通安全法实施条例", "国务院令第405号", None, 2017, None),
        ("不动产登记暂行条例", "国务院令第656号", None, 2024, None),
        ("婚姻登记条例", "国务院令第387号", None, 2025, None),
        ("婚姻登记条例", "国务院令第387号", date(2024, 6, 1), 2025, "修改过"),
        # The order of a later version means that one; an interpretation has a number for each.
        ("不动产登记暂行条例", "国务院令第710号", None, 2019, "2019年的版本"),
        ("民间借贷规定", "法释〔2015〕18号", None, 2015, "2015年的版本"),
    ],
)
def test_the_number_of_a_document_means_a_version(name, doc_no, checked, year, words, shipped):
    text = f"《{name}》（{doc_no}）第4条"
    (one,) = parse(text, shipped.names)
    assert meaning_of(one, shipped, DAY).row.slug == f"{name}-{year}"
    warning = assess(Case(one, shipped, text, checked, DAY))
    assert (words in warning.words) if words else (warning is None)

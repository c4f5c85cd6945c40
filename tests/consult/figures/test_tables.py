"""The tables: what counts, in which months, and what is told of few."""

import csv
import io
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from consult import services
from consult.base.enums import Outcome, Source, State
from consult.desk import tally
from consult.desk.tally import CAME
from consult.figures import tables
from consult.figures.tables import ALL, NOBODY, OTHERS
from consult.models import Consultation
from tests.consult.figures.rows import make_rows
from tests.factories import (
    make_area,
    make_article,
    make_consultation,
    make_lawyer,
    make_settings,
    make_staff,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = date(2026, 11, 28)
MAY = date(2026, 5, 6)


def everything():
    spans = [(date(2025, 1, 1), timezone.localdate() + timedelta(days=1))]
    return tally.counted(spans, CAME)[0].whole()


def table_of(key):
    return next(one for one in tables.overview("year", TODAY).tables if one.key == key)


def shown(table):
    return {line.label: line.values for line in [*table.lines, *table.rest]}


@pytest.fixture
def areas(db):
    make_settings()
    return [make_area(name=name) for name in ("劳动", "婚姻", "交通", "房产")]


def test_the_area_of_few_shares_a_line(areas):
    labour, marriage, traffic, houses = areas
    for number, area in ((9, labour), (4, marriage), (2, traffic), (1, houses)):
        make_rows(number, MAY, area)
    found = shown(table_of("areas"))
    assert {label: values[0] for label, values in found.items()} == {
        "劳动": 9, "婚姻": 4, OTHERS: 3, ALL: 16,
    }  # fmt: skip


def test_what_became_of_few_is_not_told_of_one(areas):
    labour, marriage, *_ = areas
    make_rows(6, MAY, labour, outcome=Outcome.ENGAGED)
    make_rows(4, MAY, labour)
    make_rows(1, MAY, marriage, outcome=Outcome.ENGAGED)
    make_rows(8, MAY, marriage)
    table = table_of("areas")
    engaged = list(table.columns).index("engaged")
    told = {label: values[engaged] for label, values in shown(table).items()}
    assert told == {"劳动": None, "婚姻": None, ALL: 7}


def test_how_long_few_answers_took_is_not_told(areas):
    labour, marriage, *_ = areas
    make_rows(5, MAY, labour, hours=3)
    make_rows(2, MAY, marriage, hours=5)
    make_rows(3, MAY, marriage, hours=None)
    found = shown(table_of("areas"))
    assert (found["劳动"][1], found["婚姻"][1]) == (3.0, None)


def test_the_tables_hold_the_period_that_was_chosen(areas):
    for number, day in ((3, TODAY), (1, date(2026, 10, 30)), (4, date(2026, 10, 9)), (6, MAY)):
        make_rows(number, day, areas[0], outcome=Outcome.ENGAGED)
    told = {"30": 4, "2026-11": 3, "last-month": 5, "2026-05": 6, "year": 14}
    for key, received in told.items():
        found = tables.overview(key, TODAY)
        assert found.now.received == received
        for table in found.tables:
            if table.key in {"areas", "lawyers", "sources"}:
                *_, line = shown(table).values()
                assert line[0] == line[list(table.columns).index("engaged")] == received, table.key


def test_every_period_has_one_before_it():
    for day in [date(2028, 2, 29), date(2026, 1, 1), date(2026, 12, 31)]:
        for period in tables.choices(day):
            earlier = tables.before(period)[1]
            assert earlier.start < earlier.end <= period.end
        running = tables.chosen("2028-03", date(2028, 3, 31))  # as long as its days are not over
        for day, words, end in ((30, "上月同期", 1), (31, "上一个月", 1), (9, "上月同期", 10)):
            against, earlier = tables.before(tables.chosen("2028-03", date(2028, 3, day)))
            assert (against, earlier.end.day) == (words, end)
        assert running.end == date(2028, 4, 1)


def test_who_was_in_charge_how_it_came_and_which_article_brought_it(areas):
    lin = make_staff()
    make_lawyer(name="林致远", user=lin)
    make_rows(4, MAY, areas[0], assignee=lin)
    make_rows(3, MAY, areas[0])
    assert list(shown(table_of("lawyers"))) == ["林致远律师", NOBODY, ALL]
    often, seldom = make_article(title="常问？"), make_article(title="少问？")
    make_rows(3, MAY, areas[0], source=Source.ARTICLE, source_article=often)
    make_rows(2, MAY, areas[0], source=Source.ARTICLE, source_article=seldom)
    make_rows(4, MAY, areas[0], source=Source.PHONE)
    assert shown(table_of("sources"))["本站文章"][0] == 5
    assert shown(table_of("articles")) == {"常问？": [3]}


def test_what_is_doubted_or_was_a_machines_does_not_count_what_was_erased_does(areas):
    make_rows(1, MAY, areas[0], hours=None, state=State.QUARANTINED, doubts="太快")
    ended = {"state": State.CLOSED, "closed_at": timezone.now(), "purge_on": TODAY}
    make_rows(1, MAY, areas[0], hours=None, doubts="太快", **ended)
    erased = {**ended, "state": State.ERASED, "erased_at": timezone.now()}
    make_rows(1, MAY, areas[0], hours=None, **erased)  # as one that nobody had to do with
    assert everything().received == 0
    make_rows(1, MAY, areas[0], **erased)
    make_rows(1, MAY, areas[0], hours=None, assignee=make_staff(), **erased)
    assert everything().received == 2
    asked = make_consultation(doubts="太快")[0]
    services.release(consultation=asked, user=make_superuser())
    services.close(consultation=asked, user=make_superuser())
    assert everything().received == 3


def test_in_time_is_what_was_answered_by_the_time_that_was_promised(areas):
    now = timezone.now()
    make_rows(3, MAY, areas[0], hours=23)
    make_rows(1, MAY, areas[0], hours=25)
    make_rows(2, MAY, areas[0], hours=None)  # late, and not answered yet
    waits = {"received_at": now, "promised_at": now + timedelta(hours=9)}
    make_rows(4, MAY, areas[0], hours=None, **waits)
    found = everything()
    assert (found.received, found.late, found.share) == (10, 3, 50.0)


def test_hours_are_those_of_service(areas):
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00")
    friday = date(2026, 5, 8)
    make_rows(1, friday, areas[0], hours=72)  # until Monday at nine
    assert everything().middle == 7.0


def test_an_upgrade_notes_what_the_first_answers_were(areas):
    make_rows(2, MAY, areas[0], hours=20)
    make_rows(1, MAY, areas[0], hours=25)
    make_rows(1, MAY, areas[0], hours=None)
    fields = ("answered_at", "answer_minutes", "answered_in_time")
    noted = set(Consultation.objects.values_list(*fields))
    Consultation.objects.update(answer_minutes=None, answered_in_time=None)
    import_module("consult.migrations.0005_third_release").note(apps, None)
    assert set(Consultation.objects.values_list(*fields)) == noted


def test_the_months_are_in_their_order_and_hold_what_came_in_them_by_the_clock_of_beijing(areas):
    make_rows(2, MAY, areas[0])
    table = table_of("months")
    assert [line.label for line in table.lines][::11] == ["2025年12月", "2026年11月"]
    assert shown(table)["2026年5月"][:2] == [2, 100.0]
    late = timezone.make_aware(datetime(2026, 5, 31, 23, 59))
    make_rows(1, MAY, areas[0], received_at=late)
    assert shown(table_of("months"))["2026年5月"][0] == 3


def test_the_order_tells_nothing_that_the_numbers_do_not(areas):
    for number, area in zip((9, 6, 4), areas, strict=False):
        make_rows(number - 1, MAY, area)
    make_rows(1, MAY, areas[0])
    make_rows(1, MAY, areas[1])
    make_rows(1, MAY, areas[2], outcome=Outcome.ENGAGED)
    for by, order in [
        ("received", ["交通", "婚姻", "劳动"]),
        ("-received", ["劳动", "婚姻", "交通"]),
        ("-engaged", ["劳动", "婚姻", "交通"]),
        ("nonsense", ["劳动", "婚姻", "交通"]),
    ]:
        table = table_of("areas").ordered(by)
        assert [line.label for line in table.lines] == order
        assert [line.label for line in table.rest] == [ALL]


FORMULAS = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1+1", '=HYPERLINK("x")']


def test_no_cell_of_a_file_is_a_formula(areas):
    make_rows(5, MAY, areas[0])
    for name in FORMULAS:
        type(areas[0]).objects.filter(pk=areas[0].pk).update(name=name[:20])
        text = tables.text_of(table_of("areas"), "今年")
        assert text.startswith("\ufeff")
        cells = [one for row in csv.reader(io.StringIO(text[1:])) for one in row]
        assert any(name[:20] in one for one in cells)
        assert not any(one.lstrip().startswith(tuple("=+-@\t\r\n＝＋－＠")) for one in cells)


def test_a_file_leaves_out_what_the_page_leaves_out(areas):
    make_rows(5, MAY, areas[0])
    make_rows(2, MAY, areas[1])
    text = tables.text_of(table_of("areas"), "今年")
    assert "婚姻" not in text
    assert tables.UNTOLD_WHY in text

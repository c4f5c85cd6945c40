"""The shipped figures: each is read out of the words of its article, and the words stand there."""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from calculators.formulas import TOOLS
from calculators.formulas.base import questions
from calculators.models import Parameter, Unit
from calculators.parameters import load, shipped
from richtext.base.chinese import to_int
from statutes.importing.versions import merge_documents
from statutes.law.structure import clauses
from tests.statutes.shipped import all_rows, fold
from tests.statutes.texts import COPIES, NO_REAL, real
from tests.statutes.texts import REAL as TEXTS

ROWS = shipped()
LAW = [row for row in ROWS if row["short_name"]]
HAN = "零一二两三四五六七八九十百千"
NUMBER = rf"([0-9.]+|[{HAN}]+(?:点[{HAN}]+)?)"
SPELT = {  # how the law writes a number of a unit
    Unit.YUAN: rf"{NUMBER}(万?)元",
    Unit.PERCENT: rf"{NUMBER}%|百分之{NUMBER}",
    Unit.TEN_THOUSANDTHS: f"万分之{NUMBER}",
    Unit.PART: f"1/{NUMBER}|(减半)",
    Unit.TIMES: f"{NUMBER}倍",
    Unit.DAYS: f"{NUMBER}[日天]",
    Unit.HOURS: f"{NUMBER}小时",
    Unit.MONTHS: f"{NUMBER}个月",
    Unit.YEARS: f"{NUMBER}年",
    Unit.AGE: f"{NUMBER}周岁",
}
NOT_HERE = {  # versions whose text no folder has, and whose words were read elsewhere
    *("全国年节及纪念日放假办法-2013", "全国年节及纪念日放假办法-2024", "海商法-2025"),
    *("企业职工带薪年休假实施办法-2008", "民事诉讼法-2012", "诉讼时效规定-2020", "国家赔偿法-2012"),
}


def name(row):
    return f"{row['key']} {row['valid_from']} {row['above']}"


def number(text):
    """1.75 of 一点七五, 150 of 一百五十."""
    whole, _, part = text.replace("两", "二").partition("点")
    if part:
        return Decimal(f"{to_int(whole)}.{''.join(str(to_int(one)) for one in part)}")
    return Decimal(whole) if whole[0].isdigit() else Decimal(to_int(whole))


def numbers(words, unit):
    """All numbers of a unit in some words, in their order."""
    for match in re.finditer(SPELT[unit], words):
        groups = [one for one in match.groups() if one is not None]
        if "减半" in groups:
            yield Decimal(2)
        else:
            yield number(groups[0]) * (10_000 if groups[1:] == ["万"] else 1)


def test_the_words_say_the_value_and_where_its_band_begins():
    """The last number of its unit; the first sum of money, or of years, begins the band."""
    for row in (row for row in ROWS if row["value"] is not None):
        if row["key"].startswith("lpr."):
            assert "全国银行间同业拆借中心" in row["source"]
            continue
        assert [*numbers(row["words"], row["unit"])][-1] == row["value"], name(row)
        of = Unit.YEARS if row["unit"] == Unit.DAYS else Unit.YUAN
        assert not row["above"] or next(numbers(row["words"], of)) == row["above"], name(row)


LPR = """
2019-08-20 4.25, 2019-09-20 4.20, 2019-11-20 4.15, 2020-02-20 4.05, 2020-04-20 3.85,
2021-12-20 3.80, 2022-01-20 3.70, 2022-08-22 3.65, 2023-06-20 3.55, 2023-08-21 3.45,
2024-07-22 3.35, 2024-10-21 3.10, 2025-05-20 3.00
"""


def test_the_rates_are_those_published_without_a_gap_and_end_on_the_last_known_day():
    series = [row for row in ROWS if row["key"] == "lpr.one-year"]
    assert {f"{row['valid_from']} {row['value']}" for row in series} == {
        one.strip() for one in LPR.split(",")
    }
    ends = [row["valid_to"] for row in series]
    assert ends[:-1] == [row["valid_from"] for row in series][1:]
    assert ends[-1].isoformat() == "2026-08-21"
    assert {row["checked_on"] for row in series} == {None}  # the firm's to check


def test_rows_are_complete_and_stand_once():
    keys = [(row["key"], row["valid_from"], row["above"]) for row in ROWS]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    for row in ROWS:
        assert row["about"]
        assert row["unit"] in Unit.values
        assert (row["value"] is not None) == (row["unit"] in SPELT)
        assert bool(row["short_name"] and row["number"] and row["words"]) or row["source"]


@cache
def versions():
    """From when to when a text was law, by its short name."""
    return {(row["简称"], row["施行日期"]): row for row in all_rows()}


def version_of(row):
    """The version of the table in which a row is law: the newest that began by its last day."""
    last = row["valid_to"]
    begun = [
        version
        for (short, since), version in versions().items()
        if short == row["short_name"]
        and since
        and (not last or since < last.isoformat())
        and (last or version["状态"] == "现行有效")
    ]
    return max(begun, key=lambda version: version["施行日期"])


def test_a_row_begins_and_ends_with_a_version_of_its_statute():
    begins, ends = (
        {(one["简称"], one[day]) for one in all_rows()} for day in ("施行日期", "失效日期")
    )
    for row in LAW:
        law, last = row["short_name"], row["valid_to"]
        assert (law, row["valid_from"].isoformat()) in begins, name(row)
        assert not last or (law, last.isoformat()) in ends, name(row)


@cache
def texts():
    """The versions of both folders by name and month."""
    found = defaultdict(list)
    for folder in (TEXTS, COPIES):
        for one in merge_documents([document for document, _ in real(folder)])[0]:
            found[fold(one.name), str(one.promulgated)[:7]].append(one)
    return found


def standing(row, found):
    """The 款 and 项 in which the words of a row stand; 0 for what is before all 项."""
    articles = [one for text in found for one in text.provisions]
    for one in (one for one in articles if one.key == (row["number"], row["sub"])):
        for clause, part in enumerate(clauses(one.text), 1):
            for item, words in enumerate([part.text, *part.items]):
                if row["words"] in words:
                    yield clause, item


@pytest.mark.skipif(not TEXTS.is_dir(), reason=NO_REAL)
def test_the_article_says_so():
    for row in LAW:
        version = version_of(row)
        found = texts()[fold(version["全称"]), version["公布日期"][:7]]
        if not found and version["网址名称"] in NOT_HERE:
            continue
        places = [*standing(row, found)]
        assert places, (version["网址名称"], row["words"])
        assert not row["clause"] or row["clause"] in {clause for clause, _ in places}, name(row)
        assert not row["item"] or row["item"] in {item for _, item in places}, name(row)


def test_every_figure_that_a_tool_may_use_is_shipped_or_regional():
    prefixes = [prefix for tool in TOOLS.values() for prefix in tool.keys]
    keys = {row["key"] for row in ROWS}
    for prefix in prefixes:
        assert prefix.startswith("region.") or any(key.startswith(prefix) for key in keys), prefix
    unused = {key for key in keys if not key.startswith(tuple(prefixes))}
    assert unused == set()
    for tool in TOOLS.values():
        for question in tool.questions.values():
            assert question.label
            assert not question.row or questions(question.row)


@pytest.mark.django_db
def test_periods_of_an_earlier_release_are_taken_over_and_no_length_of_them_is_lost():
    """One of several lengths that the firm edited stays beside the rows that are shipped for it."""
    told = [
        (210, "1年", "申请劳动仲裁，本所写的", "劳动争议调解仲裁法"),
        (290, "15日、10日", "上诉" * 100, "民事诉讼法"),
        (290, "7日", "本所加的", "民法典"),
    ]
    rest = {"number": 1, "sub": 0, "starts": "", "words": "", "checked_on": None, "is_own": True}
    old = [
        SimpleNamespace(
            pk=900 + at, order=order, length=length, about=about, short_name=law, **rest
        )
        for at, (order, length, about, law) in enumerate(told)
    ]
    models = {
        "Parameter": Parameter,
        "LimitationPeriod": SimpleNamespace(objects=SimpleNamespace(order_by=lambda *_: old)),
        "Decision": SimpleNamespace(objects=SimpleNamespace(filter=lambda **_: [])),
    }
    apps = SimpleNamespace(get_model=lambda _, name: models[name])
    editor = SimpleNamespace(
        connection=connection, execute=lambda words: connection.cursor().execute(words)
    )
    import_module("calculators.migrations.0001_initial").take_over(apps, editor)
    own = Parameter.objects.in_bulk([900, 901, 902])
    assert [one.key for _, one in sorted(own.items())] == [
        "period.labour.arbitration", "period.own.901", "period.own.902",
    ]  # fmt: skip
    assert own[901].about.endswith("上（15日、10日）")
    load()
    periods = Parameter.objects.periods()
    assert periods.get(key="period.appeal.judgment").length == "15日"
    assert periods.get(key="period.labour.arbitration").is_own

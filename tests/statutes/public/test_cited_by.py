"""Which statutes and interpretations cite an article, through the versions of its text."""

from datetime import date

import pytest

from statutes.citations.places import Place
from statutes.law.table import Table
from statutes.public.article_page import history_of
from statutes.public.cited_by import cited_by
from statutes.services import law_citations
from tests.statutes.law.test_likeness import real_law
from tests.statutes.sample_law import TODAY, company_law, version
from tests.statutes.texts import real

pytestmark = pytest.mark.django_db
SHARES = "有限责任公司的注册资本为在公司登记机关登记的全体股东认缴的出资额。"
SHIPS = "捕鱼的船舶应当悬挂两面旗帜，夜间应当点灯。"


def found(statute, number, sub=0):
    """The texts that cite an article, each with the numbers of its articles."""
    law_citations.read_stale()
    table, place = Table.latest(), Place(number, sub)
    known = history_of(statute, place, table, TODAY).places
    articles, _ = cited_by(statute, place, known, table, TODAY)
    texts: dict[str, list[int]] = {}
    for one in articles:
        texts.setdefault(one.statute.short_name, []).append(one.place.number)
    return texts


def interpretation(text, name="公司法解释", since=date(2024, 8, 1), **fields):
    known = {"kind": "interpretation", "effective_from": since, "imported_at": f"{since}T00:00Z"}
    return version(name, {(3, 0): text}, **{**known, **fields})


def imported(*rows):
    """Texts that were imported, as the reading of what they cite asks for."""
    for row in rows:
        row.imported_at = f"{row.effective_from}T00:00Z"
        row.save()
    return rows


def test_an_interpretation_in_force_is_named_with_its_article():
    _, new = company_law()
    interpretation("依照公司法第二十条处理。")
    assert found(new, 20) == {"公司法解释": [3]}
    assert found(new, 21) == {}


def test_one_within_a_range_is_cited_too_but_no_sub_number():
    _, new = company_law()
    interpretation("依照公司法第十九条至第二十二条处理。")
    assert found(new, 20) == {"公司法解释": [3]}
    assert found(new, 20, 1) == {}


@pytest.mark.parametrize(
    "fields", [{"effective_to": date(2025, 1, 1)}, {"status": "unknown"}], ids=["ended", "unknown"]
)
def test_what_is_not_known_to_be_in_force_is_not_named(fields):
    _, new = company_law()
    interpretation("依照公司法第二十条处理。", **fields)
    assert found(new, 20) == {}


def test_the_own_articles_are_named_also_of_an_old_version():
    old, new = company_law({(20, 0): SHARES, (21, 0): "依照本法第二十条处理。"}, {(20, 0): SHIPS})
    imported(old, new)
    assert found(old, 20) == {"公司法": [21]}
    assert found(new, 20) == {}


def test_a_number_of_the_old_law_is_followed_to_where_it_stands_now():
    _, new = company_law({(26, 0): SHARES}, {(26, 0): SHIPS, (47, 0): SHARES})
    interpretation("依照公司法第二十六条处理。", since=date(2020, 1, 1))
    assert found(new, 26) == {}
    assert found(new, 47) == {"公司法解释": [3]}


def test_the_page_says_by_which_version_such_a_text_counts():
    _, new = company_law({(26, 0): SHARES}, {(47, 0): SHARES})
    interpretation("依照公司法第二十六条处理。", since=date(2020, 1, 1))
    law_citations.read_stale()
    [old] = (row for row in Table.latest().versions("公司法") if row.pk != new.pk)
    [one], _ = cited_by(new, Place(47), {old.pk: Place(26)}, Table.latest(), TODAY)
    assert one.via == f"{old.year}年版第二十六条"


def test_a_law_that_says_what_it_changed_keeps_its_numbers():
    _, new = company_law()
    interpretation("依照公司法第二十条处理。", since=date(2020, 1, 1))
    assert found(new, 20) == {}
    new.changed = "30、31"
    new.save()
    assert found(new, 20) == {"公司法解释": [3]}


def test_a_text_older_than_every_version_that_we_know_counts_by_none():
    _, new = company_law()
    interpretation("依照公司法第二十条处理。", since=date(2010, 1, 1))
    assert found(new, 20) == {}


def test_interpretations_come_first_and_the_own_text_last():
    _, new = company_law(None, {(20, 0): SHARES, (21, 0): "依照本法第二十条处理。"})
    imported(new)
    interpretation("依照公司法第二十条处理。", "公司登记条例", kind="regulation")
    interpretation("依照公司法第二十条处理。")
    assert list(found(new, 20)) == ["公司法解释", "公司登记条例", "公司法"]


@real_law
def test_the_interpretation_of_2022_is_followed_into_the_civil_procedure_law_of_2023():
    ends = date(2024, 1, 1)
    known = {"effective_from": date(2022, 1, 1), "effective_to": ends}
    old = version("民事诉讼法", real("*/民事诉讼法(2021*"), **known)
    new = version("民事诉讼法", real("*/民事诉讼法(2023*"), effective_from=ends)
    texts = real("司法解释/*《民事诉讼法》的解释(2022-04-01)*")
    known = {"kind": "interpretation", "effective_from": date(2022, 4, 10)}
    imported(old, new, version("民诉法解释", texts, **known))
    assert set(found(new, 211)["民诉法解释"]) >= {380, 384, 385, 390, 391, 392}
    assert 390 in found(old, 207)["民诉法解释"]
    assert 390 not in found(old, 211)["民诉法解释"]

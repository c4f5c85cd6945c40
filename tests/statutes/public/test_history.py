"""The same article in other versions, found by what it says."""

from datetime import date

import pytest

from statutes.citations.places import Place
from statutes.law.table import Table
from statutes.public.article_page import history_of
from tests.statutes.law.test_likeness import CONTRACT_LAW, real_law
from tests.statutes.sample_law import CODE, TODAY, company_law, contract_law, version
from tests.statutes.texts import real

pytestmark = pytest.mark.django_db

SHARES = "有限责任公司的注册资本为在公司登记机关登记的全体股东认缴的出资额。"
SHIPS = "捕鱼的船舶应当悬挂两面旗帜，夜间应当点灯。"


def stations(statute, number):
    """Older and newer places of an article, each with its name."""
    history = history_of(statute, Place(number), Table.load(), TODAY)
    return [
        [(one.statute.short_name, str(one.place)) for one in side]
        for side in (history.older, history.newer)
    ]


def test_an_article_is_found_again_under_another_number():
    old, new = company_law({(26, 0): SHARES}, {(26, 0): SHIPS, (47, 0): f"{SHARES}五年内缴足。"})
    assert stations(new, 47) == [[("公司法", "26")], []]
    assert stations(old, 26) == [[], [("公司法", "47")]]


def test_the_same_number_alone_says_nothing():
    old, new = company_law({(26, 0): SHARES}, {(26, 0): SHIPS})
    assert stations(new, 26) == stations(old, 26) == [[], []]


def test_the_same_words_are_known_as_such():
    company_law({(26, 0): f"{SHARES}\n另行规定。"}, {(47, 0): f"{SHARES}\n  另行规定。"})
    new = Table.load().versions("公司法")[-1]
    assert history_of(new, Place(47), Table.load(), TODAY).older[0].is_same


def test_several_old_versions_come_the_nearest_first():
    for year in (2001, 2005, 2010):
        end = date(year + 5, 1, 1)
        day = {"effective_from": date(year, 1, 1), "effective_to": end}
        version("灯塔法", {(year - 2000, 0): SHIPS}, **day)
    new = version("灯塔法", {(3, 0): SHIPS})
    assert [number for _, number in stations(new, 3)[0]] == ["10", "5", "1"]


def test_a_repealed_law_leads_to_what_replaced_it_and_back():
    old = contract_law()
    code = old.replaced_by
    for row, number in ((old, 107), (code, 577)):
        row.articles.create(number=number, text=SHARES)
    assert stations(old, 107) == [[], [("民法典", "577")]]
    assert stations(code, 577) == [[("合同法", "107")], []]


def test_of_several_laws_that_it_replaced_the_most_alike_is_told():
    code = version("民法典", {(577, 0): SHARES}, effective_from=CODE)
    known = {"effective_to": CODE, "replaced_by": code}
    version("民法通则", {(111, 0): f"{SHARES}应当赔偿损失，并采取补救措施。"}, **known)
    version("合同法", {(107, 0): SHARES}, **known)
    assert stations(code, 577)[0] == [("合同法", "107")]


def test_without_a_text_there_is_no_history():
    old, new = company_law({(26, 0): SHARES})
    assert stations(new, 26) == [[], []]
    assert stations(old, 26) == stations(old, 99) == [[], []]


@real_law
def test_the_company_law_of_2023_is_led_back_to_that_of_2018():
    _, new = company_law(real("*/公司法(2018*"), real("*/公司法(2023*"))
    known = {4: "4", 47: "26", 89: "74", 232: "183"}
    assert {number: stations(new, number)[0][0][1] for number in known} == known


@real_law
def test_the_contract_law_is_led_on_to_the_civil_code():
    old = contract_law()
    for row, texts in ((old, CONTRACT_LAW), (old.replaced_by, real("民法典/*"))):
        for (number, sub), text in texts.items():
            row.articles.create(number=number, sub=sub, text=text)
    assert stations(old, 107) == [[], [("民法典", "577")]]
    assert stations(old.replaced_by, 563) == [[("合同法", "94")], []]

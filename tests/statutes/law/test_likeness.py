"""Which article says nearly the same: on real revisions, which nobody made for this test."""

import pytest

from statutes.law.likeness import Articles, folded
from tests.statutes.texts import NO_REAL, REAL, real

real_law = pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
# 合同法, which the folder has not.
CONTRACT_LAW = {
    (66, 0): "当事人互负债务，没有先后履行顺序的，应当同时履行。一方在对方履行之前有权拒绝"
    "其履行要求。一方在对方履行债务不符合约定时，有权拒绝其相应的履行要求。",
    (94, 0): "有下列情形之一的，当事人可以解除合同：\n（一）因不可抗力致使不能实现合同目的；\n"
    "（二）在履行期限届满之前，当事人一方明确表示或者以自己的行为表明不履行主要债务；\n"
    "（三）当事人一方迟延履行主要债务，经催告后在合理期限内仍未履行；\n"
    "（四）当事人一方迟延履行债务或者有其他违约行为致使不能实现合同目的；\n"
    "（五）法律规定的其他情形。",
    (107, 0): "当事人一方不履行合同义务或者履行合同义务不符合约定的，应当承担继续履行、"
    "采取补救措施或者赔偿损失等违约责任。",
    (214, 0): "租赁期限不得超过二十年。超过二十年的，超过部分无效。\n租赁期间届满，当事人可以续订"
    "租赁合同，但约定的租赁期限自续订之日起不得超过二十年。",
    (229, 0): "租赁物在租赁期间发生所有权变动的，不影响租赁合同的效力。",
    (230, 0): "出租人出卖租赁房屋的，应当在出卖之前的合理期限内通知承租人，承租人享有以同等条件"
    "优先购买的权利。",
}
LAMPS = {
    (1, 0): "灯塔应当在每日日落之后三十分钟内点亮。",
    (2, 0): "守灯人不得在夜间擅自离开灯塔。",
    (2, 1): "海雾弥漫时，守灯人应当依照本法第一条的规定鸣钟。",
}


def counterparts(old, new):
    """The article that is most like each of another text, where one is."""
    others = Articles(new)
    found = ((place, others.like(words)) for place, words in old.items())
    return {place: one for place, one in found if one}


def numbers(old, new):
    return {place[0]: one.place[0] for place, one in counterparts(old, new).items()}


@real_law
def test_the_company_law_of_2018_is_found_again_in_that_of_2023():
    found = numbers(real("*/公司法(2018*"), real("*/公司法(2023*"))
    known = {14: 13, 16: 15, 28: 49, 33: 57, 37: 59, 63: 23, 71: 84, 142: 162, 146: 178}
    known |= {148: 181, 151: 189, 182: 231}
    assert {old: found.get(old) for old in known} == known
    assert found.get(217) is None  # of foreign investors: nothing took its place


@real_law
def test_the_civil_procedure_law_of_2021_is_found_again_in_that_of_2023():
    found = numbers(real("*/民事诉讼法(2021*"), real("*/民事诉讼法(2023*"))
    known = {13: 13, 58: 58, 122: 122, 187: 187, 194: 198, 207: 211, 232: 236, 250: 254}
    known |= {260: 264, 290: 304}
    assert {old: found.get(old) for old in known} == known


@real_law
def test_the_contract_law_is_found_again_in_the_civil_code():
    found = numbers(CONTRACT_LAW, real("民法典/*"))
    assert found == {66: 525, 94: 563, 107: 577, 214: 705, 229: 725, 230: 726}


def test_what_nobody_took_over_has_no_counterpart():
    assert counterparts({(9, 0): "捕鱼的船舶应当悬挂两面旗帜。"}, LAMPS) == {}
    assert counterparts({(9, 0): ""}, LAMPS) == counterparts(LAMPS, {}) == {}


def test_the_same_words_are_wholly_alike():
    found = counterparts(LAMPS, LAMPS)
    assert {place: one.place for place, one in found.items()} == {one: one for one in LAMPS}
    assert all(one.share == pytest.approx(1) for one in found.values())


def test_a_part_of_an_article_is_held_by_it_wholly():
    best = Articles(LAMPS).holding("海雾弥漫时，守灯人应当")[0]
    assert best.place == (2, 1)
    assert best.share == pytest.approx(1)
    assert Articles(LAMPS).holding("") == Articles(LAMPS).holding("，。") == []


def test_width_points_digits_and_numbers_of_articles_count_for_nothing():
    written = "海雾弥漫时,守灯人应当依照本法第12条的规定鸣钟"
    assert folded(written) == folded(LAMPS[2, 1])
    assert folded("日落之后 ３０ 分钟内") == folded("日落之后三十分钟内")
    assert folded("30%") == folded("百分之三十")

"""The search on a telephone: pages that fit, walked through by keys, taken into the form."""

from urllib.parse import quote

import pytest

from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.ci]
SENTENCE = (
    "我在工地干了八个月活，包工头一直拖着工资不给，打电话不接，微信把我拉黑了，"
    "没有签劳动合同，只有考勤表和几段聊天记录，想问一下我可以去哪里告他，要带什么材料，"
    "多久能拿到钱，要是他跑了找总包公司行不行，请律师帮帮忙，一家老小都在等着这笔钱过年呢"
)
ASKED = ["欠钱不还", SENTENCE, "民法典577", "林致远", "量子纠缠"]


def look_for(page, words):
    page.goto("/search/")
    page.get_by_label("搜索问题、法条和律师").last.fill(words)
    page.get_by_role("button", name="搜索").last.click()
    page.wait_for_url(f"**/search/?q={quote(words)[:20]}*")


@pytest.mark.parametrize("words", ASKED, ids=["words", "sentence", "law", "lawyer", "nothing"])
def test_a_page_of_answers_fits_a_telephone_and_breaks_no_rule(page, words):
    look_for(page, words)
    assert axe.overhang(page, 390) == []
    axe.load(page)
    assert axe.broken(page, [390]) == {}


def test_a_printed_page_of_answers_says_what_was_looked_for(page):
    look_for(page, "欠钱不还")
    page.emulate_media(media="print")
    assert page.locator("#id_q").is_hidden()
    assert page.get_by_role("heading", name="搜索：欠钱不还").bounding_box()["height"] > 10


def test_who_found_nothing_takes_the_words_along_into_the_form(page):
    look_for(page, "量子纠缠怎么维权")
    page.get_by_role("button", name="带上这句话去咨询").click()
    assert page.locator("#id_question").input_value() == "量子纠缠怎么维权"
    assert "%E9" not in page.url


def test_the_keys_walk_from_the_box_through_the_slots_in_their_order(page):
    look_for(page, "劳动合同法39条 辞退")
    page.locator("#id_q").focus()
    met = []
    for _ in range(30):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.closest('section')?.className ?? ''"))
    order = [one for at, one in enumerate(met) if one and one not in met[:at]]
    wanted = ["slot slot-law", "slot slot-who", "slot slot-art", "slot slot-say", "slot-ask ask"]
    assert order == [one for one in wanted if one in order]
    assert {"slot slot-law", "slot slot-art", "slot-ask ask"} <= set(order)

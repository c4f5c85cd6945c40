"""The search on a telephone: pages that fit, walked through by keys, taken into the form."""

from urllib.parse import quote

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.ci]


def look_for(page, words):
    page.goto("/search/")
    page.get_by_label("搜索问题、法条和律师").last.fill(words)
    page.get_by_role("button", name="搜索").last.click()
    page.wait_for_url(f"**/search/?q={quote(words)[:20]}*")


def test_a_printed_page_of_answers_says_what_was_looked_for(page):
    look_for(page, "欠钱不还")
    page.emulate_media(media="print")
    assert page.locator("#id_q").is_hidden()
    assert page.get_by_role("heading", name="搜索：欠钱不还").bounding_box()["height"] > 10


def test_who_found_nothing_takes_the_words_along_into_the_form(page):
    look_for(page, "量子纠缠怎么维权")
    with page.expect_navigation():
        page.get_by_role("button", name="在线咨询").click()
    assert page.locator("#id_question").input_value() == "量子纠缠怎么维权"
    assert "%E9" not in page.url


def test_the_keys_walk_from_the_box_through_the_slots_in_their_order(page):
    look_for(page, "劳动合同法39条 辞退")
    page.locator("#id_q").focus()
    met, slot = [], "document.activeElement.closest('section')?.getAttribute('aria-labelledby')"
    for _ in range(30):
        page.keyboard.press("Tab")
        met.append(page.evaluate(slot))
    order = [one for at, one in enumerate(met) if one and one not in met[:at]]
    wanted = ["slot-law", "slot-art", "slot-say", "slot-who", "slot-ask"]
    assert order == [one for one in wanted if one in order]
    assert {"slot-law", "slot-art", "slot-ask"} <= set(order)

"""The search on a telephone: what people type, read, walked through by keys, and what is empty."""

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


def test_an_everyday_word_finds_its_area_and_articles(page):
    look_for(page, "欠钱不还")
    assert page.get_by_role("region", name="律师和页面").get_by_role("link").first.is_visible()
    listed = page.get_by_role("region", name="文章").get_by_role("listitem").count()
    assert listed, page.inner_text("main")


def test_a_whole_sentence_finds_what_comes_nearest(page):
    assert len(SENTENCE) >= 120
    look_for(page, SENTENCE)
    assert page.get_by_text("没有正好回答的，最接近的是").is_visible()
    assert "工资" in page.get_by_role("region", name="文章").inner_text()


def test_an_article_of_law_is_on_the_first_screen(page):
    look_for(page, "民法典577")
    card = page.get_by_role("region", name="您要找的法条")
    assert card.get_by_role("link", name="《民法典》第五百七十七条", exact=True).is_visible()
    assert card.bounding_box()["y"] < 500


def test_a_lawyer_is_led_to_by_name(page):
    look_for(page, "林致远")
    page.get_by_role("region", name="律师和页面").get_by_role("link", name="林致远律师").click()
    page.wait_for_url("**/lawyers/lin-zhiyuan/")


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
    wanted = ["slot slot-law", "slot slot-who", "slot slot-art", "slot slot-say", "slot-ask"]
    assert order == [one for one in wanted if one in order]
    assert {"slot slot-law", "slot slot-art", "slot-ask"} <= set(order)

"""Ctrl+Enter in the reply box sends it once, with the seconds to take it back."""

import pytest

from tests.browser.desk import asked, box
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
COMPOSING = """field => field.dispatchEvent(new KeyboardEvent("keydown",
    {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))"""


@pytest.fixture
def office(chromium, site):
    with opened(chromium, site, width=1280, height=900) as page:
        page.goto(asked(site)[0])
        yield page


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
def test_the_keys_send_and_the_reply_can_be_taken_back(office, key):
    box(office).fill("您好，请先保存打卡记录。")
    box(office).press(key)
    office.get_by_role("button", name="撤回").wait_for()
    assert (
        office.locator(".desk-thread, #content-main").get_by_text("请先保存打卡记录").count() == 1
    )


def test_pressed_twice_it_is_one(office):
    box(office).fill("您好，请先保存工资流水。")
    office.keyboard.down("Control")
    office.keyboard.press("Enter")
    office.keyboard.press("Enter")
    office.keyboard.up("Control")
    office.get_by_role("button", name="撤回").wait_for()
    assert office.get_by_role("button", name="撤回").count() == 1


def test_an_input_method_that_composes_sends_nothing(office):
    box(office).fill("您好")
    box(office).evaluate(COMPOSING)
    office.wait_for_timeout(500)
    assert office.get_by_role("button", name="撤回").count() == 0


def test_a_gap_is_told_and_the_words_stay(office):
    box(office).fill("您【请填写：日期】入职")
    box(office).press("Control+Enter")
    office.get_by_text("尚有未填写之处").wait_for()
    assert box(office).input_value() == "您【请填写：日期】入职"


def test_elsewhere_the_keys_do_nothing(office):
    box(office).fill("您好，稍后答复。")
    office.get_by_label("新备注").press("Control+Enter")
    office.wait_for_timeout(500)
    assert office.get_by_role("button", name="撤回").count() == 0


def test_the_law_is_told_while_it_is_typed(office):
    box(office).press_sequentially("依据《合同法》第五十二条，合同无效。")
    office.get_by_text("处请核对").wait_for()
    assert office.get_by_role("button", name="发出答复").is_enabled()

"""The questions of an area in a real browser, with scripts and without."""

import pytest

from tests.browser.client import aged, enter, send
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
OPEN, SHOW = "补充几项情况，律师答得更准", "显示问题"
SINCE, PAY = "哪年哪月入职的？", "每月工资多少？"
TOPS = """() => [...document.querySelectorAll("#facts .field :is(input, select)")]
    .map((one) => one.getBoundingClientRect().top)"""
QUESTION = "公司口头通知我下个月不用来了，没有书面材料，应该怎么办？"


def begin(page, site):
    page.goto("/consult/")
    aged(page, site)
    page.get_by_label("您想咨询的事情").fill(QUESTION)
    page.get_by_label("事情属于哪一类").select_option(label="劳动与工伤")


def finish(page):
    page.get_by_label("我已阅读隐私告知").check()
    return send(page)


def see_the_answers(page, code):
    enter(page, code)
    page.get_by_text("您提交时补充的情况").click()
    assert page.get_by_text("2021年3月", exact=True).is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_a_button_brings_them_and_nothing_is_lost(chromium, site, width):
    with window(chromium, site, width, java_script_enabled=False) as page:
        begin(page, site)
        page.get_by_text(OPEN).click()
        page.get_by_role("button", name=SHOW).click()
        assert page.get_by_label("您想咨询的事情").input_value() == QUESTION
        page.get_by_label(SINCE).fill("2021-3")
        first, second = page.evaluate(TOPS)[:2]
        assert first == second  # two to a row, whatever stands above each
        see_the_answers(page, finish(page))


@pytest.mark.parametrize("width", [390, 1280])
def test_with_scripts_they_come_with_the_area_and_answers_stay(chromium, site, width):
    with window(chromium, site, width) as page:
        begin(page, site)
        page.get_by_text(OPEN).click()
        page.get_by_label(SINCE).fill("2021-3")
        assert page.get_by_role("button", name=SHOW).count() == 0
        area = page.get_by_label("事情属于哪一类")
        area.select_option(label="交通事故")
        page.get_by_label("哪天发生的？").wait_for()
        assert page.get_by_label(PAY).count() == 0
        area.select_option(label="劳动与工伤")
        page.get_by_label(PAY).wait_for()
        assert page.get_by_label(SINCE).input_value() == "2021-3"
        assert page.get_by_label(SINCE).count() == 1
        see_the_answers(page, finish(page))


def test_the_enter_key_sends_and_does_not_show_questions(chromium, site):
    with window(chromium, site, 1280, java_script_enabled=False) as page:
        begin(page, site)
        page.get_by_label("我已阅读隐私告知").check()
        page.get_by_label("所在城市").press("Enter")
        page.wait_for_url("**/consult/received/")

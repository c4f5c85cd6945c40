"""The draft of a question: in this browser alone, and only for who asked for it."""

import json

import pytest

from tests.browser.client import go_on

pytestmark = [pytest.mark.browser, pytest.mark.ci]
QUESTION = "租房到期了，房东说墙脏了，押金一直不退，我该怎么办？（草稿）"
EIGHT_DAYS = 8 * 24 * 60 * 60 * 1000


def kept(page):
    """Everything that the browser keeps for this site, as one text."""
    return page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def choice(page):
    page.locator("[data-draft]").evaluate("one => { one.open = true; }")
    return page.get_by_label("在本设备的浏览器中暂存草稿")


def question(page):
    return page.get_by_label("您想咨询的事情")


def write(page, *, keep=True):
    page.goto("/consult/")
    if keep:
        choice(page).check()
    question(page).fill(QUESTION)
    go_on(page, "类别")
    page.get_by_label("事情属于哪一类").select_option(label="房产纠纷")
    go_on(page, "联系")
    page.locator("[name=phone]").fill("13800000000")
    page.get_by_label("怎么称呼您").fill("王女士")


def test_nothing_is_kept_unless_asked_for_and_then_nothing_by_which_somebody_is_found(page):
    write(page, keep=False)
    assert not choice(page).is_checked()
    assert kept(page) == "{}"
    write(page)
    draft = json.loads(json.loads(kept(page))["consult-draft"])
    assert sorted(draft) == ["area", "at", "question"]
    assert draft["question"] == QUESTION
    assert not [word for word in ("13800000000", "王女士") if word in kept(page)]


def test_a_draft_comes_back_with_a_line_that_says_so_until_it_is_cleared(page):
    write(page)
    page.goto("/")
    page.goto("/consult/")
    page.get_by_text("草稿只保存在本设备的浏览器中").first.wait_for()
    assert question(page).input_value() == QUESTION
    assert page.locator("#id_area option:checked").inner_text() == "房产纠纷"
    assert page.locator("[name=phone]").input_value() == ""
    assert choice(page).is_checked()
    assert (page.console.worries(), page.console.hosts) == ([], set())
    page.goto("/consult/")
    page.get_by_role("button", name="清除草稿").click()
    assert (question(page).input_value(), kept(page)) == ("", "{}")
    assert page.evaluate("document.activeElement.id") == "id_question"
    question(page).fill("清除以后写的不再暂存")
    assert (choice(page).is_checked(), kept(page)) == (False, "{}")


def test_what_was_given_up_here_or_in_another_tab_is_not_kept_anew(page):
    write(page)
    other = page.context.new_page()
    other.goto("/consult/")
    choice(other).uncheck()
    page.get_by_text("草稿已在其他页面提交或删除").wait_for()
    question(page).press_sequentially("以后写的")
    assert (choice(page).is_checked(), kept(page)) == (False, "{}")


def test_after_seven_days_nothing_comes_back(page):
    write(page)
    page.evaluate(
        "ms => { const draft = JSON.parse(localStorage.getItem('consult-draft'));"
        "draft.at -= ms; localStorage.setItem('consult-draft', JSON.stringify(draft)); }",
        EIGHT_DAYS,
    )
    page.goto("/consult/")
    assert (question(page).input_value(), kept(page)) == ("", "{}")


def test_what_was_sent_is_kept_no_longer(page):
    write(page)
    go_on(page, "核对")
    page.get_by_label("我已阅读隐私告知").check()
    page.get_by_role("button", name="提交咨询").click()
    page.wait_for_url("**/consult/received/")
    assert QUESTION not in kept(page)
    page.go_back()
    page.wait_for_function("sessionStorage.length === 0")
    assert (question(page).input_value(), page.locator("[name=phone]").input_value()) == ("", "")
    page.wait_for_function("!document.querySelector('main').textContent.includes('押金')")
    page.goto("/")  # asks nothing: no word here is stored nowhere
    page.goto("/consult/")
    assert (question(page).input_value(), kept(page)) == ("", "{}")


def test_what_was_looked_for_comes_below_a_draft_and_takes_nothing_of_it(page):
    write(page)
    _bring(page, "海上迷路的鹦鹉")
    assert question(page).input_value() == f"{QUESTION}\n\n海上迷路的鹦鹉"
    question(page).press_sequentially("。")
    assert QUESTION in json.loads(json.loads(kept(page))["consult-draft"])["question"]
    _bring(page, "海上迷路的鹦鹉")
    assert question(page).input_value() == f"{QUESTION}\n\n海上迷路的鹦鹉。"


def _bring(page, words):
    """From the search into the form."""
    page.goto(f"/search/?q={words}")
    with page.expect_navigation():  # to the end: the draft is put in by a script
        page.get_by_role("button", name="在线咨询").click()

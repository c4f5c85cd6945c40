"""What the form does for who fills it in: counting, files, a word before leaving."""

import pytest

from tests.browser.client import ask, enter

pytestmark = [pytest.mark.browser, pytest.mark.ci]
LETTER = {"name": "便条.txt", "mimeType": "text/plain", "buffer": "借款五万元。".encode()}
CHOOSE_LARGE = """field => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(21e6)], "大.txt"));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change"));
}"""


def question(page):
    return page.get_by_label("您想咨询的事情")


def said(page):
    """What a screen reader is told beside the question."""
    return page.locator(".field-words [role=status]").inner_text()


def test_a_text_that_is_too_long_is_told_and_not_cut_off(page):
    page.goto("/consult/")
    question(page).fill("𠮷" + "字" * 5009)
    page.get_by_text("超出10字，请删减后再提交").wait_for()
    assert len(question(page).input_value()) == 5010


def test_the_count_is_said_near_the_bound_only(page):
    page.clock.install()
    page.goto("/consult/")
    question(page).fill("字" * 40)
    page.clock.run_for(2000)
    assert page.get_by_text("已填40字，最多5000字").is_visible()
    assert said(page) == ""
    question(page).fill("字" * 4900)
    assert said(page) == ""  # not while somebody writes
    page.clock.run_for(2000)
    assert said(page) == "还可以填100字。"


def chosen(page):
    return [file["name"] for file in page.evaluate(
        "[...document.querySelector('input[type=file]').files].map(({name}) => ({name}))"
    )]  # fmt: skip


def test_files_are_listed_added_to_and_taken_off_by_the_keyboard(page):
    page.goto("/consult/")
    field = page.locator("input[type=file]")
    field.set_input_files([LETTER])
    field.set_input_files([{**LETTER, "name": "二.txt"}])
    assert chosen(page) == ["便条.txt", "二.txt"]
    page.get_by_role("button", name="移除便条.txt").focus()
    page.keyboard.press("Enter")
    assert chosen(page) == ["二.txt"]
    assert page.evaluate("document.activeElement.ariaLabel") == "移除二.txt"
    page.keyboard.press("Enter")
    assert (chosen(page), page.evaluate("document.activeElement.type")) == ([], "file")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(page):
    page.goto("/consult/")
    page.locator("input[type=file]").evaluate(CHOOSE_LARGE)
    assert page.locator(".chosen").get_by_text("超过20MB").is_visible()
    page.get_by_role("button", name="移除大.txt").click()
    assert page.locator(".chosen").is_hidden()


def asks_before_leaving(page):
    return page.evaluate(
        "(() => { const leaving = new Event('beforeunload', {cancelable: true});"
        "window.dispatchEvent(leaving); return leaving.defaultPrevented; })()"
    )


def test_words_that_were_not_sent_are_asked_about_before_leaving(page):
    page.goto("/consult/")
    assert not asks_before_leaving(page)
    question(page).fill("写了一半")
    assert asks_before_leaving(page)
    question(page).fill("")
    assert not asks_before_leaving(page)


def test_a_call_is_no_leaving(page):
    page.goto("/consult/")
    question(page).fill("写了一半")
    page.evaluate(
        "document.addEventListener('click', (event) => event.preventDefault(), {once: true})"
    )
    page.locator(".urgent a").click()
    assert not asks_before_leaving(page)


def test_a_draft_that_is_kept_needs_no_question(page):
    page.goto("/consult/")
    page.get_by_label("在本设备的浏览器中暂存草稿").check()
    question(page).fill("写了一半")
    assert not asks_before_leaving(page)


def test_a_thread_asks_as_well(page, site):
    enter(page, ask(page, site, "租房到期了，房东一直不退押金，我该怎么办？（离开）"))
    assert not asks_before_leaving(page)
    page.get_by_label("补充或追问").fill("还没有写完")
    assert asks_before_leaving(page)


def test_the_separate_consent_shows_for_sensitive_areas_alone(page):
    page.goto("/consult/")
    consent = page.get_by_label("我单独同意")
    assert consent.is_hidden()
    page.get_by_label("事情属于哪一类").select_option(label="医疗纠纷")
    assert consent.is_visible()

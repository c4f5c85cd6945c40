"""What scripts make easier for a client: articles, files, a word before leaving, a proof."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from consult.base.enums import State
from consult.public.intake import BACK_AGAIN
from tests.browser import steps
from tests.browser.client import QUESTION, ask, enter, fill_in, latest, send, solved
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PLACES = """[...document.querySelectorAll("main > :not([data-helpful])")]
    .map((one) => [one.innerText, one.getBoundingClientRect().top])"""
LETTER = {"name": "便条.txt", "mimeType": "text/plain", "buffer": "借款五万元。".encode()}
CHOOSE_LARGE = """field => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(21e6)], "大.txt"));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change"));
}"""
PLAIN = "楼上装修把我家天花板泡坏了，物业说不归他们管，我该找谁赔偿？"


def test_articles_are_offered_while_the_question_is_written(page):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto("/consult/")
    page.get_by_label("您想咨询的事情").press_sequentially(QUESTION)
    offered = page.locator("[data-suggestions]").get_by_role("link", name="房东不退押金")
    offered.wait_for()
    assert offered.get_attribute("target") == "_blank"
    assert page.locator("[data-suggestions]").get_attribute("aria-live") == "polite"
    told = [(method, url) for method, url in asked if "suggest" in url and "/static/" not in url]
    assert {method for method, _ in told} == {"POST"}
    assert all(url.endswith("/consult/suggest/") for _, url in told)
    assert (page.console.worries(), page.console.hosts) == ([], set())


@pytest.mark.usefixtures("wechat")
@pytest.mark.parametrize("size", ["usual", "large"])
def test_three_ways_fit_at_the_foot_and_none_asks_another_host(chromium, site, size):
    with window(chromium, site, width=320) as page:
        page.context.add_cookies([{"name": "type", "value": size, "url": site.url}])
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for path in ("/", "/contact/", "/lawyers/lin-zhiyuan/", "/articles/1/", "/pages/privacy/"):
            page.goto(path)
            ways = page.locator(".float a").all()
            assert [one.inner_text() for one in ways] == ["打电话", "微信客服", "在线咨询"]
            for one in ways:
                assert one.bounding_box()["height"] >= 44
                assert one.evaluate("e => e.scrollWidth <= e.clientWidth")
        assert (page.console.worries(), page.console.hosts) == ([], set())
        assert not [url for url in asked if "/share/" in url]  # nor the picture for WeChat


def test_what_is_read_on_the_receipt_stays_where_it_is_when_articles_come(page, site):
    waiting = []
    page.route("**/consult/received/articles/", lambda route: waiting.append(route))
    ask(page, site, f"{QUESTION}（等待）")
    before = page.evaluate(PLACES)
    for _ in range(200):
        if waiting:
            break
        page.wait_for_timeout(100)
    waiting[0].continue_()
    page.locator("[data-helpful]").get_by_role("link").first.wait_for()
    assert page.evaluate(PLACES) == before


def test_a_wrong_code_leads_the_focus_to_what_is_said(page):
    page.goto("/consult/thread/")
    for code, told in (("0" * 16, "没有找到对应的咨询"), ("1234 5678 9012 345", "您输入了15位")):
        page.get_by_label("查询码").fill(code)
        page.keyboard.press("Enter")
        page.get_by_text(told).wait_for()
        expect(page.locator("#code-said")).to_be_focused()
    box = page.get_by_label("查询码")
    assert "code-said" in box.get_attribute("aria-describedby")
    assert box.get_attribute("aria-invalid") == "true"


def test_a_click_is_not_sent_twice(page, site):
    fill_in(page, site, f"{QUESTION}（双击）")
    button = page.locator("form[data-once] button[type=submit]")
    posted = []
    page.on("request", lambda request: posted.append((request.method, request.url)))
    button.dblclick()
    page.wait_for_url("**/consult/received/")
    assert posted.count(("POST", f"{site.url}/consult/")) == 1


def test_a_thread_that_nobody_touches_closes_itself(page, site):
    page.clock.install()
    enter(page, ask(page, site, f"{QUESTION}（走开）"))
    page.clock.run_for(14 * 60 * 1000)
    page.get_by_label("补充或追问").fill("还没有写完")
    page.clock.run_for(16 * 60 * 1000)
    assert page.get_by_label("补充或追问").input_value() == "还没有写完"
    page.get_by_label("补充或追问").fill("")
    page.context.clear_cookies()
    asked_again = page.get_by_role("heading", name="查看答复")
    for _ in range(4):  # on a slow machine the page may still be scrolling, which is a touch
        page.clock.run_for(16 * 60 * 1000)
        with contextlib.suppress(PlaywrightTimeout):
            asked_again.wait_for(timeout=5000)
            break
    assert asked_again.is_visible()


def test_an_error_takes_the_focus_and_leads_to_its_field(page):
    page.emulate_media(reduced_motion="reduce")  # jumps instead of rolling there
    steps.faulty(page, None, None)
    page.locator("#id_question_error").wait_for()
    assert page.title().startswith(BACK_AGAIN)
    expect(page.locator(":focus")).to_contain_text("未能提交")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_question")).to_be_focused()
    assert page.locator("#id_question_error").is_visible()
    label = page.locator("label[for=id_question]").bounding_box()
    assert label["y"] >= 0  # label, help and error are on the screen with the field
    page.get_by_role("button", name="上一步").click()
    page.get_by_role("link", name="请先阅读隐私告知").click()
    expect(page.locator("#id_consent")).to_be_focused()
    page.locator(".notice-wrong a[href='#id_question']").click()  # its words hold a number
    expect(page.locator("#id_question")).to_be_focused()


def question(page):
    return page.get_by_label("您想咨询的事情")


def said(page):
    """What a screen reader is told beside the question."""
    return page.locator(".field-words [role=status]").inner_text()


def test_the_count_is_said_near_the_bound_and_nothing_is_cut_off(page):
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
    question(page).fill("𠮷" + "字" * 5009)
    page.get_by_text("超出10字，请删减后再提交").wait_for()
    assert len(question(page).input_value()) == 5010


def chosen(page):
    return [file["name"] for file in page.evaluate(
        "[...document.querySelector('input[type=file]').files].map(({name}) => ({name}))"
    )]  # fmt: skip


def test_files_are_listed_added_to_and_taken_off_by_the_keyboard(page):
    steps.at_step(4)(page, None, None)
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
    field.evaluate(CHOOSE_LARGE)
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


def test_the_law_in_an_answer_has_a_card_that_is_asked_for_namelessly(page, site):
    steps.enter(page, site.sample_code)
    asked = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/card/") else None)
    link = page.locator(".message-lawyer a.cite").first
    page.keyboard.press("Tab")
    link.focus()
    page.locator("#statute-card").wait_for()
    headers = asked[0].all_headers()
    assert not {"cookie", "referer"} & headers.keys()
    assert page.console.worries() == []


def test_nothing_is_asked_before_the_form_is_touched(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/consult/")
    page.wait_for_timeout(1000)
    assert not [url for url in asked if "challenge" in url]
    page.get_by_label("您想咨询的事情").focus()
    assert solved(page)
    assert len([url for url in asked if "challenge" in url]) == 1


def test_a_challenge_that_does_not_come_holds_up_nobody(page, site):
    page.route("**/consult/challenge/", lambda route: route.abort())
    fill_in(page, site, PLAIN.replace("楼上", "隔壁的邻居家里"))
    send(page)
    assert latest(site) == [State.NEW, ""]

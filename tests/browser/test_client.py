"""What scripts make easier for a client, and what a phone and a keyboard meet."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.client import QUESTION, ask, enter, fill_in, send

pytestmark = [pytest.mark.browser, pytest.mark.ci]

PLACES = """[...document.querySelectorAll("main > :not([data-helpful])")]
    .map((one) => [one.innerText, one.getBoundingClientRect().top])"""


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


def test_the_receipt_comes_first_and_then_articles_that_may_help(page, site):
    ask(page, site)
    place = page.locator("[data-helpful]")
    offered = place.get_by_role("link", name="房东不退押金")
    offered.wait_for()
    assert offered.get_attribute("target") == "_blank"
    assert place.get_attribute("aria-live") == "polite"
    assert (page.console.worries(), page.console.hosts) == ([], set())


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


def test_back_and_send_again_is_the_same_consultation(page, site):
    code = ask(page, site, f"{QUESTION}（后退）")
    page.go_back()
    page.wait_for_url("**/consult/")
    assert page.get_by_label("您想咨询的事情").input_value() == f"{QUESTION}（后退）"
    page.get_by_label("我已阅读隐私告知").check()
    assert send(page) == code


def test_the_receipt_can_be_copied_and_printed(page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    code = ask(page, site, f"{QUESTION}（复制）")
    page.get_by_role("button", name="复制查询码").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert page.get_by_role("button", name="打印本页").is_visible()


def test_a_wrong_code_leads_the_focus_to_what_is_said(page):
    page.goto("/consult/thread/")
    page.get_by_label("查询码").fill("0" * 16)
    page.keyboard.press("Enter")
    page.get_by_text("没有找到对应的咨询").wait_for()
    assert page.evaluate("document.activeElement.id") == "code-said"
    box = page.get_by_label("查询码")
    assert "code-said" in box.get_attribute("aria-describedby")
    assert box.get_attribute("aria-invalid") == "true"
    assert box.input_value() == ""


def test_the_pages_of_a_thread_fit_a_small_phone_and_twice_the_size(page, site):
    code = ask(page, site, f"{QUESTION}（{'很长' * 60}）")
    for width in (320, 195):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "receipt"
    enter(page, code)
    for width in (320, 195):
        page.set_viewport_size({"width": width, "height": 700})
        for address in ("", "withdraw/processing/", "erase/"):
            page.goto(f"/consult/thread/{address}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert (page.console.worries(), page.console.hosts) == ([], set())


def test_a_click_is_not_sent_twice(page, site):
    fill_in(page, site, f"{QUESTION}（双击）")
    button = page.locator("form[data-once] button[type=submit]")
    posted = []
    page.on("request", lambda request: posted.append((request.method, request.url)))
    button.dblclick()
    page.wait_for_url("**/consult/received/")
    assert posted.count(("POST", f"{site.url}/consult/")) == 1


def test_on_paper_the_thread_has_no_buttons(page, site):
    enter(page, ask(page, site, f"{QUESTION}（打印）"))
    page.get_by_role("heading", name="您的资料由您决定").click()
    assert page.get_by_role("button", name="打印").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text(QUESTION).is_visible()


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

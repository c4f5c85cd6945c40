"""A session of the office that ends: warned of, no word is lost, and one retry is enough."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import asked, box
from tests.browser.office import log_in
from tests.browser.windows import window
from tests.browser.writing import body, open_form, put, to_the_end
from website.office.login.sessions import WAS_IDLE

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ANSWER = "您好，可以先申请劳动仲裁。"
MINUTE = 60
CHANGE = "/admin/articles/article/6/change/"
CANNED = "/admin/consult/cannedreply/add/"
SENTENCE = "刚打完的一句，谁也没有保存。"
AGE = (
    "from importlib import import_module as i;"
    "s = i('website.office.login.sessions').SessionStore('{}');"
    "s['office'] = {{k: v - {} for k, v in s['office'].items()}}; s.save()"
)
CLEAR = (
    "from articles.models import Article as A, Unsaved as U; U.objects.all().delete();"
    "A.objects.filter(pk=6).update(pending=None);"
    "from consult.models import CannedReply as C;"
    "C.objects.filter(title__contains='收到材料以后').delete()"
)
SOON = "2分钟内无操作将自动退出。"
STAY = "继续使用"


@pytest.fixture
def office(chromium, site):
    """A window of the office with a login of its own."""
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        yield page


def log_in_beside(office, site):
    """By the link of the page, in the window that it opens."""
    with office.context.expect_page() as opened:
        office.get_by_role("link", name="在新窗口登录").click()
    log_in(opened.value, site)
    opened.value.close()


def retry(office):
    with office.expect_navigation():
        office.get_by_role("button", name="再试一次").click()


@pytest.fixture
def aging(chromium, site):
    """A window of the office with a login of its own, whose clock can be moved."""
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        page.clock.install()
        yield page
    site.shell(CLEAR)


def nobody_for(aging, site, minutes):
    """Make the session of this window older, and the clock of its pages."""
    cookies = aging.context.cookies()
    key = next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")
    site.shell(AGE.format(key, minutes * MINUTE))
    aging.clock.fast_forward(minutes * MINUTE * 1000)


def line(aging):
    return aging.locator(".session-end [role=status]")


def test_an_answer_that_was_half_typed_goes_with_one_retry(aging, site):
    address = asked(site)[0]
    aging.goto(address)
    box(aging).fill(ANSWER)
    nobody_for(aging, site, 31)
    aging.get_by_role("button", name="发出答复").click()
    aging.get_by_text("登录已过期").wait_for()
    assert box(aging).input_value() == ANSWER
    log_in_beside(aging, site)
    retry(aging)
    aging.get_by_role("button", name="撤回").wait_for()


def test_an_article_that_was_half_typed_keeps_its_last_sentence(aging, site):
    open_form(aging, CHANGE)
    put(aging, f"<p>{'长文。' * 30_000}</p>")
    to_the_end(aging)
    nobody_for(aging, site, 31)
    aging.keyboard.type(SENTENCE)
    aging.locator("[name=_save]").first.click()
    aging.get_by_text("登录已过期").wait_for()
    assert SENTENCE in aging.get_by_label("正文").input_value()
    log_in_beside(aging, site)
    retry(aging)
    assert SENTENCE in body(open_form(aging, CHANGE))


def test_two_minutes_before_the_end_a_line_says_so_and_the_keyboard_stays(aging, site):
    aging.goto("/admin/")
    nobody_for(aging, site, 28.5)
    expect(line(aging)).to_have_text(SOON)
    aging.get_by_role("button", name=STAY).focus()
    aging.keyboard.press("Enter")
    expect(line(aging)).to_have_text("")
    nobody_for(aging, site, 20)
    aging.reload()
    assert aging.url.endswith("/admin/")


def test_who_types_where_nothing_is_kept_is_not_thrown_out(aging, site):
    aging.goto(CANNED)
    for _ in range(3):
        nobody_for(aging, site, 15)
        with aging.expect_response("**/admin/session/"):
            aging.locator("[name=text]").press_sequentially("字")
    aging.reload()
    assert aging.url.endswith(CANNED)


def test_a_page_that_stands_open_says_that_it_is_over_and_heals_after_the_login(aging, site):
    aging.goto(CANNED)
    nobody_for(aging, site, 31)
    expect(line(aging)).to_contain_text("登录已结束")
    beside = aging.context.new_page()
    beside.goto("/admin/")
    beside.get_by_text(WAS_IDLE).wait_for()
    beside.close()
    log_in_beside(aging, site)
    aging.clock.fast_forward(31_000)
    expect(line(aging)).to_have_text("")
    aging.get_by_label("标题").fill("再次收到材料以后")
    aging.locator("[name=text]").fill(SENTENCE)
    aging.locator("[name=_save]").first.click()
    aging.locator(".messagelist .success").wait_for()

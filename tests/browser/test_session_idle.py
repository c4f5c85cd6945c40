"""A session of the office that ends because nobody was there: warned of, and no word is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import asked, box
from tests.browser.office import log_in
from tests.browser.test_session_ended import ANSWER, log_in_beside, retry
from tests.browser.windows import window
from tests.browser.writing import body, open_form, to_the_end
from website.office.login.sessions import WAS_IDLE

pytestmark = [pytest.mark.browser, pytest.mark.ci]
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
    """A window of the office with a login of its own, whose clock can be moved."""
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        page.clock.install()
        yield page
    site.shell(CLEAR)


def nobody_for(office, site, minutes):
    """Make the session of this window older, and the clock of its pages."""
    cookies = office.context.cookies()
    key = next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")
    site.shell(AGE.format(key, minutes * MINUTE))
    office.clock.fast_forward(minutes * MINUTE * 1000)


def line(office):
    return office.locator(".session-end [role=status]")


def test_an_answer_that_was_half_typed_goes_with_one_retry(office, site):
    address = asked(site)[0]
    office.goto(address)
    box(office).fill(ANSWER)
    nobody_for(office, site, 31)
    office.get_by_role("button", name="发出答复").click()
    office.get_by_text("登录已过期").wait_for()
    assert box(office).input_value() == ANSWER
    log_in_beside(office, site)
    retry(office)
    office.get_by_role("button", name="撤回").wait_for()


def test_an_article_that_was_half_typed_keeps_its_last_sentence(office, site):
    open_form(office, CHANGE)
    to_the_end(office)
    nobody_for(office, site, 31)
    office.keyboard.type(SENTENCE)
    office.locator("[name=_save]").first.click()
    office.get_by_text("登录已过期").wait_for()
    assert SENTENCE in office.get_by_label("正文").input_value()
    log_in_beside(office, site)
    retry(office)
    assert SENTENCE in body(open_form(office, CHANGE))


def test_a_form_that_no_script_keeps_loses_no_word_either(office, site):
    office.goto(CANNED)
    office.get_by_label("标题").fill("收到材料以后")
    office.locator("[name=text]").fill(SENTENCE)
    nobody_for(office, site, 31)
    office.locator("[name=_save]").first.click()
    office.get_by_text("登录已过期").wait_for()
    log_in_beside(office, site)
    retry(office)
    office.locator(".messagelist .success").wait_for()


def test_a_page_that_is_opened_after_the_end_comes_back_after_the_login(office, site):
    nobody_for(office, site, 31)
    office.goto("/admin/firm/lawyer/?o=1")
    office.get_by_text(WAS_IDLE).wait_for()
    office.get_by_label("用户名").fill("admin")
    office.get_by_label("密码").fill(site.password)
    office.get_by_role("button", name="登录").click()
    office.wait_for_url("**/admin/firm/lawyer/?o=1")


def test_nothing_of_the_line_is_seen_before_on_whatever_page(office, site):
    for address in ("/admin/", CANNED, "/admin/people/", "/admin/second-factor/"):
        office.goto(address)
        expect(office.locator(".session-end :is(p, button, a):visible")).to_have_count(0)


def test_two_minutes_before_the_end_a_line_says_so_and_the_keyboard_stays(office, site):
    office.goto("/admin/")
    nobody_for(office, site, 28.5)
    expect(line(office)).to_have_text(SOON)
    office.get_by_role("button", name=STAY).focus()
    office.keyboard.press("Enter")
    expect(line(office)).to_have_text("")
    nobody_for(office, site, 20)
    office.reload()
    assert office.url.endswith("/admin/")


def test_who_types_where_nothing_is_kept_is_not_thrown_out(office, site):
    office.goto(CANNED)
    for _ in range(3):
        nobody_for(office, site, 15)
        with office.expect_response("**/admin/session/"):
            office.locator("[name=text]").press_sequentially("字")
    office.reload()
    assert office.url.endswith(CANNED)


def test_a_page_that_stands_open_says_that_it_is_over_and_heals_after_the_login(office, site):
    office.goto(CANNED)
    nobody_for(office, site, 31)
    expect(line(office)).to_contain_text("登录已结束")
    beside = office.context.new_page()
    beside.goto("/admin/")
    beside.get_by_text(WAS_IDLE).wait_for()
    beside.close()
    log_in_beside(office, site)
    office.clock.fast_forward(31_000)
    expect(line(office)).to_have_text("")
    office.get_by_label("标题").fill("再次收到材料以后")
    office.locator("[name=text]").fill(SENTENCE)
    office.locator("[name=_save]").first.click()
    office.locator(".messagelist .success").wait_for()

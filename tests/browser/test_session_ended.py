"""A session that ended while somebody wrote: nothing is lost, and one retry is enough."""

import re

import pytest

from tests.browser.desk import asked, box
from tests.browser.office import log_in
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ANSWER = "您好，可以先申请劳动仲裁。"


@pytest.fixture
def office(chromium, site):
    """A window of the office with a login of its own."""
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        yield page


def end_session(office):
    """As after twelve hours: the login is gone, the page stands open."""
    office.context.clear_cookies(name="sessionid")


def log_in_beside(office, site):
    """By the link of the page, in the window that it opens."""
    with office.context.expect_page() as opened:
        office.get_by_role("link", name="在新窗口登录").click()
    log_in(opened.value, site)
    opened.value.close()


def retry(office):
    with office.expect_navigation():
        office.get_by_role("button", name="再试一次").click()


def test_an_answer_goes_with_one_retry_after_the_login(office, site):
    office.goto(asked(site)[0])
    box(office).fill(ANSWER)
    end_session(office)
    office.get_by_role("button", name="发出答复").click()
    office.get_by_text("登录已过期").wait_for()
    assert box(office).input_value() == ANSWER
    log_in_beside(office, site)
    retry(office)
    office.get_by_role("button", name="撤回").wait_for()


def test_a_retry_without_a_login_sends_nothing_and_says_so(office, site):
    office.goto(asked(site)[0])
    box(office).fill(ANSWER)
    end_session(office)
    office.get_by_role("button", name="发出答复").click()
    office.get_by_role("button", name="再试一次").click()
    office.get_by_text("尚未登录").wait_for()
    assert box(office).input_value() == ANSWER


def test_a_draft_is_kept_again_after_a_login_in_another_window(office, site):
    address = asked(site)[0]
    office.goto(address)
    end_session(office)
    box(office).press_sequentially("写到一半")
    office.get_by_text(re.compile("未能保存：登录已过期")).wait_for()
    beside = office.context.new_page()
    log_in(beside, site)
    box(office).press_sequentially("，又写一句")
    office.get_by_text("草稿已保存").wait_for()
    beside.goto(address)
    assert box(beside).input_value() == "写到一半，又写一句"

"""Words that have just been typed into the reply box, and what is pressed right after them."""

import pytest

from tests.browser.desk import asked, box
from tests.browser.office import log_in, opened
from tests.browser.test_form_help import asks_before_leaving
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]

KEPT = "草稿已保存"
FIRST, LAST = "先写好的一句。", "刚刚打完的最后几个字。"
PRESSED = ["保存备注", "结束咨询", "暂停删除", "分派", "时效"]


@pytest.fixture
def address(site):
    """The desk page of a consultation that came in just now."""
    return asked(site)[0]


@pytest.fixture
def office(chromium, site):
    """A window of the office."""
    with opened(chromium, site) as page:
        yield page


def write_and_go_on(office, address):
    """A kept first sentence, and words behind it that have not been kept."""
    office.goto(address)
    box(office).press_sequentially(FIRST)
    office.get_by_text(KEPT).wait_for()
    box(office).press_sequentially(LAST)


def press(office, button):
    """One of the other buttons of the page; ends on the page that it leads to."""
    care = office.locator(".desk-care form")
    if button == "保存备注":
        office.get_by_label("新备注").fill("备注")
    if button == "暂停删除":
        office.locator("summary", has_text="同意与保存").click()
    found = {
        "分派": care.filter(has=office.get_by_label("负责人")).get_by_role("button"),
        "时效": care.filter(has=office.get_by_label("时效届满日")).get_by_role("button"),
    }.get(button) or office.get_by_role("button", name=button)
    with office.expect_navigation():
        found.click()


@pytest.mark.parametrize("button", PRESSED)
def test_the_last_words_are_in_the_box_after_another_button_was_pressed(office, address, button):
    write_and_go_on(office, address)
    press(office, button)
    office.locator(".messagelist .success").wait_for()
    assert box(office).input_value() == FIRST + LAST


def test_a_note_that_is_not_saved_stays_until_its_writer_agrees_to_leave(office, address):
    office.goto(address)
    note = office.get_by_label("新备注")
    note.press_sequentially("写到一半的备注")
    with office.expect_event("dialog") as asked:
        office.once("dialog", lambda dialog: dialog.dismiss())
        office.get_by_role("button", name="结束咨询").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    assert note.input_value() == "写到一半的备注"
    office.get_by_role("button", name="保存备注").click()
    office.get_by_text("备注已保存").wait_for()


def test_with_no_note_begun_nothing_is_asked(office, address):
    office.goto(address)
    assert not asks_before_leaving(office)
    office.get_by_label("新备注").fill("写到一半的备注")
    assert asks_before_leaving(office)


def logout(page):
    """The button of the account's menu."""
    page.locator(".account summary").click()
    return page.get_by_role("button", name="退出登录")


@pytest.mark.parametrize("way", ["link", "logout"])
def test_the_last_words_are_kept_before_a_link_or_the_logout_leads_away(
    chromium, site, address, way
):
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        write_and_go_on(page, address)
        link = page.locator(".breadcrumbs a").first
        button = link if way == "link" else logout(page)
        with page.expect_navigation():
            button.click()
        log_in(page, site) if way == "logout" else None
        page.goto(address)
        assert box(page).input_value() == FIRST + LAST


def test_a_second_window_overwrites_nothing_and_both_texts_are_offered(office, address):
    office.goto(address)
    phone = office.context.new_page()
    phone.goto(address)
    box(office).press_sequentially("电脑上写的")
    office.get_by_text(KEPT).wait_for()
    box(phone).press_sequentially("手机上写的")
    phone.get_by_text("您在其他窗口另有一份").wait_for()
    phone.reload()
    assert box(phone).input_value() == "手机上写的"
    phone.get_by_role("button", name="放进答复框").first.click()
    phone.get_by_text("草稿已放进您的答复框").wait_for()
    assert box(phone).input_value() == "手机上写的\n\n电脑上写的"


def test_words_that_cannot_be_kept_hold_the_page_back_once(office, address):
    office.goto(address)
    box(office).press_sequentially(FIRST)
    office.context.set_offline(True)
    office.get_by_label("新备注").fill("备注")
    office.get_by_role("button", name="保存备注").click()
    office.get_by_text("未能保存：网络不通").wait_for()
    assert box(office).input_value() == FIRST
    office.context.set_offline(False)
    office.get_by_role("button", name="保存备注").click()
    office.get_by_text("备注已保存").wait_for()
    assert box(office).input_value() == FIRST

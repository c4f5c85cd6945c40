"""The lawyer at the desk: draft, sending, keys, a colleague, words typed just before leaving."""

import pytest

from tests.browser.desk import asked, box, panel
from tests.browser.office import log_in, opened
from tests.browser.test_client import asks_before_leaving
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
COLLEAGUE = (
    "from django.contrib.auth import get_user_model as U;"
    "U().objects.create_superuser('zhang', password='desk-browser-1', last_name='张敏')"
)
COMPOSING = """field => field.dispatchEvent(new KeyboardEvent("keydown",
    {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))"""
KEPT = "草稿已保存"
FIRST, LAST = "先写好的一句。", "刚刚打完的最后几个字。"


@pytest.fixture
def address(site):
    """The desk page of a consultation that came in just now."""
    return asked(site)[0]


@pytest.fixture(scope="module")
def colleague(site):
    """A second lawyer."""
    site.shell(COLLEAGUE)


@pytest.fixture
def office(chromium, site):
    """A window of the office on a telephone."""
    with opened(chromium, site, width=390, height=844) as page:
        yield page


def test_a_colleague_who_writes_is_seen(chromium, site, office, address, colleague):
    office.goto(address)
    with window(chromium, site) as two:
        log_in(two, site, "zhang", "desk-browser-1")
        two.goto(address)
        box(two).press_sequentially("我来答复")
        two.get_by_text("草稿已保存").wait_for()
        box(office).press_sequentially("我也在写")
        office.get_by_text("张敏正在写答复").wait_for()


@pytest.fixture
def reply(chromium, site):
    with opened(chromium, site, width=1280, height=900) as page:
        page.goto(asked(site)[0])
        yield page


@pytest.mark.parametrize("key", ["Control", "Meta"])
def test_the_keys_send_once_and_the_reply_can_be_taken_back(reply, key):
    box(reply).fill("您好，请先保存工资流水。")
    box(reply).evaluate(COMPOSING)
    panel(reply, "备注").get_by_label("新备注").press(f"{key}+Enter")  # elsewhere they do nothing
    reply.wait_for_timeout(500)
    assert reply.get_by_role("button", name="撤回").count() == 0
    box(reply).focus()
    reply.keyboard.down(key)
    reply.keyboard.press("Enter")
    reply.keyboard.press("Enter")
    reply.keyboard.up(key)
    reply.get_by_role("button", name="撤回").wait_for()
    assert reply.get_by_role("button", name="撤回").count() == 1


@pytest.fixture
def wide(chromium, site):
    """A window of the wide."""
    with opened(chromium, site) as page:
        yield page


def write_and_go_on(wide, address):
    """A kept first sentence, and words behind it that have not been kept."""
    wide.goto(address)
    box(wide).press_sequentially(FIRST)
    wide.get_by_text(KEPT).wait_for()
    box(wide).press_sequentially(LAST)


def test_a_note_that_is_not_saved_stays_until_its_writer_agrees_to_leave(wide, address):
    wide.goto(address)
    assert not asks_before_leaving(wide)
    note = panel(wide, "备注").get_by_label("新备注")
    note.press_sequentially("写到一半的备注")
    assert asks_before_leaving(wide)
    with wide.expect_event("dialog") as asked:
        wide.once("dialog", lambda dialog: dialog.dismiss())
        wide.get_by_role("button", name="结束咨询").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    assert note.input_value() == "写到一半的备注"
    wide.get_by_role("button", name="保存").click()
    wide.get_by_text("备注已保存").wait_for()


def test_the_last_words_are_kept_whatever_leads_away(chromium, site):
    """Another button of the page, a link, the logout."""
    with window(chromium, site, 1440, 900) as page:
        log_in(page, site)
        for way in ("保存", "link", "退出登录"):
            address = asked(site)[0]
            write_and_go_on(page, address)
            found = page.get_by_role("button", name=way)
            if way == "link":
                found = page.locator(".breadcrumbs a").first
            elif way == "保存":
                panel(page, "备注").get_by_label("新备注").fill("备注")
            else:
                page.locator(".account summary").click()
            with page.expect_navigation():
                found.click()
            if way == "退出登录":
                log_in(page, site)
            page.goto(address)
            assert box(page).input_value() == FIRST + LAST, way


def test_a_second_window_overwrites_nothing_and_both_texts_are_offered(wide, address):
    wide.goto(address)
    phone = wide.context.new_page()
    phone.goto(address)
    box(wide).press_sequentially("电脑上写的")
    wide.get_by_text(KEPT).wait_for()
    box(phone).press_sequentially("手机上写的")
    phone.get_by_text("您在其他窗口另有一份").wait_for()
    phone.reload()
    assert box(phone).input_value() == "手机上写的"
    phone.get_by_role("button", name="放进答复框").first.click()
    phone.get_by_text("草稿已放进您的答复框").wait_for()
    assert box(phone).input_value() == "手机上写的\n\n电脑上写的"


def test_words_that_cannot_be_kept_hold_the_page_back_once(wide, address):
    wide.goto(address)
    box(wide).press_sequentially(FIRST)
    wide.context.set_offline(True)
    panel(wide, "备注").get_by_label("新备注").fill("备注")
    wide.get_by_role("button", name="保存").click()
    wide.get_by_text("未能保存：网络不通").wait_for()
    assert box(wide).input_value() == FIRST
    wide.context.set_offline(False)
    wide.get_by_role("button", name="保存").click()
    wide.get_by_text("备注已保存").wait_for()
    assert box(wide).input_value() == FIRST

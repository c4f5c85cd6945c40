"""The lawyer at the desk in a real browser: canned reply, draft, sending, taking back, a note."""

import re

import pytest

from tests.browser.client import enter
from tests.browser.desk import asked, box
from tests.browser.office import log_in, opened
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]

COLLEAGUE = (
    "from django.contrib.auth import get_user_model as U;"
    "U().objects.create_superuser('zhang', password='desk-browser-1', last_name='张敏')"
)


@pytest.fixture(scope="module")
def colleague(site):
    """A second lawyer."""
    site.shell(COLLEAGUE)


@pytest.fixture
def came_in(site):
    """A consultation that came in just now: the address of its desk page, and its code."""
    return asked(site)


@pytest.fixture
def address(came_in):
    """The desk page of a consultation that came in just now."""
    return came_in[0]


@pytest.fixture
def office(chromium, site):
    """A window of the office on a telephone."""
    with opened(chromium, site, width=390, height=844) as page:
        yield page


def test_an_answer_is_seen_by_the_client_after_half_a_minute_and_a_note_never(
    office, page, came_in
):
    address, code = came_in
    office.goto(address)
    box(office).fill("您好，请先保存打卡记录和工资流水。")
    office.get_by_role("button", name="发出答复").click()
    office.get_by_role("button", name="撤回").wait_for()
    office.get_by_label("新备注").fill("当事人情绪不稳")
    office.get_by_role("button", name="保存备注").click()
    office.get_by_text("备注已保存").wait_for()
    office.get_by_text("咨询人现在可以看到").wait_for(timeout=40_000)  # a real half minute
    enter(page, code)
    assert page.get_by_text("请先保存打卡记录和工资流水。").is_visible()
    assert "当事人情绪不稳" not in page.content()


def test_the_last_words_before_the_window_closes_are_kept(office, address):
    office.goto(address)
    box(office).press_sequentially("没有等到自动保存")
    office.goto("/admin/")
    for _ in range(20):  # the browser sends it on its own, at its own time
        office.goto(address)
        if box(office).input_value():
            break
        office.wait_for_timeout(200)
    assert box(office).input_value() == "没有等到自动保存"


def test_a_draft_that_cannot_be_kept_is_said_so(office, address):
    office.goto(address)
    office.context.clear_cookies()
    box(office).press_sequentially("写到一半")
    office.get_by_text(re.compile("未能保存：")).wait_for()
    assert box(office).input_value() == "写到一半"


def test_a_colleague_who_writes_is_seen(chromium, site, office, address, colleague):
    office.goto(address)
    with window(chromium, site) as two:
        log_in(two, site, "zhang", "desk-browser-1")
        two.goto(address)
        box(two).press_sequentially("我来答复")
        two.get_by_text("草稿已保存").wait_for()
        box(office).press_sequentially("我也在写")
        office.get_by_text("张敏正在写答复").wait_for()


def test_articles_are_found_and_linked_at_the_cursor(office, address):
    office.goto(address)
    box(office).fill("开头\n\n结尾")
    box(office).evaluate("field => field.setSelectionRange(2, 2)")
    office.locator("summary", has_text="链接本站文章").click()
    office.get_by_label("按内容查找").fill("工资")
    with office.expect_response("**/articles/") as found:
        office.get_by_label("按内容查找").press("Enter")
    found.value.finished()
    office.locator("[data-insert=id_article]").click()
    assert re.fullmatch(
        r"开头\n\n《.+》\nhttp://[\w.:]+/articles/\d+/\n\n结尾", box(office).input_value()
    )


def test_all_of_it_works_without_scripts(chromium, site, address):
    with opened(chromium, site, java_script_enabled=False) as office:
        office.goto(address)
        office.locator("#reply summary", has_text="常用答复").click()
        box(office).fill("先写的一句。")
        office.get_by_label("选择常用答复").select_option(label="建议面谈")
        office.locator("[data-insert=id_canned]").click()
        assert re.match("先写的一句。\n\n您好：", box(office).input_value())
        office.get_by_role("button", name="发出答复").click()
        office.get_by_text(re.compile(r"\d\d:\d\d:\d\d之前")).wait_for()
        office.get_by_role("button", name="撤回").click()
        office.get_by_text("已撤回").wait_for()
        assert "先写的一句。" in box(office).input_value()


def test_nothing_is_wider_than_the_phone_and_the_console_is_quiet(office, address):
    page = office
    page.goto(address)
    for summary in page.locator("#content summary").all():
        summary.click()
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (page.console.worries(), page.console.hosts) == ([], set())

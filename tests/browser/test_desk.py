"""The lawyer at the desk in a real browser: canned reply, draft, sending, taking back, a note."""

import re

import pytest

from tests.browser.test_journey import log_in, open_thread

pytestmark = [pytest.mark.browser]

ASK = (
    "import secrets; from consult import services; from consult.enums import ConsentKind as K;"
    "from firm.models import PracticeArea as A; from firm.services import current_notice;"
    "area = A.objects.get(slug='labor'); question = '被拖欠工资 ' + secrets.token_hex(9);"
    "kept, code = services.submit(area=area, question=question,"
    "consents={K.PROCESSING: current_notice()}, token=secrets.token_hex(9));"
    "print(kept.pk, code)"
)
COLLEAGUE = (
    "from django.contrib.auth import get_user_model as U;"
    "U().objects.create_superuser('zhang', password='desk-browser-1', last_name='张敏')"
)


@pytest.fixture(scope="module")
def colleague(site):
    """A second lawyer."""
    site.manage("shell", "-c", COLLEAGUE)


def new_office(chromium, site, **options):
    """A browser of the office, on a phone; it runs scripts unless told otherwise."""
    size = {"width": 390, "height": 844}
    context = chromium.new_context(base_url=site.url, locale="zh-CN", viewport=size, **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def asked(site):
    """A consultation that came in just now: the address of its desk page, and its code."""
    told = site.manage("shell", "-v", "0", "-c", ASK).stdout.strip().splitlines()[-1]
    key, code = told.split()
    return f"/admin/consult/consultation/{key}/change/", code


@pytest.fixture
def address(asked):
    """The desk page of a consultation that came in just now."""
    return asked[0]


def insert_canned(office):
    office.locator("summary", has_text="常用答复").click()
    office.get_by_label("选一条").select_option(label="先告知答复时间")
    office.locator("[data-insert=id_canned]").click()


def box(office):
    return office.get_by_label("答复", exact=True)


def test_from_a_canned_reply_to_an_answer_that_was_taken_back_once(chromium, page, site, asked):
    address, code = asked
    office = new_office(chromium, site)
    log_in(office, site)
    office.goto(address)
    insert_canned(office)
    assert re.match("您好：\n\n您的咨询（劳动与工伤）", box(office).input_value())
    box(office).press_sequentially("\n请先保存打卡记录。")
    office.get_by_text(re.compile(r"草稿已保存 \d\d:\d\d")).wait_for()
    office.context.close()

    office = new_office(chromium, site)  # the browser was closed; nothing was pressed
    log_in(office, site)
    office.goto(address)
    assert "请先保存打卡记录。" in box(office).input_value()
    office.get_by_role("button", name="发出答复").click()
    office.locator("[data-undo-left]", has_text=re.compile(r"\d+秒内")).wait_for()
    open_thread(page, code)
    assert page.get_by_text("请先保存打卡记录。").count() == 0
    office.get_by_role("button", name="撤回").click()
    office.get_by_text("已撤回").wait_for()

    box(office).fill("您好，请先保存打卡记录和工资流水。")
    office.get_by_label("写一条备注").fill("当事人情绪不稳")
    office.get_by_role("button", name="发出答复").click()
    office.get_by_role("button", name="撤回").wait_for()
    office.get_by_label("写一条备注").fill("当事人情绪不稳")
    office.get_by_role("button", name="保存备注").click()
    office.get_by_text("备注已保存").wait_for()
    office.get_by_text("咨询人现在可以看到").wait_for(timeout=40_000)
    office.context.close()

    page.reload()
    assert page.get_by_text("请先保存打卡记录和工资流水。").is_visible()
    assert "当事人情绪不稳" not in page.content()


def test_the_last_words_before_the_window_closes_are_kept(chromium, site, address):
    office = new_office(chromium, site)
    log_in(office, site)
    office.goto(address)
    box(office).press_sequentially("没有等到自动保存")
    office.goto("/admin/")
    for _ in range(20):  # the browser sends it on its own, at its own time
        office.goto(address)
        if box(office).input_value():
            break
        office.wait_for_timeout(200)
    assert box(office).input_value() == "没有等到自动保存"
    office.context.close()


def test_a_draft_that_cannot_be_kept_is_said_so(chromium, site, address):
    office = new_office(chromium, site)
    log_in(office, site)
    office.goto(address)
    office.context.clear_cookies()
    box(office).press_sequentially("写到一半")
    office.get_by_text(re.compile("没有存上：")).wait_for()
    assert box(office).input_value() == "写到一半"
    office.context.close()


def test_a_colleague_who_writes_is_seen(chromium, site, address, colleague):
    one, two = (new_office(chromium, site) for _ in range(2))
    log_in(one, site)
    one.goto(address)
    two.goto("/admin/")
    two.get_by_label("用户名").fill("zhang")
    two.get_by_label("密码").fill("desk-browser-1")
    two.get_by_role("button", name="登录").click()
    two.wait_for_url("**/admin/")
    two.goto(address)
    box(two).press_sequentially("我来答复")
    two.get_by_text("草稿已保存").wait_for()
    box(one).press_sequentially("我也在写")
    one.get_by_text("张敏正在写答复").wait_for()
    one.context.close()
    two.context.close()


def test_articles_are_found_and_linked_at_the_cursor(chromium, site, address):
    office = new_office(chromium, site)
    log_in(office, site)
    office.goto(address)
    box(office).fill("开头\n\n结尾")
    box(office).evaluate("field => field.setSelectionRange(2, 2)")
    office.locator("summary", has_text="链接本站文章").click()
    office.get_by_label("按内容查找").fill("工资")
    office.get_by_label("按内容查找").press("Enter")
    office.wait_for_timeout(1000)
    office.locator("[data-insert=id_article]").click()
    assert re.fullmatch(
        r"开头\n\n《.+》\nhttp://[\w.:]+/articles/\d+/\n\n结尾", box(office).input_value()
    )
    office.context.close()


def test_all_of_it_works_without_scripts(chromium, site, address):
    office = new_office(chromium, site, java_script_enabled=False)
    log_in(office, site)
    office.goto(address)
    office.locator("summary", has_text="常用答复").click()
    box(office).fill("先写的一句。")
    office.get_by_label("选一条").select_option(label="建议面谈")
    office.locator("[data-insert=id_canned]").click()
    assert re.match("先写的一句。\n\n您好：", box(office).input_value())
    office.get_by_role("button", name="发出答复").click()
    office.get_by_text(re.compile(r"\d\d:\d\d:\d\d之前")).wait_for()
    office.get_by_role("button", name="撤回").click()
    office.get_by_text("已撤回").wait_for()
    assert "先写的一句。" in box(office).input_value()
    office.context.close()


def test_nothing_is_wider_than_the_phone_and_the_console_is_quiet(page, site, address):
    log_in(page, site)
    page.goto(address)
    for summary in page.locator("#content summary").all():
        summary.click()
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (page.console.worries(), page.console.hosts) == ([], set())

"""Days of manager, lawyer, assistant and editor: handed on, drafted, answered, with keys alone."""

import pytest

from tests.browser.colleagues import at_work, fits
from tests.browser.desk import asked
from tests.browser.eyes import sees
from tests.browser.keys import choose, follow, on, press, tab_to, write
from tests.browser.office import log_in, opened
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
COLLEAGUE = """
from django.contrib.auth import get_user_model as U
from django.contrib.auth.models import Group
name = {"last_name": "宋", "first_name": "遥", "email": "song@example.com", "is_staff": True}
one, new = U().objects.get_or_create(username="song", defaults=name)
one.set_password("desk-browser-2")
one.save()
one.groups.add(Group.objects.get(name="律师"))
"""
WORD = "材料已收齐，请周三前答复"
WIDE = pytest.mark.parametrize("width", [390, 1440])
INBOX = "/admin/consult/consultation/"
SHARED = """
from consult.models import Consultation as C
from django.contrib.auth.models import User
C.objects.get(pk="{}").shared_with.add(User.objects.get(username="duty-assistant"))
"""
TITLE = "只用键盘能发布文章吗？"
TEXT = "能。按制表键走到要去的地方，按回车键打开。"
CLEAR = f"from articles.models import Article as A; A.objects.filter(title='{TITLE}').delete()"


@pytest.fixture(scope="module")
def colleague(site):
    """A lawyer who sees nothing but what is theirs."""
    site.shell(COLLEAGUE)


def panel(office, name):
    """A panel by its heading, unfolded; one that the address names opens by itself."""
    office.wait_for_load_state()
    found = office.locator("details.panel", has=office.get_by_role("heading", name=name))
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


@pytest.mark.parametrize("width", [390, 1440])
def test_it_is_passed_on_and_comes_back_and_ends(chromium, site, colleague, width):
    address, _ = asked(site)
    with opened(chromium, site, width=width) as office:
        office.goto(address)
        office.get_by_label("新备注").press_sequentially("请先看合同 @宋")
        sees(office.get_by_role("button", name="宋遥（会成为协办人）")).click()
        assert office.get_by_label("新备注").input_value() == "请先看合同 @宋遥 "
        office.get_by_role("button", name="保存备注").click()
        sees(office.get_by_text("已提醒宋遥"))

        care = panel(office, "办理")
        care.get_by_label("跟进什么").fill("问收到没有")
        care.get_by_role("button", name="一周后").click()
        sees(office.get_by_text("到时会提醒"))

        over = panel(office, "转交")
        over.get_by_label("转给").select_option(label="宋遥")
        over.get_by_role("textbox", name="说明").fill(WORD)
        over.get_by_role("button", name="转交").click()
        sees(office.get_by_text("已转交"))
        assert office.evaluate("document.documentElement.scrollWidth") <= width
        assert office.console.worries() == []
    with window(chromium, site, width, 900) as two:
        log_in(two, site, "song", "desk-browser-2")
        two.get_by_role("link", name="提到我的").click()
        two.goto(address)
        sees(two.get_by_text(WORD))
        sees(two.get_by_text("请先看合同"))
        two.get_by_role("button", name="结束咨询").click()
        two.get_by_role("button", name="未委托").click()
        two.get_by_role("button", name="费用没有谈拢").click()
        sees(two.locator("#outcome [aria-pressed=true]", has_text="费用没有谈拢"))
        two.goto("/admin/")
        assert two.locator(".desk-none").get_by_text("提到我的").count() == 1
        assert two.console.worries() == []


@WIDE
def test_a_manager_assigns_many_takes_it_back_and_reads_the_figures(chromium, site, width):
    references = [asked(site)[0].split("/")[-3][:8].upper() for _ in range(2)]
    with at_work(chromium, site, "咨询主管", width) as office:
        office.goto(f"{INBOX}?who=nobody")
        rows = [office.locator("#result_list tbody tr", has_text=one) for one in references]
        for row in rows:
            row.locator(".action-select").check()
        office.get_by_role("button", name="分派", exact=True).click()
        office.get_by_label("分派给").select_option(index=1)
        office.get_by_role("button", name="分派（2条）").click()
        sees(office.locator(".batch-band"), "2条")
        assert [row.count() for row in rows] == [0, 0]
        fits(office)
        office.get_by_role("button", name="撤销").click()
        sees(office.locator(".batch-band"), "已撤销")
        assert [row.count() for row in rows] == [1, 1]
        office.goto("/admin/figures/")
        sees(office.get_by_role("heading", level=1))
        assert office.locator("table tbody tr").count() > 0
        fits(office)


@WIDE
def test_an_assistant_drafts_and_does_not_send(chromium, site, width):
    address, _ = asked(site)
    with at_work(chromium, site, "助理", width) as office:
        site.shell(SHARED.format(address.split("/")[-3]))
        office.goto("/admin/")
        assert office.get_by_role("main").get_by_role("link", name="登记咨询").count()
        office.goto(address)
        box_of = office.get_by_label("起草答复", exact=True)
        box_of.fill("您好，请先保存打卡记录。")
        assert office.get_by_role("button", name="发出答复").count() == 0
        office.get_by_role("button", name="存草稿，请律师发出").click()
        sees(office.locator("[data-draft-state]", has_text="草稿已保存"))
        fits(office)


@pytest.mark.parametrize("width", [1280, 640])
def test_a_secretary_writes_and_publishes_an_article(chromium, site, width):
    with opened(chromium, site, width=width, height=720, clear=CLEAR) as page:
        page.goto("/admin/")
        follow(page, "a", "写一篇文章")
        page.locator(".cke_wysiwyg_div").wait_for()
        if not on(page, "#id_title"):  # the form may put it there by itself
            tab_to(page, "#id_title")
        page.keyboard.type(TITLE)
        choose(page, "#id_area")
        choose(page, "#id_author")
        write(page, ".cke_wysiwyg_div", TEXT)
        press(page, "input[type=submit], button", "发布")
        page.locator(".messagelist .success").wait_for()
        page.goto("/articles/")
        assert page.get_by_role("link", name=TITLE).first.is_visible()

"""A consultation handed on to a colleague, who ends it."""

import pytest

from tests.browser.desk import asked, panel
from tests.browser.eyes import sees
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


@pytest.fixture(scope="module")
def colleague(site):
    """A lawyer who sees nothing but what is theirs."""
    site.shell(COLLEAGUE)


def test_it_is_passed_on_and_comes_back_and_ends(chromium, site, colleague):
    (address, _), width = asked(site), 390
    with opened(chromium, site, width=width) as office:
        office.goto(address)
        care, notes = panel(office, "办理"), panel(office, "备注")
        notes.get_by_label("新备注").press_sequentially("请先看合同 @宋")
        sees(notes.get_by_role("button", name="宋遥（会成为协办人）")).click()
        assert notes.get_by_label("新备注").input_value() == "请先看合同 @宋遥 "
        care.get_by_label("跟进什么").fill("问收到没有")
        care.get_by_role("button", name="一周后").click()  # saves the note as well
        sees(office.get_by_text("备注已保存，已提醒宋遥。跟进日已定在"))

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
        assert two.get_by_role("link", name="提到我的").count() == 0
        assert two.console.worries() == []

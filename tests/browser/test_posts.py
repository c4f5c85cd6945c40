"""A day of each post: manager, lawyer, assistant, editor, on a telephone and at a desk."""

import pytest

from tests.browser.colleagues import at_work, fits
from tests.browser.desk import asked, box, insert_canned
from tests.browser.eyes import sees
from tests.browser.test_handing_on import panel

pytestmark = [pytest.mark.browser, pytest.mark.ci]
WIDE = pytest.mark.parametrize("width", [390, 1440])
INBOX = "/admin/consult/consultation/"
CANNED = "先问入职时间"
TOLD = """
import secrets
from consult import services
from consult.base.enums import ConsentKind as K
from consult.models import CannedReply
from django.contrib.auth.models import User
from firm.models import PracticeArea as A
from firm.site.records import current_notice
token = secrets.token_hex(9)
CannedReply.objects.update_or_create(title="{title}", defaults=dict(
    is_active=True, text="您{{入职时间}}入职，请准备好合同。"))
case, _ = services.submit(area=A.objects.get(slug="labor"), question="被辞退了 " + token,
    consents={{K.PROCESSING: current_notice()}}, facts=[("入职时间", "2021年3月")], token=token)
case.assignee = User.objects.get(username="duty-lawyer")
case.save()
print(case.pk)
"""
NO_CANNED = (
    f"from consult.models import CannedReply as R; R.objects.filter(title='{CANNED}').delete()"
)
SHARED = """
from consult.models import Consultation as C
from django.contrib.auth.models import User
C.objects.get(pk="{}").shared_with.add(User.objects.get(username="duty-assistant"))
"""
ASKED = "几个人一起被辞退的？"
NOT_REQUESTED = (
    f"from consult.models import AreaFact as F; F.objects.filter(question='{ASKED}').delete()"
)


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


def test_the_inbox_with_keys_alone_and_the_focus_on_what_is_wrong(chromium, site):
    reference = asked(site)[0].split("/")[-3][:8].upper()
    with at_work(chromium, site, "咨询主管", 1440) as office:
        office.goto(f"{INBOX}?who=nobody")
        # Not the first row: another test may have left one there that cannot be assigned.
        mine = office.locator("#result_list tbody tr", has_text=reference).locator(".action-select")
        mine.focus()
        office.keyboard.press("Space")
        assert mine.is_checked()
        office.get_by_role("button", name="分派", exact=True).press("Enter")
        sees(office.get_by_label("分派给"))
        office.get_by_role("button", name="分派（1条）").press("Enter")
        sees(office.get_by_text("请选择分派给谁。"))
        office.get_by_role("link", name="取消").press("Enter")
        office.wait_for_url(f"**{INBOX}?who=nobody")


@WIDE
def test_a_lawyer_answers_with_what_was_told_and_ends_it(chromium, site, width):
    with at_work(chromium, site, "律师", width) as office:
        key = site.shell(TOLD.format(title=CANNED)).strip()
        office.goto(f"{INBOX}{key}/change/")
        assert office.locator("#case-facts").get_by_text("入职时间").first.is_visible()
        insert_canned(office, CANNED)
        assert "您2021年3月入职" in box(office).input_value()
        office.get_by_role("button", name="发出答复").click()
        sees(office.get_by_role("button", name="撤回"))
        care = panel(office, "办理")
        care.get_by_label("跟进什么").fill("问合同")
        care.get_by_label("跟进什么").press("Enter")  # without a day: said, and nothing is lost
        assert panel(office, "办理").get_by_label("跟进什么").input_value() == "问合同"
        office.console.forget()
        panel(office, "办理").get_by_role("button", name="一周后").click()
        sees(office.get_by_text("到时会提醒"))
        office.get_by_role("button", name="结束咨询").click()
        office.locator(".desk-asks").get_by_role("button").first.click()
        assert office.locator("#outcome [aria-pressed=true]").count() == 1
        fits(office)
    site.shell(NO_CANNED)


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


@WIDE
def test_an_editor_adds_a_question_that_clients_are_asked(chromium, site, width):
    with at_work(chromium, site, "编辑", width) as office:
        office.goto("/admin/consult/areafact/add/")
        office.locator("#id_area").select_option(label="交通事故")
        office.locator("#id_name").fill(f"人数{width}")
        office.locator("#id_question").fill(ASKED)
        office.locator("input[name=_save]").click()
        sees(office.locator(".messagelist .success"))
        fits(office)
        office.goto("/consult/")
        office.get_by_label("事情属于哪一类").select_option(label="交通事故")
        office.get_by_text("补充几项情况").click()
        sees(office.get_by_label(ASKED))
    site.shell(NOT_REQUESTED)

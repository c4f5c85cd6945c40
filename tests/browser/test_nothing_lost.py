"""What a client chose and was given is not lost by an error, a reload or a slip of the finger."""

import pytest

from consult.crypto import receipt_codes
from consult.files.types import TOO_BIG, UNKNOWN, sentence
from consult.forms.attachments import GONE
from consult.forms.intake import NO_PHONE
from consult.public.intake import RECEIVED, SHOWN_BEFORE
from tests.browser.axe import broken, load, overhang
from tests.browser.client import QUESTION, aged, ask, enter, fill_in, send
from tests.browser.office import opened
from tests.browser.windows import window
from tests.browser.writing import file

pytestmark = [pytest.mark.browser, pytest.mark.ci]
OLDER = (
    "import json; from consult.crypto.receipt_codes import PLACE, SECONDS;"
    "from consult.crypto.fields import decrypt, encrypt; told = json.loads(decrypt('{}', PLACE));"
    "told[3] -= SECONDS + 1; print(encrypt(json.dumps(told), PLACE))"
)
WAITING = (
    "from consult.base.enums import State; from consult.models import Consultation;"
    "rows = Consultation.objects.filter(state=State.NEW);"
    "print(next(row.pk for row in rows if not row.sealed))"
)
LATER = (
    "from datetime import timedelta; from django.db.models import F;"
    "from consult.models import ParkedFile;"
    "ParkedFile.objects.update(parked_at=F('parked_at') - timedelta(minutes=31))"
)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def either(request, chromium, site):
    """A window with and one without JavaScript."""
    with window(chromium, site, java_script_enabled=request.param) as page:
        page.scripts = request.param
        yield page


def refused(page, site, words):
    """A form with two files and without its consent, as it comes back."""
    page.goto("/consult/")
    if page.scripts:
        fill_in(page, site, f"{QUESTION}（{words}）")
        page.get_by_label("我已阅读隐私告知").uncheck()
    else:
        aged(page, site)
        page.get_by_label("您想咨询的事情").fill(f"{QUESTION}（{words}）")
        page.get_by_label("事情属于哪一类").select_option(label="房产纠纷")
    chosen = [file("墙面.png"), file("合同.png")]
    page.locator("input[type=file]").set_input_files(chosen)
    page.get_by_role("button", name="提交咨询").click()
    page.get_by_role("group", name="暂存的附件").wait_for()


def test_the_files_of_a_refused_form_go_with_the_next_post(either, site):
    refused(either, site, f"附件{either.scripts}")
    assert either.get_by_role("checkbox", name="墙面.png").is_checked()
    either.get_by_role("checkbox", name="合同.png").uncheck()
    either.get_by_label("我已阅读隐私告知").check()
    enter(either, send(either))
    assert either.get_by_text("墙面.png").is_visible()
    assert either.get_by_text("合同.png").count() == 0


def test_the_page_that_lists_them_is_for_everybody_and_fits(page, site):
    page.scripts = True
    refused(page, site, "无障碍")
    assert [overhang(page, width) for width in (320, 768)] == [[], []]
    load(page)
    assert not broken(page, (390,))


def test_after_half_an_hour_that_they_are_gone_is_said(either, site):
    refused(either, site, f"过期{either.scripts}")
    site.shell(LATER)
    either.get_by_label("我已阅读隐私告知").check()
    either.get_by_role("button", name="提交咨询").click()
    either.locator("#id_files_error").get_by_text(GONE).wait_for()
    assert either.get_by_role("checkbox", name="墙面.png").count() == 0


def test_what_a_browser_sees_of_a_file_is_said_before_it_is_sent(page, site):
    fill_in(page, site, f"{QUESTION}（先看附件）")
    posted = []
    page.on("request", lambda request: posted.append(request.method == "POST"))
    wrong = {"name": "程序.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    page.locator("input[type=file]").set_input_files([wrong, file("墙面.png")])
    assert page.get_by_text(sentence("程序.exe", UNKNOWN)).first.is_visible()
    page.get_by_role("button", name="提交咨询").click()
    remove = page.get_by_role("button", name="移除程序.exe")
    assert remove.evaluate("one => one === document.activeElement")
    assert not any(posted)
    remove.click()
    send(page)


def test_a_file_that_is_too_large_is_told_without_sending_it(page, site):
    fill_in(page, site, f"{QUESTION}（太大）")
    page.locator("input[type=file]").evaluate(
        """(one) => {
          const many = new DataTransfer();
          const data = new Uint8Array(Number(one.dataset.largest) + 1);
          many.items.add(new File([data], "录音.mp3", {type: "audio/mpeg"}));
          one.files = many.files;
          one.dispatchEvent(new Event("change"));
        }"""
    )
    assert page.get_by_text(sentence("录音.mp3", TOO_BIG)).first.is_visible()


def test_a_telephone_number_is_looked_at_before_it_is_sent(page, site):
    fill_in(page, site, f"{QUESTION}（电话）")
    posted = []
    page.on("request", lambda request: posted.append(request.method == "POST"))
    box = page.get_by_label("电话", exact=True)
    box.fill("１３８ 0000")
    page.get_by_role("button", name="提交咨询").click()
    assert page.locator("#id_phone_error").inner_text() == NO_PHONE
    assert box.get_attribute("aria-invalid") == "true"
    assert not any(posted)
    box.fill("（025）8411 0110 转 8001")
    box.blur()
    assert page.locator("#id_phone_error").count() == 0
    send(page)


def test_the_receipt_survives_a_reload_and_the_way_back(page, site):
    code = ask(page, site, f"{QUESTION}（再看一次）")
    page.reload()
    assert page.locator("[data-code]").inner_text() == code
    page.goto("/")
    page.go_back()
    assert page.locator("[data-code]").inner_text() == code


def test_after_ten_minutes_it_does_not(page, site):
    ask(page, site, f"{QUESTION}（十分钟）")
    (kept,) = [one for one in page.context.cookies() if one["name"] == receipt_codes.COOKIE]
    assert kept["expires"] == -1  # it goes with the browser
    old = site.shell(OLDER.format(kept["value"].strip('"'))).strip()
    page.context.add_cookies([{**kept, "value": old}])
    page.reload()
    page.get_by_role("heading", name=SHOWN_BEFORE).wait_for()
    assert page.locator("[data-code]").count() == 0


def test_who_has_it_can_have_it_hidden_at_once(page, site):
    ask(page, site, f"{QUESTION}（不再显示）")
    page.get_by_role("button", name="不再显示").click()
    page.get_by_role("heading", name="查看答复").wait_for()
    page.go_back()
    page.get_by_role("heading", name=SHOWN_BEFORE).wait_for()
    assert page.get_by_role("heading", name=RECEIVED).count() == 0


def test_a_missing_digit_is_told_as_one(page):
    page.goto("/consult/thread/")
    page.get_by_label("查询码").fill("1234 5678 9012 345")
    page.keyboard.press("Enter")
    page.get_by_text("您输入了15位").wait_for()
    assert page.evaluate("document.activeElement.id") == "code-said"


def test_a_button_of_the_reply_box_keeps_the_files(chromium, site):
    with opened(chromium, site) as page:
        page.goto(f"/admin/consult/consultation/{site.shell(WAITING).strip()}/change/")
        page.locator("input[type=file]").set_input_files([file("答复意见.png")])
        page.get_by_role("button", name="存草稿").click()
        page.get_by_role("checkbox", name="答复意见.png").wait_for()
        assert page.console.worries() == []
        page.get_by_role("checkbox", name="答复意见.png").uncheck()
        page.get_by_role("button", name="存草稿").click()
        page.get_by_role("checkbox", name="答复意见.png").wait_for(state="detached")

"""What a client chose and was given is not lost by an error, a reload or a slip of the finger."""

import pytest
from playwright.sync_api import expect

from consult.files.types import UNKNOWN, sentence
from consult.forms.attachments import GONE
from consult.public.intake import RECEIVED, SHOWN_BEFORE
from tests.browser.client import QUESTION, ask, begin, enter, fill_in, go_on, send, solved
from tests.browser.windows import window
from tests.browser.writing import file

pytestmark = [pytest.mark.browser, pytest.mark.ci]
LATER = (
    "from datetime import timedelta; from django.db.models import F;"
    "from consult.models import ParkedFile;"
    "ParkedFile.objects.update(parked_at=F('parked_at') - timedelta(minutes=31))"
)
FULL = (
    "from django.utils import timezone; from consult.models import Throttle; now = timezone.now();"
    "known = {'count': 2 * 10**9, 'since': now, 'last': now};"
    "Throttle.objects.update_or_create(scope='uploads day', party='*', defaults=known)"
)
ROOM = "from consult.models import Throttle; Throttle.objects.filter(scope='uploads day').delete()"
FILE = {"name": "欠条.txt", "mimeType": "text/plain", "buffer": "今借到三万元。".encode()}
REFUSED = "1个附件未能接收"


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def either(request, chromium, site):
    """A window with and one without JavaScript."""
    with window(chromium, site, java_script_enabled=request.param) as page:
        page.scripts = request.param
        yield page


def refused(page, site, words):
    """A form with two files and without its consent, as it comes back."""
    begin(page, site, f"{QUESTION}（{words}）")
    go_on(page, "联系", "核对")
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
    page.get_by_text(sentence("程序.exe", UNKNOWN)).first.wait_for()
    page.get_by_role("button", name="提交咨询").click()
    remove = page.get_by_role("button", name="移除程序.exe")
    expect(remove).to_be_focused()
    assert not any(posted)
    remove.click()
    send(page)


def test_the_receipt_survives_a_reload_and_the_way_back_until_it_is_hidden(page, site):
    code = ask(page, site, f"{QUESTION}（再看一次）")
    page.reload()
    assert page.locator("[data-code]").inner_text() == code
    page.goto("/")
    page.go_back()
    assert page.locator("[data-code]").inner_text() == code
    page.get_by_role("button", name="不再显示").click()
    page.get_by_role("heading", name="查看答复").wait_for()
    page.go_back()
    page.get_by_role("heading", name=SHOWN_BEFORE).wait_for()
    assert page.get_by_role("heading", name=RECEIVED).count() == 0


@pytest.fixture
def full(site):
    site.shell(FULL)
    yield site
    site.shell(ROOM)


def attach(page):
    page.locator("input[type=file]").set_input_files([FILE])


def test_the_receipt_and_the_thread_say_what_was_not_taken_and_later_it_is(page, full):
    fill_in(page, full, "借给同事三万元，写了欠条，到期不还，我该怎么办？")
    attach(page)
    code = send(page)
    assert REFUSED in page.locator(".notice-wrong").inner_text()
    full.shell(ROOM)
    enter(page, code)
    assert REFUSED in page.locator(".thread").inner_text()
    page.get_by_label("补充或追问").fill("再传一次欠条。")
    assert solved(page), "a proof of work is brought here too"
    attach(page)
    page.get_by_role("button", name="发送").click()
    page.get_by_role("link", name="欠条.txt").wait_for()

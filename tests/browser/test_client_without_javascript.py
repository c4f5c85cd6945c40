"""All that a client has to do, in a browser that runs no scripts; the questions of an area."""

import io
import re
import zipfile

import pytest

from consult.client.session import NextPageMessage
from tests.browser.client import begin, enter, go_on, send
from tests.browser.windows import window
from tests.browser.writing import file

pytestmark = [pytest.mark.browser, pytest.mark.ci]
QUESTION = "同事四年前借了我五万元，没有借条，只有转账记录，现在能起诉吗？"
LETTER = "二〇二二年三月，借款五万元。".encode()
OPEN, SHOW = "补充几项情况，律师答得更准", "显示问题"
SINCE, PAY = "哪年哪月入职的？", "每月工资多少？"
DISMISSED = "公司口头通知我下个月不用来了，没有书面材料，应该怎么办？"


@pytest.fixture
def page(chromium, site):
    with window(chromium, site, 390, java_script_enabled=False) as page:
        yield page


def ask(page, site, width):
    """Fill in the form with an attachment; returns the code of the receipt."""
    begin(page, site, f"{QUESTION}（{width}）", "债权债务")
    go_on(page, "联系")
    page.get_by_label("邮箱").fill("client@example.com")
    go_on(page, "核对")
    page.get_by_role("button", name="上一步").click()
    assert page.get_by_label("邮箱").input_value() == "client@example.com"
    go_on(page, "核对")
    page.locator("input[type=file]").set_input_files([file("转账截图.png")])
    page.get_by_label("我已阅读隐私告知").check()
    page.get_by_label("隐去身份信息后").check()
    return send(page)


def saved(page, act):
    """The content of what a click downloads."""
    with page.expect_download() as download:
        act()
    return download.value.suggested_filename, download.value.path().read_bytes()


def see_the_receipt(page):
    assert page.get_by_text("前答复。").is_visible()
    offered = page.get_by_role("link", name="借钱没写借条")
    assert offered.get_attribute("target") == "_blank"
    assert page.get_by_role("button", name="复制查询码").count() == 0


def add_with_a_file(page):
    page.get_by_label("补充或追问").fill("我还找到一张便条。")
    note = {"name": "便条.txt", "mimeType": "text/plain", "buffer": LETTER}
    page.locator("input[type=file]").set_input_files([note])
    page.get_by_role("button", name="发送").click()
    page.get_by_text("已发送，律师会看到您的补充").wait_for()
    assert page.get_by_text("我还找到一张便条。").is_visible()


def open_rights(page):
    page.get_by_text("撤回同意、删除").click()


def take_copies(page):
    name, letter = saved(page, page.get_by_role("link", name="下载便条.txt").click)
    assert (name, letter) == ("便条.txt", LETTER)
    name, copy = saved(page, page.get_by_role("button", name="下载全部内容").click)
    bundle = zipfile.ZipFile(io.BytesIO(copy))
    assert re.fullmatch(r"咨询记录-\d{8}\.zip", name)
    assert QUESTION in bundle.read("咨询记录.txt").decode("utf-8-sig")
    assert bundle.read("附件/02-便条.txt") == LETTER


def withdraw(page):
    open_rights(page)
    page.get_by_role("link", name="撤回同意：隐去身份后公开").click()
    page.get_by_role("button", name="撤回同意").click()
    page.get_by_text(NextPageMessage.UNPUBLISHED.label).wait_for()
    open_rights(page)
    page.get_by_role("button", name="不再发邮件").click()
    page.get_by_text(NextPageMessage.MAIL_STOPPED.label).wait_for()


def erase(page):
    open_rights(page)
    page.get_by_role("link", name="删除全部内容").click()
    page.get_by_label("我确认删除").check()
    page.get_by_role("button", name="删除", exact=True).click()
    page.get_by_role("heading", name="内容已删除").wait_for()


def test_the_whole_way_of_a_client(page, site):
    width = page.viewport_size["width"]
    code = ask(page, site, width)
    see_the_receipt(page)
    enter(page, code.replace(" ", "－"))
    page.get_by_text(QUESTION).wait_for()
    add_with_a_file(page)
    take_copies(page)
    withdraw(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    erase(page)
    page.goto("/consult/thread/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_text("没有找到对应的咨询").wait_for()
    refused = [said for said in page.console.worries() if "422" not in said]
    assert (refused, page.console.hosts) == ([], set())


def finish(page):
    go_on(page, "联系", "核对")
    page.get_by_label("我已阅读隐私告知").check()
    return send(page)


def see_the_answers(page, code):
    enter(page, code)
    page.get_by_text("一起提交的情况").click()
    assert page.get_by_text("2021年3月", exact=True).is_visible()


def test_with_scripts_they_come_with_the_area_and_answers_stay(chromium, site):
    with window(chromium, site) as page:
        begin(page, site, DISMISSED, "劳动与工伤")
        page.get_by_text(OPEN).click()
        page.get_by_label(SINCE).fill("2021-3")
        assert page.get_by_role("button", name=SHOW).count() == 0
        area = page.get_by_label("事情属于哪一类")
        tick = page.locator("[name=sensitive_consent]")
        tick.evaluate("one => { one.checked = true; }")
        area.select_option(label="交通事故")
        assert not tick.is_checked()
        page.get_by_label("哪天发生的？").wait_for()
        assert page.get_by_label(PAY).count() == 0
        area.select_option(label="劳动与工伤")
        page.get_by_label(PAY).wait_for()
        assert page.get_by_label(SINCE).input_value() == "2021-3"
        assert page.get_by_label(SINCE).count() == 1
        see_the_answers(page, finish(page))

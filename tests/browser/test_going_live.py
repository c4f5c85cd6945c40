"""An invented second firm goes live in the browser alone, and no word of the sample is left."""

import time
import zipfile

import pytest

from tests.browser import client
from tests.browser.going_live import FIRM, QUESTION, Person, go_live, to_the_list
from tests.browser.office import log_in
from tests.browser.traces import crawl, traces
from tests.browser.windows import window
from tests.mail_server import mail_server
from tests.site_process import SiteProcess

pytestmark = [pytest.mark.browser, pytest.mark.ci]
MAIL = "client@client.example"
PATIENCE = 300  # seconds; an answer can be taken back for thirty


@pytest.fixture
def sink():
    """Where the mail of the firm goes."""
    with mail_server() as sink:
        yield sink


@pytest.fixture
def site(tmp_path, sink):
    """A site that begins with the sample, and after the button with nothing."""
    known = {"EMAIL_URL": sink.address, "TRUSTED_PROXY_COUNT": "1"}
    with SiteProcess(tmp_path, SAMPLE="1", DATABASE_URL="", **known) as running:
        yield running


def begin_own(person):
    """By the button, behind which the list opens by itself."""
    person.link("开始建自己的网站")
    person.page.wait_for_url("**/own-site/")  # to the end: the next page needs its script
    person.button("开始建自己的网站")
    person.page.wait_for_url("**/admin/opening/", timeout=PATIENCE * 1000)
    person.page.console.said.clear()  # the page has asked for a site that was away


def test_a_firm_makes_the_site_its_own_and_nothing_of_the_sample_is_left(chromium, site, sink):
    with window(chromium, site, 1280, 900) as page:
        log_in(page, site)
        person = Person(page)
        begin_own(person)
        go_live(person)
        to_the_list(person)
        assert "必须做的都做完了" in page.locator("#content-main").inner_text()
        assert page.locator(".missing").count() == 0
        assert page.console.worries() == []
        with window(chromium, site) as visitor:
            told = served(visitor, page, site, sink)
    told |= dict(crawl(site.url))
    assert {path: found for path, text in told.items() if (found := traces(text))} == {}
    assert {"/articles/feed/", "/sitemap.xml", "/lawyers/xu-zhaozhi/card.vcf"} <= set(told)
    assert FIRM["firm_name"] in told["/pages/privacy/"]
    assert QUESTION in told["/"]
    assert "firm.W" not in site.manage("check").stderr


def served(visitor, office, site, sink):
    """What a client gets: form, receipt, mail, answer, copy; by their names."""
    code = ask(visitor, site)
    told = {"receipt": visitor.content()}
    answer(office)
    told["mail"] = mail_to(sink, MAIL)
    client.enter(visitor, code)
    told["copy"] = documents(visitor, "下载全部内容")
    told["export"] = documents(office, "导出全部内容")
    return told | {"thread": visitor.content(), "notice": mail_to(sink, FIRM["notify_email"])}


def documents(page, button):
    """The texts in an archive that a button brings."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    with page.expect_download() as brought:
        page.get_by_role("button", name=button).first.click()
    with zipfile.ZipFile(brought.value.path()) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def ask(visitor, site):
    """A question with an address for mail; the code of the receipt."""
    client.begin(visitor, site, area="劳动与工伤")
    client.go_on(visitor, "联系")
    visitor.locator("[name=email]").fill(MAIL)
    client.go_on(visitor, "核对")
    visitor.get_by_label("我已阅读隐私告知").check()
    assert client.solved(visitor)
    return client.send(visitor)


def answer(office):
    """The lawyer's, from the start page."""
    office.goto("/admin/")
    office.locator(".start-due a").first.click()
    office.get_by_label("答复", exact=True).wait_for()
    office.wait_for_load_state()  # who sends before leave.js listens is asked whether to leave
    office.get_by_label("答复", exact=True).fill("您好，请先保存打卡记录和工资条。")
    office.get_by_role("button", name="发出答复").click()
    office.get_by_role("button", name="撤回").wait_for()


def mail_to(sink, address):
    """The mail that came to an address."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for recipient, letter in sink.mails:
            if recipient == address:
                return f"{letter['From']}{letter['Subject']}{letter.get_body().get_content()}"
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address}: {[one for one, _ in sink.mails]}")

"""A real browser makes and proves passkeys, with an authenticator that Chromium plays."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.eyes import sees
from tests.browser.passkeys import SECURITY_KEY, authenticator, link, site_for_passkeys
from tests.browser.windows import window
from tests.website.second_factor import NEW_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.ci]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with site_for_passkeys(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def page(chromium, site):
    with window(chromium, site) as page:
        yield page


def enrolled(page, site):
    """Accept an invitation with a passkey."""
    page.goto(link(site))
    steps.clicked(page, "继续")
    page.get_by_label("登录密码").fill(NEW_PASSWORD)
    page.get_by_label("再输入一次密码").fill(NEW_PASSWORD)
    page.get_by_label("通行密钥的名称").fill("办公室电脑")
    page.get_by_role("button", name="设置密码并用通行密钥开通").click()
    page.get_by_text("两步验证已经开通").wait_for()


def leave(page):
    page.goto("/admin/")
    page.locator("details.account summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.goto("/admin/login/")


def test_a_link_is_followed_also_where_it_is_pasted_and_leaves_no_code_in_the_address(page, site):
    page.goto(link(site))
    assert len(page.get_by_label("开通码").input_value()) > 20
    assert page.url == f"{site.url}/admin/invitation/"
    page.goto("/admin/invitation/")
    page.goto(link(site))  # the same page for a browser: it loads nothing
    expect(page.get_by_label("开通码")).to_have_value(re.compile(".{21,}"))
    assert page.url == f"{site.url}/admin/invitation/"


def test_a_passkey_is_made_with_the_invitation_and_leads_in(page, site):
    keys = authenticator(page)
    enrolled(page, site)
    assert [key["rpId"] for key in keys()] == ["localhost"]
    leave(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/admin/")
    sees(page.get_by_role("heading", name="工作台"))
    assert keys()[0]["signCount"] == 2
    assert page.console.worries() == []


def test_a_plain_security_key_leads_in_after_the_password(page, site):
    """One that shows no finger and keeps no names: the site has to say which key it wants."""
    authenticator(page, **SECURITY_KEY)
    enrolled(page, site)
    leave(page)
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill(NEW_PASSWORD)
    steps.clicked(page, "登录")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/admin/")


def test_a_second_one_is_added_and_taken_away(page, site):
    authenticator(page)
    enrolled(page, site)
    page.goto("/admin/second-factor/")
    page.locator("summary", has_text="添加通行密钥").click()
    adding = page.locator("form", has=page.get_by_role("button", name="添加通行密钥"))
    adding.get_by_label("登录密码").fill("falsch")
    adding.get_by_role("button").click()
    sees(adding.get_by_role("status"), "密码有误。")
    adding.get_by_label("登录密码").fill(NEW_PASSWORD)
    adding.get_by_role("button").click()
    sees(adding.get_by_role("status"), "这台设备上已经有本账号的通行密钥。")
    authenticator(page, transport="usb")
    adding.get_by_label("通行密钥的名称").fill("安全密钥")
    adding.get_by_role("button").click()
    page.get_by_role("link", name="移除通行密钥安全密钥").click()
    page.get_by_label("登录密码").fill(NEW_PASSWORD)
    page.get_by_role("button", name="确认移除").click()
    page.get_by_text("已移除通行密钥“安全密钥”。").wait_for()

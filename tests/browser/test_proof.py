"""Proof of work in a real browser, and the same form without JavaScript."""

import json

import pytest

pytestmark = [pytest.mark.browser]
# A link is a doubt where there is no proof: with one, this question is a person's.
WITH_LINK = "对方把转让协议放在 https://example.com/a ，让我照着签，请问有没有陷阱？"
PLAIN = "楼上装修把我家天花板泡坏了，物业说不归他们管，我该找谁赔偿？"
LATEST = (
    "import json; from consult.models import Consultation;"
    "c = Consultation.objects.latest('received_at'); print(json.dumps([c.state, c.doubts]))"
)


def latest(site):
    """State and doubts of the newest consultation."""
    return json.loads(site.manage("shell", "-v", "0", "-c", LATEST).stdout.splitlines()[-1])


def fill_in(page, question):
    page.goto("/consult/")
    page.get_by_label("您想咨询的事情").fill(question)
    page.get_by_label("事情属于哪一类").select_option(index=1)
    page.get_by_label("我已阅读隐私告知").check()


def send(page):
    page.get_by_role("button", name="提交咨询").click()
    page.wait_for_url("**/consult/received/")


def solved(page):
    """What stands in the hidden field once the worker is done; "" after a minute."""
    for _ in range(600):
        if value := page.locator("[data-proof]").input_value():
            return value
        page.wait_for_timeout(100)
    return ""


def test_a_browser_proves_its_work_without_being_seen(page, site):
    fill_in(page, WITH_LINK)
    assert solved(page)
    page.wait_for_timeout(3200)
    send(page)
    assert latest(site) == ["new", ""]
    assert page.console.worries() == []
    assert page.console.hosts == set()


def test_nothing_is_asked_before_the_form_is_touched(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/consult/")
    page.wait_for_timeout(1000)
    assert not [url for url in asked if "challenge" in url]
    page.get_by_label("您想咨询的事情").focus()
    assert solved(page)
    assert len([url for url in asked if "challenge" in url]) == 1


def test_a_used_proof_does_not_come_back_with_the_form(page):
    fill_in(page, PLAIN.replace("天花板", "地板"))
    used = solved(page)
    send(page)
    page.go_back()
    page.get_by_label("您想咨询的事情").focus()
    assert solved(page) not in {"", used}


def test_a_challenge_that_does_not_come_holds_up_nobody(page, site):
    page.route("**/consult/challenge/", lambda route: route.abort())
    fill_in(page, PLAIN.replace("楼上", "隔壁的邻居家里"))
    page.wait_for_timeout(6200)
    send(page)
    assert latest(site) == ["new", ""]


def test_without_javascript_a_person_is_as_welcome(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    fill_in(page, "老家的宅基地被村里收走盖了仓库，没有任何书面通知，还能要回来吗？")
    page.wait_for_timeout(6200)
    send(page)
    assert page.locator("[data-code]").is_visible()
    context.close()
    assert latest(site) == ["new", ""]

"""Proof of work in a real browser, and the same form without JavaScript."""

import pytest

from consult.base.enums import State
from tests.browser.client import fill_in, latest, send, solved

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PLAIN = "楼上装修把我家天花板泡坏了，物业说不归他们管，我该找谁赔偿？"


def fill(page, question):
    """The form as it is shown, filled in as fast as it goes."""
    page.goto("/consult/")
    page.get_by_label("您想咨询的事情").fill(question)
    page.get_by_label("事情属于哪一类").select_option(index=1)
    page.get_by_label("我已阅读隐私告知").check()


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
    fill(page, PLAIN.replace("天花板", "地板"))
    used = solved(page)
    send(page)
    page.go_back()
    page.get_by_label("您想咨询的事情").focus()
    assert solved(page) not in {"", used}


def test_a_challenge_that_does_not_come_holds_up_nobody(page, site):
    page.route("**/consult/challenge/", lambda route: route.abort())
    fill_in(page, site, PLAIN.replace("楼上", "隔壁的邻居家里"))
    send(page)
    assert latest(site) == [State.NEW, ""]


def test_who_has_no_javascript_is_as_welcome_and_the_time_trap_is_real(plain, site):
    fill(plain, "老家的宅基地被村里收走盖了仓库，没有任何书面通知，还能要回来吗？")
    plain.wait_for_timeout(6200)  # the one test that waits for it
    assert send(plain)
    assert latest(site) == [State.NEW, ""]
    fill(plain, "搬家公司弄坏了我的钢琴，只肯赔运费，合同里也没有写怎么赔，我该怎么办？")
    assert send(plain)
    assert latest(site) == [State.QUARANTINED, "提交过快"]

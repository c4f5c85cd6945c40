"""A quota is used up while somebody writes: the text goes, the files do not, and that is said."""

import pytest

from tests.browser.client import enter, fill_in, send, solved

pytestmark = [pytest.mark.browser, pytest.mark.ci]
FULL = (
    "from django.utils import timezone; from consult.models import Throttle; now = timezone.now();"
    "known = {'count': 2 * 10**9, 'since': now, 'last': now};"
    "Throttle.objects.update_or_create(scope='uploads day', party='*', defaults=known)"
)
ROOM = "from consult.models import Throttle; Throttle.objects.filter(scope='uploads day').delete()"
FILE = {"name": "欠条.txt", "mimeType": "text/plain", "buffer": "今借到三万元。".encode()}
REFUSED = "1个附件未能接收"


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


def test_without_javascript_it_is_said_as_well(plain, full):
    plain.goto("/consult/")
    plain.get_by_label("您想咨询的事情").fill("车停在小区被树砸坏，物业不赔，我该怎么办？")
    plain.get_by_label("事情属于哪一类").select_option(index=1)
    plain.get_by_label("我已阅读隐私告知").check()
    attach(plain)
    send(plain)
    assert REFUSED in plain.locator(".notice-wrong").inner_text()

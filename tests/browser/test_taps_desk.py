"""The everyday jobs of the desk take at most three taps, with a thumb on a telephone.

A call that is registered has one more (`test_register`).
"""

import pytest

from tests.browser.desk import asked
from tests.browser.office import opened
from tests.browser.test_handing_on import COLLEAGUE
from tests.browser.test_taps import MOST, Thumb
from tests.browser.test_to_article import GONE, MADE

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PHONE = "19900000258"
CALLED = """
import secrets
from consult import services
from consult.base.enums import ConsentKind as K
from firm.models import PracticeArea as A
from firm.site.records import current_notice
token = secrets.token_hex(9)
case, _ = services.submit(area=A.objects.get(slug="labor"), question="打过电话的人 " + token,
    phone="{}", consents={{K.PROCESSING: current_notice()}}, token=token)
"""


@pytest.fixture
def thumb(chromium, site):
    """A thumb over the page of a consultation that came in just now."""
    with opened(chromium, site, width=390, height=844) as page:
        page.goto(asked(site)[0])
        yield Thumb(page)


def test_the_most_urgent_is_opened(thumb):
    thumb.page.goto("/admin/")
    thumb.tap(thumb.page.locator(".desk-rows tbody tr").filter(has_not_text="待审查").first)
    thumb.page.get_by_role("button", name="发出答复").wait_for()
    assert thumb.taps == 1


def test_it_is_answered_with_a_canned_reply(thumb):
    thumb.tap(thumb.page.locator("#reply summary", has_text="常用答复"))
    thumb.tap(thumb.page.locator("[data-insert=id_canned]"))
    thumb.button("发出答复")
    thumb.page.get_by_role("button", name="撤回").wait_for()
    assert thumb.taps <= MOST


def test_it_is_handed_over(thumb, site):
    site.shell(COLLEAGUE)
    thumb.page.reload()
    thumb.tap(thumb.page.locator(".desk-hand-over > summary"))
    thumb.taps += 1  # the browser's own list of choices; the word on why is one key away
    thumb.page.get_by_label("转给").select_option(label="宋遥")
    thumb.page.get_by_role("textbox", name="说明").fill("请周三前答复")
    thumb.button("转交")
    thumb.page.get_by_text("已转交").first.wait_for()
    assert thumb.taps <= MOST


def test_a_day_to_follow_it_up_is_set(thumb):
    thumb.tap(thumb.page.locator(".desk-care > summary"))
    thumb.button("一周后")
    thumb.page.get_by_text("到时会提醒").first.wait_for()
    assert thumb.taps <= MOST


def test_it_is_ended_with_its_outcome(thumb):
    thumb.button("结束咨询")
    thumb.tap(thumb.page.locator(".desk-asks").get_by_role("button").first)
    thumb.page.locator("#outcome [aria-pressed=true]").first.wait_for(state="attached")
    assert thumb.taps <= MOST


def test_a_client_who_calls_is_found(thumb, site):
    site.shell(CALLED.format(PHONE))
    thumb.page.goto("/admin/")
    thumb.write("查找", PHONE)
    thumb.button("查找")
    thumb.tap(thumb.page.locator(".field-reference_link a").first)
    thumb.page.get_by_role("button", name="发出答复").wait_for()
    assert thumb.taps <= MOST


def test_an_answer_is_begun_as_an_article(thumb, site):
    key, _ = site.shell(MADE).split()
    thumb.page.goto(f"/admin/consult/consultation/{key}/change/")
    thumb.tap(thumb.page.locator(".desk-to-article > summary"))
    thumb.button("整理成文章")
    thumb.page.get_by_role("button", name="写成公开稿").wait_for()
    assert thumb.taps <= MOST
    site.shell(GONE.format(key=key))

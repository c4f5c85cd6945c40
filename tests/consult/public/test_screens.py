"""What a client finds on each page, by the words there, and that pressing it does what it says."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from consult.base.enums import ConsentKind
from consult.models import Consultation
from firm.site import identity
from tests.consult.posting import FORM, QUESTION, RECEIPT, shift
from tests.factories import make_area, make_notice, make_settings
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
AGREED = "我已阅读隐私告知"
SECOND, THIRD = ("事情属于哪一类", "所在城市", "对方名称"), ("怎么称呼您", "电话", "邮箱")


@pytest.fixture
def visitor():
    make_notice()
    return browser()


def filled(visitor, monkeypatch, **typed):
    """The form, filled in step by step by somebody who took a minute."""
    screen = Screen.at(visitor, FORM).press("下一步", 您想咨询的事情=QUESTION)
    shift(monkeypatch, seconds=60)
    screen = screen.press("下一步", **{name: typed[name] for name in SECOND})
    screen = screen.press("下一步", **{name: typed[name] for name in THIRD})
    return screen.press("提交咨询", **{name: typed[name] for name in [AGREED] if name in typed})


def test_who_asks_types_into_what_is_named_and_comes_back_with_the_code(visitor, monkeypatch):
    area = make_area(name="劳动")
    typed = {"怎么称呼您": "王女士", "电话": "13800000000", "邮箱": "wang@example.com"}
    typed |= {"对方名称": "某公司", "所在城市": "云澜", "事情属于哪一类": area.pk}
    again = filled(visitor, monkeypatch, **typed)  # without the consent, said beside its box
    assert again.typed("您想咨询的事情") == QUESTION
    box = again.field(AGREED)
    assert box.find_parent(class_="field-wrong").find(class_="wrong").get_text(strip=True)
    receipt = again.press("提交咨询", **{AGREED: "on"})
    kept = Consultation.objects.get()
    assert (kept.area, kept.name, kept.phone) == (area, "王女士", "13800000000")
    assert (kept.email, kept.opponent, kept.city) == ("wang@example.com", "某公司", "云澜")
    assert set(kept.consents.values_list("kind", flat=True)) == {ConsentKind.PROCESSING}
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", receipt.text)[0]
    thread = receipt.follow("“查看答复”").press("查看", 查询码=code)
    assert QUESTION in thread.text
    assert "劳动" in thread.text


def test_where_to_call_it_is_said_that_the_firm_is_closed_now(visitor, monkeypatch):
    make_settings(phone="010-8000 0000", hours="周一至周五9:00-18:00")
    for hour, is_closed in ((3, True), (10, False)):
        now = datetime(2026, 12, 1, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(identity, "_now", lambda now=now: now)
        first = Screen.at(visitor, FORM)
        for place in (first.soup.find(class_="urgent"), first.soup.find("details", class_="box")):
            assert ("在12月1日（周二）9:00上班后打" in place.get_text()) is is_closed


def test_who_lost_the_code_can_ask_anew_or_call(visitor):
    make_settings(phone="010-8000 0000")
    shown = Screen.at(visitor, RECEIPT)
    assert "下一步" in shown.follow("重新提交").names("button")
    page = shown.follow("“查看答复”")
    assert page.names("button").count("查看") == 1
    assert "下一步" in page.follow("重新咨询").names("button")
    for one in (shown, page):
        assert one.soup.find("main").find("a", href="tel:+861080000000")
    wrong = page.press("查看", 查询码="0000 0000 0000 0000")
    assert "没有找到对应的咨询" in wrong.text
    assert wrong.field("查询码")

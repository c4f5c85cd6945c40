"""What a client finds on each page, by the words there, and that pressing it does what it says."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consult import services
from consult.base.enums import ConsentKind, State
from consult.models import Consultation
from firm.models import Page, PageKind
from firm.site.records import save_page
from tests.consult.desk_pages import make_answering
from tests.consult.posting import FORM, QUESTION, RECEIPT, THREAD, shift
from tests.factories import (
    make_area,
    make_consultation,
    make_notice,
    make_settings,
    make_staff,
)
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
AGREED = "我已阅读隐私告知"
SURE = "我确认删除"


@pytest.fixture
def visitor():
    return browser()


@pytest.fixture
def asked(visitor):
    """A consultation whose thread is open on the screen."""
    kinds = (ConsentKind.PROCESSING, ConsentKind.SENSITIVE)
    consents = dict.fromkeys(kinds, make_notice())
    kept, code = make_consultation(email="wang@example.com", consents=consents)
    screen = Screen.at(visitor, THREAD).press("查看", 查询码=code)
    return kept, screen


def filled(visitor, monkeypatch, **typed):
    """The form, filled in by somebody who took a minute."""
    screen = Screen.at(visitor, FORM)
    shift(monkeypatch, seconds=60)
    return screen.press("提交咨询", 您想咨询的事情=QUESTION, **typed)


def test_who_asks_types_into_what_is_named_and_comes_back_with_the_code(visitor, monkeypatch):
    make_notice()
    area = make_area(name="劳动")
    receipt = filled(
        visitor,
        monkeypatch,
        事情属于哪一类=area.pk,
        怎么称呼您="王女士",
        电话="13800000000",
        邮箱="wang@example.com",
        对方名称="某公司",
        **{"所在城市": "云澜", AGREED: "on"},
    )
    kept = Consultation.objects.get()
    assert (kept.area, kept.name, kept.phone) == (area, "王女士", "13800000000")
    assert (kept.email, kept.opponent, kept.city) == ("wang@example.com", "某公司", "云澜")
    assert set(kept.consents.values_list("kind", flat=True)) == {ConsentKind.PROCESSING}
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", receipt.text)[0]
    thread = receipt.follow("“查看答复”").press("查看", 查询码=code)
    assert QUESTION in thread.text
    assert "劳动" in thread.text


@pytest.mark.parametrize(
    ("ticked", "kinds"),
    [
        (["我单独同意", "涉及不满十四周岁"], [ConsentKind.SENSITIVE, ConsentKind.MINOR]),
        (["我单独同意", "隐去身份信息后"], [ConsentKind.SENSITIVE, ConsentKind.PUBLICATION]),
    ],
)
def test_each_consent_is_ticked_by_itself_and_its_text_can_be_read(
    visitor, monkeypatch, ticked, kinds
):
    make_notice()
    rules = Page(title="儿童规则", slug="minors", kind=PageKind.MINORS, body="<p>规则</p>")
    save_page(page=rules)
    area = make_area(name="医疗", sensitive=True, sensitive_reason="会写到病历。")
    form = Screen.at(visitor, FORM)
    assert "医疗：会写到病历。" in form.text.replace(" ", "")
    assert "告知" in form.follow("隐私告知（第1版）").text
    assert "规则" in form.follow("《儿童规则》（第1版）").text
    filled(visitor, monkeypatch, 事情属于哪一类=area.pk, **dict.fromkeys([AGREED, *ticked], "on"))
    given = set(Consultation.objects.get().consents.values_list("kind", flat=True))
    assert given == {ConsentKind.PROCESSING, *kinds}


def test_without_the_consent_the_form_says_so_beside_the_box_and_keeps_the_words(
    visitor, monkeypatch
):
    make_notice()
    make_area()
    again = filled(visitor, monkeypatch)
    assert again.typed("您想咨询的事情") == QUESTION
    box = again.field(AGREED)
    assert box.find_parent(class_="field-wrong").find(class_="wrong").get_text(strip=True)
    assert not Consultation.objects.exists()


def test_a_receipt_that_was_shown_leads_on(visitor):
    make_notice()
    make_settings(phone="010-8000 0000")
    shown = Screen.at(visitor, RECEIPT)
    assert shown.follow("“查看答复”").names("button").count("查看") == 1
    assert "提交咨询" in shown.follow("重新提交").names("button")
    assert shown.soup.find("main").find("a", href="tel:+861080000000")


def test_who_lost_the_code_can_ask_anew_or_call(visitor):
    make_notice()
    make_settings(phone="010-8000 0000")
    page = Screen.at(visitor, THREAD)
    assert "提交咨询" in page.follow("重新咨询").names("button")
    assert page.soup.find("main").find("a", href="tel:+861080000000")
    wrong = page.press("查看", 查询码="0000 0000 0000 0000")
    assert "没有找到对应的咨询" in wrong.text
    assert wrong.field("查询码")


def test_an_answer_is_read_under_the_name_of_the_lawyer_and_can_be_followed_up(
    asked, visitor, monkeypatch
):
    kept, _ = asked
    user = make_answering("林致远")
    services.reply(consultation=kept, user=user, text="可以申请仲裁。", token="r")
    shift(monkeypatch, seconds=40)
    thread = Screen.at(visitor, THREAD)
    (answer,) = thread.soup.find_all("li", class_="message-lawyer")
    assert "可以申请仲裁。" in answer.get_text()
    assert answer.find(class_="who").get_text(strip=True) == "林致远律师答复"
    after = thread.press("发送", 补充或追问="要多久？")
    newest = after.soup.find_all("li", class_="message")[-1]
    assert "要多久？" in newest.get_text()
    assert newest.find(class_="who").get_text(strip=True) == "您写道"
    assert after.soup.find("time")["datetime"]


def test_a_file_of_a_message_can_be_fetched_from_the_page(asked, visitor):
    _, thread = asked
    file = SimpleUploadedFile("说明.txt", "借条写在纸上。".encode(), "text/plain")
    after = thread.press("发送", 补充或追问="见附件", 附件=file)
    (link,) = after.soup.find_all("a", string="下载")
    assert link["aria-label"] == "下载说明.txt"
    got = visitor.get(link["href"])
    assert b"".join(got.streaming_content) == "借条写在纸上。".encode()


def test_a_client_leaves_and_is_asked_for_the_code(asked, visitor):
    _, thread = asked
    gone = thread.press("退出")
    assert QUESTION not in gone.text
    assert QUESTION not in Screen.at(visitor, THREAD).text


def test_everything_can_be_taken_along(asked):
    _, thread = asked
    copy = thread.press("下载全部内容").response
    names = zipfile.ZipFile(io.BytesIO(b"".join(copy))).namelist()
    assert [name for name in names if name.endswith(".html")]


def test_the_mail_is_stopped_by_its_button(asked):
    kept, thread = asked
    after = thread.press("不再发邮件")
    assert not Consultation.objects.get(pk=kept.pk).wants_mail
    assert "不再发邮件" not in after.names("button")


def test_publication_is_agreed_to_and_taken_back(asked):
    kept, thread = asked
    agreed = thread.press("同意隐去身份后公开")
    assert kept.consents.filter(kind=ConsentKind.PUBLICATION, withdrawn_at=None).exists()
    assert "您同意了：隐去身份后公开" in agreed.text
    asking = agreed.follow("撤回同意：隐去身份后公开")
    assert "您要撤回的是：隐去身份后公开" in asking.text
    assert "发送" in asking.follow("不撤回，回到咨询").names("button")
    asking.press("撤回同意")
    assert not kept.consents.filter(kind=ConsentKind.PUBLICATION, withdrawn_at=None).exists()
    assert Consultation.objects.get().state == State.NEW


def test_taking_back_what_an_answer_rests_on_says_what_follows_and_ends_it(asked):
    kept, thread = asked
    asking = thread.follow("撤回同意：处理敏感个人信息")
    assert "咨询随即结束" in asking.text
    assert "最迟明天删除" in asking.text
    after = asking.press("撤回同意")
    assert Consultation.objects.get().state == State.CLOSED
    assert "发送" not in after.names("button")
    assert "撤回同意：处理个人信息" not in after.names("a")


def test_everything_is_erased_only_by_who_is_sure(asked):
    kept, thread = asked
    asking = thread.follow("删除全部内容")
    assert "发送" in asking.follow("不删除，回到咨询").names("button")
    unsure = asking.press("删除")
    assert Consultation.objects.get().state == State.NEW
    assert "尚未删除" in unsure.text
    unsure.press("删除", **{SURE: "on"})
    assert Consultation.objects.get().state == State.ERASED


def test_while_the_law_wants_it_kept_nothing_offers_to_erase(asked):
    kept, thread = asked
    services.hold(consultation=kept, user=make_staff())
    asking = thread.follow("删除全部内容")
    assert "须依法保留" in asking.text
    assert "删除" not in asking.names("button")
    assert "发送" in asking.follow("回到咨询").names("button")
    assert "依法暂缓删除" in Screen.at(asking.client, THREAD).text


def test_the_page_says_when_it_came_when_it_is_answered_and_when_it_goes(asked):
    Consultation.objects.update(promise_told=True)
    thread = Screen.at(asked[1].client, THREAD)
    facts = dict(zip(*(thread.soup.find_all(tag) for tag in ("dt", "dd")), strict=True))
    shown = {one.get_text(strip=True): two.get_text(strip=True) for one, two in facts.items()}
    assert list(shown) == ["收到时间", "承诺答复", "删除日期"]
    assert re.fullmatch(r"\d{4}年\d+月\d+日 \d\d:\d\d", shown["收到时间"])
    assert re.fullmatch(r"\d{4}年\d+月\d+日 \d\d:\d\d前", shown["承诺答复"])
    assert re.fullmatch(r"咨询结束\d+天后", shown["删除日期"])

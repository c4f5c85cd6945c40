"""The page of a consultation as the staff works on it: what is named there does what it says."""

from datetime import date

import pytest
from django.urls import reverse

from consult import services
from consult.base.enums import Conflict, ConsentKind, PartyRole, State
from consult.conflicts import parties
from consult.models import Consultation, Draft, KnownParty, Note
from tests.consult.desk_pages import make_answering, make_assistant, page_of
from tests.consult.posting import QUESTION
from tests.factories import make_article, make_canned, make_notice, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
FIRM = "云澜青石机械有限公司"


@pytest.fixture
def asked():
    return make_consultation(name="王小明", phone="13800000000", email="w@example.com")[0]


@pytest.fixture
def lawyer():
    return make_answering("林致远", last_name="林", first_name="致远")


@pytest.fixture
def manager():
    user = make_superuser(last_name="沈", first_name="主管")
    return browser(user)


def again():
    return Consultation.objects.get()


def desk(user_or_client, consultation):
    client = user_or_client if hasattr(user_or_client, "get") else browser(user_or_client)
    return Screen.at(client, page_of(consultation))


def test_an_answer_is_written_where_its_name_is_and_taken_back_by_its_button(asked, lawyer):
    page = desk(lawyer, asked)
    assert QUESTION in page.text
    assert "署名：林致远律师" in page.text
    sent = page.press("发出答复", 答复="可以申请仲裁。")
    assert again().state == State.ANSWERED
    assert asked.messages.get(sender="lawyer").text == "可以申请仲裁。"
    back = sent.press("撤回")
    assert again().state == State.NEW
    assert back.typed("答复") == "可以申请仲裁。"


def test_a_draft_is_kept_and_a_colleague_can_take_it_over(asked, lawyer):
    kept = desk(make_assistant(), asked).press("存草稿，请律师发出", 起草答复="先存证据。")
    assert kept.typed("起草答复") == "先存证据。"
    assert "发出答复" not in kept.names("button")
    mine = desk(lawyer, asked)
    assert "先存证据。" in mine.text
    assert mine.press("存草稿", 答复="您好。").typed("答复") == "您好。"
    taken = desk(lawyer, asked).press("放进我的答复框")
    assert taken.typed("答复") == "您好。\n\n先存证据。"
    assert Draft.objects.get().author == lawyer


def test_the_reply_box_says_what_is_wrong_and_keeps_the_words(asked, lawyer):
    refused = desk(lawyer, asked).press("发出答复", 答复="")
    assert refused.soup.find(id="id_text_error").get_text(strip=True)
    page = desk(lawyer, asked)
    services.client_message(consultation=asked, text="我又想起一件事。", token="c")
    overtaken = page.press("发出答复", 答复="可以申请仲裁。")
    assert overtaken.typed("答复") == "可以申请仲裁。"
    look = overtaken.soup.find(class_="desk-look")
    assert "我又想起一件事。" in look.get_text()
    assert overtaken.press("发出答复").response.status_code == 200
    assert again().state == State.ANSWERED


def test_an_article_and_a_canned_reply_are_put_into_the_answer(asked, lawyer):
    article = make_article(title="拖欠工资怎么办", area=asked.area)
    make_canned(title="先问全名", text="请写明对方全名。")
    page = desk(lawyer, asked)
    found = page.press("查找", 按内容查找="拖欠工资")
    assert "拖欠工资怎么办" in found.field("选择文章（插入标题和网址）").get_text()
    inside = [one for one in page.soup.find_all("button") if one.get_text() == "放进答复"]
    assert [one["value"] for one in inside] == ["article", "canned"]
    with_link = page.press("放进答复")
    assert article.get_absolute_url() in with_link.typed("答复")
    assert "先问全名" in page.field("选择常用答复（称呼、时间等自动填入）").get_text()


def test_who_is_in_charge_and_who_helps_is_chosen_by_name(asked, lawyer, manager):
    page = desk(manager, asked)
    assert "尚无负责人" in page.text
    assigned = page.press("保存", 负责人=lawyer.pk)
    assert again().assignee == lawyer
    assert "负责人：林致远" in assigned.text
    helper = make_answering("周明", last_name="周", first_name="明")
    shared = Screen.at(assigned.client, assigned.address).press("share", 周明=[helper.pk])
    assert list(again().shared_with.all()) == [helper]
    assert "协办人：周明" in shared.text


def test_who_may_not_hand_on_reads_who_is_in_charge(asked, lawyer):
    services.assign(consultation=asked, user=None, to=lawyer)
    services.share(consultation=asked, user=None, people=[lawyer])
    care = desk(make_assistant(), asked).soup.find(class_="desk-care")
    assert "负责人：林致远" in care.get_text()
    assert "协办人：林致远" in care.get_text()
    assert not care.find("select")


def test_a_limitation_date_is_typed_where_it_is_named_and_a_wrong_one_is_told_there(asked, lawyer):
    page = desk(lawyer, asked).press("limitation", 时效届满日="2027-03-01")
    assert again().limitation_on == date(2027, 3, 1)
    assert page.typed("时效届满日") == "2027-03-01"
    wrong = page.press("limitation", 时效届满日="明年")
    form = wrong.field("时效届满日").find_parent("form")
    assert form.find(class_="errornote", role="alert").get_text(strip=True)


def test_the_erasure_is_put_off_and_allowed_again(asked, manager):
    held = desk(manager, asked).press("暂停删除")
    assert again().legal_hold
    assert "已暂停删除" in held.text
    held.press("取消暂停，按期删除")
    assert not again().legal_hold


def test_a_consultation_is_ended_and_taken_up_again(asked, lawyer):
    ended = desk(lawyer, asked).press("结束咨询")
    assert again().state == State.CLOSED
    day = again().purge_on
    assert f"删除日期：{day.year}年{day.month}月{day.day}日" in ended.text
    ended.press("重新打开")
    assert again().state == State.WAITING_LAWYER


def test_a_suspect_post_is_shown_with_its_doubts_and_released(lawyer):
    suspect = make_consultation(doubts="填了隐藏栏")[0]
    page = desk(lawyer, suspect)
    assert "待甄别：填了隐藏栏" in page.text
    page.press("这是正常咨询")
    assert again().state == State.NEW


def test_everything_is_exported_by_its_button(asked, manager):
    answer = desk(manager, asked).press("导出全部内容").response
    assert answer["Content-Type"] == "application/zip"


def test_a_note_is_written_where_it_is_named_and_read_by_its_author(asked, lawyer):
    page = desk(lawyer, asked).press("保存备注", 新备注="电话里很急。")
    assert Note.objects.get().text == "电话里很急。"
    (box,) = [one for one in page.soup.find_all("section") if "内部备注" in one.get_text()]
    assert "林致远" in box.get_text()
    assert "电话里很急。" in box.get_text()
    empty = page.press("保存备注", 新备注="")
    assert empty.soup.find(id="id_note_error").get_text(strip=True)


def test_a_sealed_one_shows_no_word_and_leads_to_the_review(manager, lawyer):
    parties.register(party=KnownParty(name=FIRM, role=PartyRole.CLIENT))
    sealed = make_consultation(name="王小明", opponent=FIRM)[0]
    page = desk(lawyer, sealed)
    assert "待审查" in page.text
    assert QUESTION not in page.text
    assert not {"发出答复", "存草稿"} & set(page.names("button"))
    review = desk(manager, sealed).follow("打开审查")
    unsaid = review.press("记录结论")
    assert unsaid.soup.find(id="id_decision_error").get_text(strip=True)
    assert unsaid.soup.find(id="id_reason_error").get_text(strip=True)
    review.press("记录结论", 可以受理="allowed", 理由="同名，不是同一家。")
    assert again().conflict == Conflict.ALLOWED
    revised = desk(manager, sealed).follow("查看或者修改结论")
    assert "同名，不是同一家。" in revised.text
    revised.press("记录结论", 不受理="declined", 理由="就是同一家。")
    assert again().state == State.CLOSED


def test_what_the_client_agreed_to_and_what_was_done_is_listed(asked, lawyer):
    given = make_consultation(
        consents={ConsentKind.PROCESSING: make_notice(), ConsentKind.MINOR: make_notice()}
    )[0]
    services.withdraw_consent(consultation=given, kind=ConsentKind.MINOR)
    page = desk(lawyer, given)
    consents, events = (one.get_text() for one in page.soup.find_all("ul", class_="desk-events"))
    assert "处理不满十四周岁未成年人的个人信息" in consents
    assert "撤回" in consents
    assert "收到咨询" in events
    assert "打开查看（林致远律师）" in events


def test_the_page_leads_back_to_the_list(asked, lawyer):
    there = desk(lawyer, asked).follow("咨询")
    assert there.address == reverse("admin:consult_consultation_changelist")

"""Who cannot wait is at the head of the list with the reason in words, until a lawyer clears it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.base.enums import EventKind, State, Urgent
from consult.desk import urgency
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.rows import fresh, put, recorded
from tests.factories import make_submitted

MARKED = {
    Urgent.DETENTION: "弟弟昨晚被抓了，在看守所/儿子被刑事拘留/派出所把我爸带走调查"
    "/我哥被警察带走了",
    Urgent.VIOLENCE: "老公动手打了我两次/我被家暴，想离婚/前男友威胁要发照片/他喝了酒就打我"
    "/被邻居打成轻伤",
    Urgent.DEADLINE: "明天开庭，什么都没准备/还有三天到期/上诉期只剩两天/昨天收到判决书，不服"
    "/3天后开庭/下周三开庭，我在外地/裁决书是前天拿到的，想起诉/法院下周要拍卖我的房子/开庭时间是后天上午",
}
QUIET = (
    "我打算离婚，怎么分财产/想打官司要回货款，请抓紧帮我看看/"
    "闯红灯被抓拍，罚款不合理/打工三年没有签合同/快递被打回来了，他打我电话我没有接/"
    "被公司打发回家待岗，说话被打断/租房合同到期两天，房东不退押金/买的猫抓伤了我/"
    "被骗以后打算起诉平台/去年开庭判了，还没给钱/合同三十天后到期，要不要续签/"
    "试用期还有25天到期/被商家打电话骚扰，我会不会被抓"
)


def test_what_cannot_wait_is_known_by_its_words_and_innocent_words_are_not():
    for flag, texts in MARKED.items():
        for text in texts.split("/"):
            assert (text, bool(flag & urgency.of(text))) == (text, True)
    assert [text for text in QUIET.split("/") if urgency.of(text)] == []


@pytest.mark.parametrize(
    ("name", "days", "urgent"),
    [("开庭日期", 6, True), ("开庭日期", -1, False), ("开庭日期", 60, False)]
    + [("收到判决书", -4, True), ("收到判决书", -30, False), ("入职时间", 3, False)],
)
def test_a_day_among_the_facts_or_in_the_text_is_counted_from_today(name, days, urgent):
    day = timezone.localdate() + timedelta(days=days)
    for said in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}"):
        assert bool(urgency.of("请看情况", [(name, said)])) is urgent
        assert bool(urgency.of(f"{name}：{said}")) is urgent
    assert not urgency.of(f"{name}：2027年2月30日")
    assert urgency.of("请看情况", [("羁押", "是")])
    assert not urgency.of("请看情况", [("羁押", "否")])


@pytest.mark.django_db
def test_it_stands_first_with_its_reason_until_it_is_cleared(client):
    texts = (*(texts.split("/")[0] for texts in MARKED.values()), "我打算离婚")
    *urgent, plain = (make_submitted(question=text)[0] for text in texts)
    put(plain, promised_at=timezone.now() - timedelta(hours=1))  # late
    client.force_login(make_answering())
    inbox = reverse("admin:consult_consultation_changelist")
    rows = client.get(inbox).context["cl"].result_list
    assert ({one.pk for one in rows[:3]}, rows[3].pk) == ({one.pk for one in urgent}, plain.pk)
    assert list(client.get(f"{inbox}?work=urgent").context["cl"].result_list) == rows[:3]
    first = urgent[0]
    why = Urgent.DETENTION.label
    assert why in client.get(inbox).text
    assert why in client.get(page_of(first)).text
    assert act(client, first, "calm").status_code == 302
    assert why not in client.get(page_of(first)).text
    assert recorded(EventKind.URGENCY_CLEARED, consultation=first) == 1
    services.client_message(consultation=first, text=texts[1], token="c")
    assert fresh(first).why_urgent == [Urgent.VIOLENCE.label]
    put(first, state=State.ANSWERED)
    assert fresh(first).why_urgent == []

"""The slots of the search page: in one order, each left out where nothing is."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from articles import answers
from articles.models import SearchedWords, Tag
from articles.search import did_you_mean
from articles.stats import search_log
from calculators import parameters
from firm.models import Office, Page, PageKind
from statutes.search.indexing import fill_missing
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_notice,
    make_settings,
    make_statute,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SLOT = re.compile(r'<section class="(slot slot-[a-z]+|slot-ask)[ "]')
DISMISSED = "劳动者有下列情形之一的，用人单位可以解除劳动合同：\n（一）严重违反规章制度的；"


@pytest.fixture
def law():
    return make_statute(["第一条的文字。", DISMISSED], short_name="劳动合同法")


def found(client, query, **more):
    return client.get("/search/", {"q": query, **more})


def look_for(words, days, hits):
    """Words that were looked for on so many days."""
    for number in range(days):
        day = search_log.timezone.localdate() - timedelta(days=number)
        SearchedWords.objects.create(words=words, day=day, number=2, found=hits)


def slots(answer):
    return [one.removeprefix("slot slot-") for one in SLOT.findall(answer.text)]


def slot(name, client, query):
    """What stands in one of them."""
    return found(client, query).text.split(f'id="slot-{name}"')[1].split("</section>")[0]


def test_the_card_of_law_has_its_words_its_standing_and_who_cites_it(client, law):
    for state in ("published", "draft"):
        make_article(body="<p>见《劳动合同法》第二条。</p>", state=state)
    card = slot("law", client, "劳动合同法第二条")
    told = ("《劳动合同法》第二条", "严重违反规章制度的", "现行有效", ">1篇文章引用<", "/2/")
    assert [one for one in told if one not in card] == []
    assert "没有第九条" in found(client, "劳动合同法9条").text


def test_all_slots_stand_in_order_and_beside_a_card_the_law_speaks_to_other_words(client, law):
    make_statute(["辞退的通知。"], short_name="示例条例")
    fill_missing()
    assert "say" not in slots(found(client, "劳动合同法2条"))
    said = slot("say", client, "劳动合同法2条 辞退")
    assert "《示例条例》第一条" in said
    assert "《劳动合同法》第二条" not in said
    make_settings()
    area = make_area(name="劳动与工伤", aliases="辞退")
    make_article(title="公司辞退我怎么办？", body="<p>见《劳动合同法》第二条。</p>", area=area)
    answer = found(client, "劳动合同法2条 辞退")
    assert slots(answer) == ["law", "art", "say", "who", "slot-ask"]


def test_what_the_law_says_is_marked_and_leads_to_more(client):
    make_statute([f"第{number}种试用期。" for number in range(7)], short_name="示例法")
    fill_missing()
    said = slot("say", client, "试用期")
    assert "找到相近的多个法条。" in found(client, "试用期").text
    assert said.count("<mark>试用期</mark>") == said.count("<li>") == answers.MOST_OF_LAW
    assert f'href="/statutes/?q={quote("试用期")}"' in said


def test_the_rule_of_a_calculator_comes_first_marked_by_the_word_that_the_law_has(client):
    parameters.load()
    rule = "安排劳动者延长工作时间的，支付工资报酬。"
    make_statute([*["甲。"] * 42, "支付加班费，是加班费。", rule], short_name="劳动法")
    fill_missing()
    said = found(client, "加班费怎么算").text.split('id="slot-say"')[1].split("<li>")
    assert "第四十四条" in said[1]
    assert "<mark>延长工作时间</mark>" in said[1]
    assert "<mark>加班费</mark>" in said[2]


def test_who_asks_for_a_page_of_the_site_is_told_no_law(client):
    make_settings()
    make_statute(["地址不明的，公告送达。", "留置权人自行回避。"], short_name="示例法")
    fill_missing()
    assert "say" not in slots(found(client, "地址"))
    for words in ("地址不明", "留置权", "回避"):
        assert "say" in slots(found(client, words)), words
    assert "say" not in slots(found(client, "你好不明在吗"))  # no word of the law


def test_the_second_page_has_articles_alone(client):
    make_settings()
    area, author = make_area(name="工伤"), make_lawyer()
    for _ in range(21):
        make_article(title="工伤怎么认定？", area=area, author=author)
    assert slots(found(client, "工伤")) == ["art", "who", "slot-ask"]
    assert slots(found(client, "工伤", page=2)) == ["art", "slot-ask"]


def test_what_is_nearest_by_chance_stands_below_the_way_to_ask_three_at_most(client):
    make_settings()
    make_notice()
    for number in range(5):
        make_article(title=f"公司可以这样做吗，第{number}问？")
    page = found(client, typed := "物业说我家阳台漏水不肯修，公司也没有人来")
    assert slots(page) == ["slot-ask", "art"]
    assert "没有找到" in page.text.split('id="slot-ask"')[0]
    assert page.text.count('<h3 class="row-title">') == answers.MOST_NEAR
    make_article(title="阳台漏水，物业不肯修，怎么办？")
    told = found(client, typed).text
    assert [one in told for one in ("没有找到", "这样做吗", ">相近的文章<")] == [False, False, True]


def test_a_long_term_of_the_law_for_one_short_word_is_no_more_than_that_word(client):
    make_article(title="怎么再起诉？", body="<p>人身安全保护令和租房合同，都是证据。</p>")
    page = found(client, "量子纠缠合同").text
    assert "没有找到与“量子纠缠合同”" in page
    assert ">只含部分字词的文章<" in page


def test_who_looks_for_a_lawyer_alone_reads_the_newest_articles_and_begins_no_question(client):
    make_settings(), make_notice()
    author = make_lawyer(name="林致远")
    mine = make_article(title="离婚要多久？", author=author)
    other = make_article(title="律师怎么选？")
    written = slot("art", client, "林致远律师")
    assert written.startswith(">林致远律师的文章<")
    assert mine.get_absolute_url() in written
    assert other.get_absolute_url() not in written
    page = found(client, "林致远").text
    assert "相近的文章" not in page
    assert "/consult/begin/" not in page
    assert f'href="/consult/?lawyer={author.slug}"' in page
    assert "/consult/begin/" in found(client, "离婚").text


def test_who_looks_for_the_way_or_the_fees_reads_them_at_once(client):
    make_settings(phone="0330-5559900")
    Office.objects.create(name="本所", address="云澜市石桥路1号")
    body = "<p>按件收费或者按标的额收费。</p>"
    Page.objects.create(title="收费说明", slug="fees", kind=PageKind.FEES, body=body)
    for query, words in (
        ("地址", ('href="/contact/"', "云澜市石桥路1号", "0330-5559900")),
        ("律师费", ('href="/pages/fees/"', "按件收费")),
    ):
        assert [one for one in words if one not in slot("who", client, query)] == []


def test_where_nothing_was_found_the_areas_the_telephone_and_the_form_and_no_cookie(client):
    make_settings(phone="0330-5559900")
    make_notice(), make_lawyer()
    area = make_area(name="海事")
    answer = found(client, "宠物")
    assert not answer.cookies
    assert f'href="{area.get_absolute_url()}"' in answer.text
    way = 'action="/consult/begin/" method="post"', 'name="question" value="宠物"'
    asked = slot("ask", client, "宠物")
    assert [one for one in ("0330-5559900", *way) if one not in asked] == []


def test_words_that_many_look_for_are_offered_and_no_name_nor_what_one_person_types(client):
    did_you_mean.forget()
    article = make_article(title="离婚要多久？")
    today = search_log.timezone.localdate()
    SearchedWords.objects.create(words="离婚", day=today, number=50, found=1)
    look_for("王小丽 离婚", 9, 1)
    assert answers.frequent_words() == []
    article.tags.add(Tag.objects.create(name="离婚程序"))  # offered without any
    assert ">离婚程序</a>" in found(client, "宠物").text
    make_article(title="租房到期，房东不退押金怎么办？")  # as it says itself, before any tag
    assert answers.frequent_words() == ["不退押金"]
    SearchedWords.objects.all().delete()
    for words, days, hits in [("离婚", 3, 1), ("多久", 2, 1), ("海商", 9, 0)]:
        look_for(words, days, hits)
    assert answers.frequent_words() == ["离婚"]
    assert ">离婚</a>" in found(client, "宠物").text
    assert "您是不是要找" in found(client, "里婚").text


def test_a_question_that_only_names_somebody_counts_as_answered(client, monkeypatch):
    noted = []
    monkeypatch.setattr(search_log, "log_search", lambda words, total: noted.append(total))
    make_settings()
    assert found(client, "地址").status_code == 200
    assert found(client, "宠物").status_code == 200
    assert noted == [1, 0]

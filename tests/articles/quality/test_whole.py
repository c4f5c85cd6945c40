"""What is said of an article as a whole: title, summary, figures, law, whose text it is."""

from datetime import date

import pytest

from articles.quality.checks import REGISTRY, Draft, OldCrime, run_checks
from tests.articles.quality import test_markup, test_words
from tests.articles.quality.drafts import CLEAN, codes, draft, found

OLD = OldCrime("销赃罪", "掩饰、隐瞒犯罪所得罪", "2007年起叫“掩饰、隐瞒犯罪所得罪”。")
NEWER = OldCrime("赃罪", "另一个罪", "现在叫“另一个罪”。")
LONG = "同一句话不应该在同一篇文章里原样出现两次。"

HITS = [
    ("title-opening", {"title": "其实严格的来说", "text": "其实严格的来说，骑车不算驾驶。"}),
    (
        "title-opening",
        {"title": "工伤多久能有结果？", "text": "工伤多久能有结果？\n一般六十日。"},
    ),
    ("title-opener", {"title": "其实骑电动车也算驾驶"}),
    ("title-opener", {"title": "根据民法典租房押金怎么退？"}),
    ("title-length", {"title": "工伤怎么办？"}),
    ("title-length", {"title": "长" * 31}),
    ("title-half-said", {"title": "关于离婚时房产的分割以及"}),
    ("title-again", {"namesakes": ("公司不签劳动合同，怎么办?",)}),
    ("summary-missing", {"summary": " "}),
    ("summary-repeats-title", {"summary": "公司不签劳动合同怎么办？可以要二倍工资。"}),
    ("figure-without-law", {"text": "注册资本按照3%的比例来交所得税。", "cited": ()}),
    ("figure-without-law", {"text": "违法的处以五万元罚款。", "cited": ()}),
    ("figure-without-law", {"text": "可以要求百分之三十的赔偿。", "cited": ()}),
    ("old-crime", {"text": "这样做构成销赃罪。", "crimes": (OLD,)}),
    ("repeated-sentence", {"text": f"{LONG}\n中间。\n{LONG}"}),
    ("no-statute", {"laws": ()}),
    ("never-checked", {"checked_on": None}),
    ("check-old", {"checked_on": date(2025, 11, 24)}),
    ("local-law", {"laws": ("江苏省工资支付条例",)}),
    ("reprint-source", {"source_kind": "reprint"}),
    ("ai-unchecked", {"ai_assisted": True, "checked_on": None}),
    ("body-cut", {"is_cut": True}),
    ("agreed-words", {"agreed_key": "of other words"}),
]

SILENT = [
    ("title-opening", {"text": "不签劳动合同的公司很多。"}),
    ("title-opener", {"title": "首先查封的法院怎么处置？"}),
    ("title-length", {"title": "一二三四五六七？"}),
    ("title-length", {"title": "长" * 30}),
    ("title-half-said", {"title": "离婚时房产的分割办法"}),
    ("title-again", {"namesakes": ()}),
    ("summary-missing", {"summary": "可以。"}),
    ("summary-repeats-title", {"summary": "不签劳动合同的，可以要二倍工资。"}),
    ("figure-without-law", {"text": "赔偿5000元，依《民法典》第1179条。", "cited": ((9, 21),)}),
    ("figure-without-law", {"text": "例如月薪8,000元，赔偿按两个月算。", "cited": ()}),
    ("figure-without-law", {"text": "股东持股30%，三人投票。税务机关在二楼。", "cited": ()}),
    ("old-crime", {"text": "销赃罪改成了掩饰、隐瞒犯罪所得罪。", "crimes": (OLD,)}),
    ("old-crime", {"text": "人们常说的“销赃罪”。", "crimes": (OLD,)}),
    ("repeated-sentence", {"text": "请咨询律师。\n中间。\n请咨询律师。"}),
    ("no-statute", {"laws": (), "is_stub": True}),
    ("never-checked", {"checked_on": None, "is_stub": True}),
    ("check-old", {"checked_on": date(2025, 11, 25)}),
    ("local-law", {"laws": ("江苏省工资支付条例",), "jurisdiction": "江苏省"}),
    ("local-law", {"laws": ("民法典", "工资支付暂行规定")}),
    ("reprint-source", {"source_kind": "reprint", "source": "示例网"}),
    ("ai-unchecked", {"ai_assisted": True}),
    ("ai-unmarked", {"ai_assisted": True, "text": "本文由AI生成，已由律师核对。"}),
    ("body-cut", {}),
    ("agreed-words", {}),
]


@pytest.mark.parametrize(("code", "fields"), HITS)
def test_it_is_told_of(code, fields):
    assert code in codes(**fields)


@pytest.mark.parametrize(("code", "fields"), SILENT)
def test_what_is_in_order_stays_silent(code, fields):
    assert code not in codes(**fields)


def test_a_good_article_gets_no_hint():
    assert run_checks(CLEAN) == []


def test_an_empty_article_breaks_nothing():
    assert {one.check.code for one in run_checks(Draft())} == {"summary-missing", "never-checked"}


def test_each_check_has_a_hit_and_a_harmless_use_here():
    tables = [(HITS, SILENT), (test_words.HITS, test_words.SILENT)]
    tables.append((test_markup.HITS, test_markup.SILENT))
    hits, silent = (
        {row[0] for table in kind for row in table} for kind in zip(*tables, strict=True)
    )
    assert hits == silent == set(REGISTRY)


def test_each_check_says_what_it_is_and_why():
    for one in REGISTRY.values():
        assert one.name
        assert len(one.code) <= 40
        assert one.why or one.code in {"title-length", "title-again", "check-old", "local-law"}
    for one in run_checks(draft(title="短", checked_on=date(2020, 1, 1), laws=("江苏省条例",))):
        assert one.reason.endswith("。")


def test_a_longer_name_is_not_taken_for_a_shorter_one():
    assert found("old-crime", text="构成销赃罪。", crimes=(OLD, NEWER)) == ["销赃罪"]
    assert found("old-crime", text="另一个罪。", crimes=(NEWER,)) == []


def test_the_row_of_a_table_is_one_paragraph():
    first = "<tr><td>罚款五万元</td><td>《某法》第三条</td></tr>"
    html = f"<table>{first}<tr><td>罚款三万元</td><td>无</td></tr></table>"
    text = "罚款五万元\n《某法》第三条\n罚款三万元\n无"
    assert found("figure-without-law", text=text, html=html, cited=((6, 13),)) == ["三万元"]


def test_a_list_under_a_cited_sentence_is_cited():
    text = "按《某法》第三条处罚：\n罚款五万元；\n罚款三万元。\n另外罚款一万元。"
    assert found("figure-without-law", text=text, cited=((1, 8),)) == ["一万元"]


def test_the_place_is_that_of_the_words():
    body = "先说别的。\n符合条件的一定会批捕。"
    [one] = [one for one in run_checks(draft(text=body)) if one.check.code == "absolute-words"]
    assert body[one.hit.start : one.hit.end] == one.quote == "一定会"


def test_the_gravest_stand_first():
    found_ = run_checks(draft(title="短", text="我们包赢。符合条件的一定会批捕。"))
    assert [one.check.severity for one in found_] == sorted(
        (one.check.severity for one in found_), key=["red", "amber", "grey"].index
    )

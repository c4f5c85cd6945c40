"""Each check with what it tells of and with harmless uses; hostile and very long texts."""

from datetime import date
from pathlib import Path

import pytest

from articles.models import Article, Citation
from articles.quality import findings
from articles.quality.checks import MOST, REGISTRY, Draft, OldCrime, run_checks
from tests.articles.quality.drafts import CLEAN, codes, draft, found
from tests.factories import make_article
from tests.growth import grows_evenly

OLD = OldCrime("销赃罪", "掩饰、隐瞒犯罪所得罪", "2007年起叫“掩饰、隐瞒犯罪所得罪”。")
NEWER = OldCrime("赃罪", "另一个罪", "现在叫“另一个罪”。")
LONG = "同一句话不应该在同一篇文章里原样出现两次。"
HITS = [
    ("title-opening", {"title": "其实严格的来说", "text": "其实严格的来说，骑车不算驾驶。"}),
    ("title-opening", {"title": "工伤多久能有结果？", "text": "工伤多久能有结果？\n一般六十日。"}),
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


def test_a_good_article_gets_no_hint_and_an_empty_one_breaks_nothing():
    assert run_checks(CLEAN) == []
    assert {one.check.code for one in run_checks(Draft())} == {"summary-missing", "never-checked"}


def test_what_belongs_together_is_found_together():
    assert found("old-crime", text="构成销赃罪。", crimes=(OLD, NEWER)) == ["销赃罪"]
    assert found("old-crime", text="另一个罪。", crimes=(NEWER,)) == []
    first = "<tr><td>罚款五万元</td><td>《某法》第三条</td></tr>"
    html = f"<table>{first}<tr><td>罚款三万元</td><td>无</td></tr></table>"
    text = "罚款五万元\n《某法》第三条\n罚款三万元\n无"
    assert found("figure-without-law", text=text, html=html, cited=((6, 13),)) == ["三万元"]
    text = "按《某法》第三条处罚：\n罚款五万元；\n罚款三万元。\n另外罚款一万元。"
    assert found("figure-without-law", text=text, cited=((1, 8),)) == ["一万元"]


def test_the_place_is_that_of_the_words_and_the_gravest_stand_first():
    body = "先说别的。\n符合条件的一定会批捕。"
    [one] = [one for one in run_checks(draft(text=body)) if one.check.code == "absolute-words"]
    assert body[one.hit.start : one.hit.end] == one.quote == "一定会"
    found_ = run_checks(draft(title="短", text="我们包赢。符合条件的一定会批捕。"))
    assert [one.check.severity for one in found_] == sorted(
        (one.check.severity for one in found_), key=["red", "amber", "grey"].index
    )


LINES = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if "\t" in line]
WORD_HITS = [row for row in ROWS if len(row) == 3]
WORD_SILENT = [row for row in ROWS if len(row) == 2]


@pytest.mark.parametrize(("code", "text", "quote"), WORD_HITS)
def test_words_it_is_told_of(code, text, quote):
    assert quote in found(code, text=text)


@pytest.mark.parametrize(("code", "text"), WORD_SILENT)
def test_a_harmless_use_stays_silent(code, text):
    assert found(code, text=text) == []


@pytest.mark.parametrize("field", ["title", "summary"])
def test_titles_and_summaries_are_looked_at_too(field):
    assert "胜诉率" in found("promotion-result", **{field: "本所律师的胜诉率是多少"})


PICTURE = '<p>甲</p><img src="/media/images/a.webp"{}>'
MARKUP_HITS = [
    ("picture-alt", PICTURE.format("")),
    ("picture-alt", PICTURE.format(' alt=""')),
    ("picture-alt", PICTURE.format(' alt="IMG_2031.jpg"')),
    ("link-http", '<p><a href="http://example.com/a">全文</a></p>'),
    ("link-words", '<p>详见<a href="https://example.com/">这里</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h4>1. 乙</h4>"),
    ("heading-skip", "<h3>（一）甲</h3>"),
]
MARKUP_SILENT = [
    ("picture-alt", PICTURE.format(' alt="工伤认定申请表的第一页"')),
    ("link-http", '<p><a href="https://example.com/a">全文</a></p>'),
    ("link-words", '<p><a href="https://example.com/">国家法律法规数据库</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h3>（一）乙</h3><h4>1. 丙</h4><h2>二、丁</h2>"),
]


@pytest.mark.parametrize(
    ("code", "fields"), [*HITS, *((code, {"html": html}) for code, html in MARKUP_HITS)]
)
def test_it_is_told_of(code, fields):
    assert code in codes(**fields)


@pytest.mark.parametrize(
    ("code", "fields"), [*SILENT, *((code, {"html": html}) for code, html in MARKUP_SILENT)]
)
def test_what_is_in_order_stays_silent(code, fields):
    assert code not in codes(**fields)


def test_pictures_are_named_by_their_place():
    html = PICTURE.format(' alt="说明文字"') + PICTURE.format("")
    assert found("picture-alt", html=html) == ["第2张图片"]


SIZE = findings.LONGEST
AGAIN = [
    "一定", "一定会", "的", "的的", "律师", "律师最", "免费", "我们有人关系", "123456789", "百分之",
    "税3%", "“", "，", "。", "1", "a", "\n", "<tr", "<tr>", "<h2>", "<a ", "<img ", "www.",
    "https://x", "&nbsp;", "各种各种", "法院里有", "拆迁", "本文", "年经验", "&#x4e00;", "甲 ",
    "甲,", '<a href="http://',
]  # fmt: skip


@pytest.mark.parametrize("words", AGAIN, ids=repr)
def test_a_text_of_one_word_again_and_again_is_read_in_no_time(words):
    def look_at(size):
        text = words * (size // len(words))
        run_checks(draft(text=text, html=text))

    assert grows_evenly(look_at, SIZE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["符合条件的一定会批捕，胜诉率很高。", pytest.param("甲", marks=pytest.mark.ci)]
)
def test_two_megabytes_are_looked_at_in_part_and_told_of(words):
    piece = f"<p>{words}</p>"

    def look_at(size):
        article = Article(title="公司不签劳动合同怎么办？", body=piece * (size // len(piece)))
        return {one.check.code for one in run_checks(findings.build_draft(article))}

    assert "body-cut" in look_at(2 * SIZE)
    assert grows_evenly(look_at, 2_000_000)  # the sanitiser and the parser of citations among it


def test_no_more_findings_than_anyone_reads_and_the_same_words_once():
    text = "".join(f"第{number}种情形一定会批捕。" for number in range(500))
    assert len(found("absolute-words", text=text)) == MOST
    assert found("promotion-result", text="我们包赢。\n我们包赢。") == ["包赢"]


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "🙂", "\u202e", "￥％", " ", "\u3000"])
def test_odd_characters_break_nothing(odd):
    for one in run_checks(draft(title=odd * 9, summary=odd * 9, text=f"{odd}一定会批捕{odd}")):
        assert len(one.fingerprint) == 64


@pytest.mark.django_db
def test_many_articles_cost_as_many_queries_as_one(django_assert_num_queries):
    articles = [make_article() for _ in range(5)]
    with django_assert_num_queries(3):
        cited = Citation.objects.filter(article__in=articles)
        found_ = [run_checks(one) for one in findings.build_drafts(articles, cited)]
    assert len(found_) == 5
    assert REGISTRY

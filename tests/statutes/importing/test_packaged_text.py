"""Rows of the package as a document: headings, tables, punctuation."""

import pytest

from statutes.importing.document import UnreadableDocumentError
from statutes.importing.package import NO_ANNEX, PackagedArticle, document_of

NAME = "中华人民共和国灯塔法"


def read(*rows):
    return document_of(NAME, [PackagedArticle(*row) for row in rows])


def parts(document):
    return [one.part.split("\n") for one in document.provisions]


def test_paragraphs_of_an_article_stay_lines_of_their_own():
    (one,) = read(
        ("第一条", "灯塔应当点亮。\n有下列情形的除外：\n（一）白天；\n（二）检修。")
    ).provisions
    assert one.text.split("\n")[1:] == ["有下列情形的除外：", "（一）白天；", "（二）检修。"]


def test_chapters_and_sections_stand_above_their_articles():
    found = read(
        ("第一条", "甲。", "第一章 总 则"),
        ("第二条", "乙。", "第二章 点灯", "第一节 夜间"),
        ("第三条", "丙。", "第二章 点灯", "第二节 白天"),
        ("第四条", "丁。", "第三章 附则"),
    )
    under = ["第二章 点灯", "第一节 夜间"], ["第二章 点灯", "第二节 白天"]
    assert parts(found) == [["第一章 总则"], *under, ["第三章 附则"]]


def test_a_book_that_hangs_at_the_article_before_it_is_a_heading():
    found = read(
        ("第一条", "甲。", "第一章 基本规定"),
        ("第二条", "乙。\n第二编 海 上\n第一分编 通 则", "第一章 基本规定"),
        ("第三条", "丙。\n附 则", "第一章 一般规定"),
        ("第四条", "丁。", "第一章 一般规定"),
    )
    assert [one.text for one in found.provisions] == ["甲。", "乙。", "丙。", "丁。"]
    assert parts(found)[1:] == [
        ["第一编 总则", "第一章 基本规定"],
        ["第二编 海上", "第一分编 通则", "第一章 一般规定"],
        ["附则"],
    ]


@pytest.mark.parametrize(
    "torn",
    [
        "税目税率表\n税 目 | 税 率\n| 3 | 5%",
        "税率表\n---------- -----\n级数 税率\n1 3",
        '图案\n!24427{width="3.2in"\nheight="3.5in"}\n说明：灯塔为白色。',
    ],
)
def test_an_annex_with_torn_tables_or_lost_pictures_is_told_and_not_shown(torn):
    found = read(("第一条", "甲。"), ("第二条", f"自公布之日起施行。\n附：\n{torn}"))
    assert (found.provisions[1].text, found.annex) == ("自公布之日起施行。", [NO_ANNEX])


def test_a_list_behind_the_last_article_is_kept():
    found = read(("第一条", "自公布之日起施行。\n附件一\n下列规定废止：\n1.旧灯塔条例"))
    assert found.annex == ["附件一", "下列规定废止：", "1.旧灯塔条例"]


def test_quotation_marks_and_dashes_are_those_of_a_printed_text():
    (one,) = read(("第一条", '"灯塔"是指北岬---南岬之间的"灯"。')).provisions
    assert one.text == "“灯塔”是指北岬—南岬之间的“灯”。"


def test_articles_between_articles_keep_their_numbers():
    found = read(("第一条", "甲。"), ("第一条之一", "乙。"), ("第二条", "丙。"))
    assert [one.key for one in found.provisions] == [(1, 0), (1, 1), (2, 0)]


@pytest.mark.parametrize(
    "rows",
    [
        [("条目一", "将刑法第三百四十二条修改为：")],
        [("全文", "为了惩治犯罪。")],
        [("第一条", "甲。"), ("第二条", "")],
        [("第一条", "甲。\n第二条 藏在里面。")],
        [("第二条", "乙。"), ("第一条", "甲。")],
        [],
    ],
)
def test_what_is_not_article_by_article_is_refused(rows):
    with pytest.raises(UnreadableDocumentError):
        read(*rows)

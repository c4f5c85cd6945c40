"""A file of the law, line by line: articles, headings, what stands around them."""

from datetime import date

import pytest

from statutes.importing.body import BEGINS_LATER
from statutes.importing.document import UnreadableDocumentError
from statutes.importing.reader import NO_ARTICLES, parse
from tests.statutes.texts import ADOPTED, articles, document, markdown


def numbers(found):
    return [one.key for one in found.provisions]


def test_articles_are_read_with_number_and_text():
    found = document(*articles(2))
    assert numbers(found) == [(1, 0), (2, 0)]
    assert found.provisions[1].text == "灯塔应当在夜间点亮1次。"


def test_every_line_is_counted_once():
    text = markdown("## 第一章 总则", *articles(2), "（一）甲；", "后一款。", "附件", "| 1 |")
    tally = parse(text, "灯塔法.md").tally
    assert sum(tally.values()) == len(text.splitlines())
    kinds = ["条", "项", "款", "附件", "标题", "题目", "注释"]
    assert [tally[kind] for kind in kinds] == [2, 1, 1, 2, 1, 2, 1]


def test_paragraphs_and_items_stay_lines_of_their_article():
    found = document("第一条 有下列情形的：", "（一）甲；", "(二)乙。", "前款除外。")
    assert found.provisions[0].text == "有下列情形的：\n（一）甲；\n(二)乙。\n前款除外。"


def test_an_article_between_two_has_a_sub_number():
    found = document("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。")
    assert numbers(found) == [(1, 0), (1, 1), (1, 2), (2, 0)]


def test_headings_are_the_path_of_what_follows():
    found = document(
        "## 第一编 总\u2002\u2002则",
        "### 第一章\u3000\u3000灯",
        *articles(1),
        "#### 第一节 油",
        "第二条 甲。",
        "### 第二章 塔",
        "第三条 乙。",
        "## 附 则",
        "第四条 丙。",
    )
    assert [one.part for one in found.provisions] == [
        "第一编 总则\n第一章 灯",
        "第一编 总则\n第一章 灯\n第一节 油",
        "第一编 总则\n第二章 塔",
        "附则",
    ]


def test_a_heading_that_was_broken_in_two_is_whole_again():
    found = document("## 第一章 灯塔逃匿、", "灭失的处理", *articles(1))
    assert found.provisions[0].part == "第一章 灯塔逃匿、灭失的处理"


def test_a_heading_without_its_mark_is_found_and_told():
    found = document(
        "## 第一章 总则", *articles(1), "灯塔的拆除", "第二条 甲。", "附则", "第三条 乙。"
    )
    assert [one.part for one in found.provisions] == ["第一章 总则", "灯塔的拆除", "附则"]
    assert len(found.notes) == 2


def test_a_numbered_heading_without_its_mark_takes_the_level_of_its_kind():
    found = document("## 第一章 总则", *articles(1), "第二章 罚则", "第二条 甲。")
    assert found.provisions[1].part == "第二章 罚则"


def test_a_list_of_contents_leaves_no_trace():
    contents = ["目 录", "第一章 总则", "第二章 罚则", "附则"]
    found = document(*contents, "## 第一章 总则", *articles(1))
    assert found.provisions[0].part == "第一章 总则"
    assert found.preamble == []


@pytest.mark.parametrize(
    "line",
    ["第二 条 甲。", "第 二条 甲。", "第二 条甲。", "第二条甲。", "笫二条 甲。", "第2条 甲。"],
)
def test_an_odd_number_is_an_article_where_it_is_the_next(line):
    found = document(*articles(1), line)
    assert numbers(found) == [(1, 0), (2, 0)]
    assert found.provisions[1].text == "甲。"


@pytest.mark.parametrize(
    "line",
    [
        "第二条规定的情形除外。",
        "第二条、第三条的规定除外。",
        "第三人提起诉讼的，依照第五条处理。",
        "第一审人民法院应当受理。",
        "第二款所称善意，是指不知道。",
        "第九条甲。",
    ],
)
def test_a_paragraph_that_speaks_of_an_article_begins_none(line):
    found = document(*articles(1), line)
    assert numbers(found) == [(1, 0)]
    assert found.provisions[0].text.endswith(line)


def test_what_stands_before_the_first_article_is_kept():
    found = document("为正确点灯，制定本法。", *articles(1))
    assert found.preamble == ["为正确点灯，制定本法。"]


def test_the_name_once_more_is_no_preamble():
    found = document(
        "最高人民法院", "关于灯塔的解释", *articles(1), name="最高人民法院关于灯塔的解释"
    )
    assert found.preamble == []


def test_what_follows_the_last_article_is_the_annex():
    tail = ["## 附件一", "1．旧灯塔法", "## 附件二", "第一条不在此列。"]
    found = document(*articles(2), "最后一款。", "① 注。", *tail)
    assert found.provisions[-1].text.endswith("最后一款。")
    assert found.annex == ["① 注。", "附件一", "1．旧灯塔法", "附件二", "第一条不在此列。"]


def test_a_table_without_a_mark_is_the_annex():
    found = document(*articles(1), "灯塔税税率表（一）", "（注：本表从略。）")
    assert found.annex == ["灯塔税税率表（一）", "（注：本表从略。）"]


def test_a_table_within_an_article_stays_there():
    found = document("第一条 税率如下：", "<!-- TABLE -->", "| 级数 | 税率 |", "第二条 甲。")
    assert found.provisions[0].text == "税率如下：\n| 级数 | 税率 |"


def test_invisible_signs_and_wide_spaces_are_gone():
    found = document("\u200b", "第一条\u3000灯\u200b塔。\u3000", "\u3000\u3000后一款。")
    assert found.provisions[0].text == "灯塔。\n后一款。"


@pytest.mark.parametrize("name", ["灯塔法修正案（十二）", "关于灯塔的决定", "关于灯塔的批复"])
def test_a_text_of_points_is_kept_whole(name):
    found = document("一、在灯塔法第一条中增加一款。", "二、本决定自公布之日起施行。", name=name)
    assert (found.provisions, len(found.preamble)) == ([], 2)
    assert "没有分条" in found.notes[0].words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (["灯塔很高。"], NO_ARTICLES),
        (["第三条 甲。"], BEGINS_LATER.format("第三条")),
        (["第一条 甲。", "第二条 乙。", "第一条 丙。"], "又出现第一条"),
        (["第一条 甲。", "第十十条 乙。"], "无法识别"),
        ([f"第{at}条 甲。" for at in range(1, 5_002)], "超过5000条"),
        (["第一条 甲。", "第一条之九九九 乙。"], "无法识别"),  # no address has so many digits
        (["第一条", "第二条 乙。"], "只有序号"),
        (["## 第一章 " + "长" * 300, "第一条 甲。"], "标题过长"),
    ],
)
def test_what_fits_nowhere_refuses_the_file(body, words):
    with pytest.raises(UnreadableDocumentError, match=words):
        document(*body)


def test_a_refusal_names_the_line():
    with pytest.raises(UnreadableDocumentError) as refused:
        document("第一条 甲。", "第一条 乙。")
    assert refused.value.line == 9


def test_a_gap_is_told():
    assert "中间缺条" in document("第一条 甲。", "第三条 乙。").notes[0].words


def test_a_file_without_the_end_mark_is_read_too():
    found = document("## 第一章 总则", *articles(1), marked=False)
    assert (numbers(found), found.events[0].day) == ([(1, 0)], date(2020, 5, 28))


def test_a_file_without_a_title_is_called_by_its_name():
    found = parse("第一条 甲。", "灯塔法(2020-05-28).md")
    assert (found.name, found.file_day) == ("灯塔法", date(2020, 5, 28))


def test_a_text_with_windows_line_ends_is_the_same():
    text = markdown("## 第一章 总则", *articles(3), title=(ADOPTED,))
    one, other = parse(text, "甲.md"), parse(text.replace("\n", "\r\n"), "甲.md")
    assert one == other

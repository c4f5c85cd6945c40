"""A file of the law, line by line: articles, headings, dates, front matter, what is around."""

from datetime import date

import pytest

from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from statutes.base import Kind, Status
from statutes.importing import reader
from statutes.importing.body import BEGINS_LATER, SPOKEN
from statutes.importing.document import UnreadableDocumentError
from statutes.importing.reader import (
    NO_ARTICLES,
    NO_DAY,
    NO_PICTURE,
    NO_STATUS,
    NO_TITLE,
    STATUSES,
    number_in,
    parse,
)
from statutes.importing.versions import kind_of, merge_documents
from tests.growth import grows_evenly
from tests.statutes.texts import ADOPTED, HEAD, articles, document, markdown, marked, official, read


def numbers(found):
    return [one.key for one in found.provisions]


def test_articles_are_read_with_number_text_paragraphs_and_items():
    found = document(*articles(2))
    assert numbers(found) == [(1, 0), (2, 0)]
    assert found.provisions[1].text == "灯塔应当在夜间点亮1次。"
    found = document("第一条 有下列情形的：", "（一）甲；", "(二)乙。", "前款除外。")
    assert found.provisions[0].text == "有下列情形的：\n（一）甲；\n(二)乙。\n前款除外。"
    found = document("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。")
    assert numbers(found) == [(1, 0), (1, 1), (1, 2), (2, 0)]
    found = document("第一条 税率如下：", "<!-- TABLE -->", "| 级数 | 税率 |", "第二条 甲。")
    assert found.provisions[0].text == "税率如下：\n| 级数 | 税率 |"
    found = document("\u200b", "第一条\u3000灯\u200b塔。\u3000", "\u3000\u3000后一款。")
    assert found.provisions[0].text == "灯塔。\n后一款。"


def test_headings_are_the_path_of_what_follows_with_and_without_their_mark():
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
    found = document("## 第一章 灯塔逃匿、", "灭失的处理", *articles(1))
    assert found.provisions[0].part == "第一章 灯塔逃匿、灭失的处理"
    found = document(
        "## 第一章 总则", *articles(1), "灯塔的拆除", "第二条 甲。", "附则", "第三条 乙。"
    )
    assert [one.part for one in found.provisions] == ["第一章 总则", "灯塔的拆除", "附则"]
    assert len(found.notes) == 2
    found = document("## 第一章 总则", *articles(1), "第二章 罚则", "第二条 甲。")
    assert found.provisions[1].part == "第二章 罚则"
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
        "第二条规定的情形除外。", "第二条、第三条的规定除外。",
        "第三人提起诉讼的，依照第五条处理。", "第一审人民法院应当受理。",
        "第二款所称善意，是指不知道。", "第九条甲。",
    ],
)  # fmt: skip
def test_a_paragraph_that_speaks_of_an_article_begins_none(line):
    found = document(*articles(1), line)
    assert numbers(found) == [(1, 0)]
    assert found.provisions[0].text.endswith(line)


def test_what_stands_before_the_first_article_is_kept_and_what_follows_the_last_is_the_annex():
    found = document("为正确点灯，制定本法。", *articles(1))
    assert found.preamble == ["为正确点灯，制定本法。"]
    found = document(
        "最高人民法院", "关于灯塔的解释", *articles(1), name="最高人民法院关于灯塔的解释"
    )
    assert found.preamble == []
    tail = ["## 附件一", "1．旧灯塔法", "## 附件二", "第一条不在此列。"]
    found = document(*articles(2), "最后一款。", "① 注。", *tail)
    assert found.provisions[-1].text.endswith("最后一款。")
    assert found.annex == ["① 注。", "附件一", "1．旧灯塔法", "附件二", "第一条不在此列。"]
    found = document(*articles(1), "灯塔税税率表（一）", "（注：本表从略。）")
    assert found.annex == ["灯塔税税率表（一）", "（注：本表从略。）"]


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


def test_a_refusal_names_the_line_and_a_gap_is_told():
    with pytest.raises(UnreadableDocumentError) as refused:
        document("第一条 甲。", "第一条 乙。")
    assert refused.value.line == 9
    assert "中间缺条" in document("第一条 甲。", "第三条 乙。").notes[0].words


def test_a_file_is_read_without_end_mark_or_title_and_with_windows_line_ends():
    found = document("## 第一章 总则", *articles(1), marked=False)
    assert (numbers(found), found.events[0].day) == ([(1, 0)], date(2020, 5, 28))
    found = parse("第一条 甲。", "灯塔法(2020-05-28).md")
    assert (found.name, found.file_day) == ("灯塔法", date(2020, 5, 28))
    text = markdown("## 第一章 总则", *articles(3), title=(ADOPTED,))
    one, other = parse(text, "甲.md"), parse(text.replace("\n", "\r\n"), "甲.md")
    assert one == other


def lasts(words):
    return [*articles(1), f"第二条 {words}"]


def test_a_dated_line_is_an_event_and_goes_on_where_it_was_broken_off():
    assert str(document(*articles(1)).events[0]) == ADOPTED
    title = ["2017年12月27日 第一次会议《关于修改〈灯塔法〉", "〈灯油法〉的决定》修正"]
    events = document(*articles(1), title=title).events
    assert [event.words for event in events] == [
        "第一次会议《关于修改〈灯塔法〉〈灯油法〉的决定》修正"
    ]
    found = document(
        "次会议通过，自2021年1月1日起施行）", *articles(1), title=["2020年11月9日 审判委员会第一"]
    )
    assert found.effective_from == date(2021, 1, 1)
    assert found.preamble == []
    line = "2000年7月8日 甲会第一次修正根据2009年8月27日乙会第二次修正"
    assert [event.day.year for event in document(*articles(1), title=[line]).events] == [2000, 2009]
    found = document(*articles(1), title=["2020年2月30日 甲会通过"], path="灯塔法(2020-13-01).md")
    assert (found.events, found.file_day) == ([], None)


@pytest.mark.parametrize(
    "line", [ADOPTED.replace(" ", ""), ADOPTED.replace(" ", "\u3000"), f"{ADOPTED}）"]
)
def test_spaces_and_a_stray_bracket_do_not_matter(line):
    assert str(document(*articles(1), title=[line]).events[0]) == ADOPTED


def test_the_last_decision_or_a_much_later_day_in_the_file_name_tells_the_version():
    found = document(*articles(1), title=[ADOPTED, "2022年1月1日 甲会修正", "2023年1月1日 施行"])
    assert found.version_day == date(2022, 1, 1)
    assert found.effective_from == date(2023, 1, 1)
    title = ["2016年2月6日 甲会第二次修订"]
    found = document(*articles(1), title=title, path="条例(2018-03-19).md")
    assert found.version_day == date(2018, 3, 19)
    found = document(*lasts("本法自公布之日起施行。"), title=[ADOPTED, "2020年6月1日 甲会修正"])
    assert found.effective_from is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("本法自2021年1月1日起施行。", date(2021, 1, 1)),
        ("本法自2021 年1月1日起施行。旧灯塔法同时废止。", date(2021, 1, 1)),
        ("本法自公布之日起施行。", date(2020, 5, 28)),
        ("本法自1997年10月1日起施行。", None),
        ("灯塔应当明亮。", None),
    ],
)
def test_the_last_article_says_from_when_it_applies(words, day):
    assert document(*lasts(words)).effective_from == day


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("法释〔2023〕13号", "法释〔2023〕13号"),
        ("（法释[2023]13号）", "法释〔2023〕13号"),
        ("法释（2023）第13号", "法释〔2023〕13号"),
        ("中华人民共和国国务院令第535号公布", "国务院令第535号"),
        ("根据法释〔2023〕13号的规定点灯", ""),
    ],
)
def test_the_number_of_a_document(line, number):
    assert number_in(line) == number


def test_titles_made_to_be_long_take_no_more_than_their_share():
    line = "1990年1月1日通过" + "修正根据1991年1月1日决定" * 2_000
    events = document(*articles(1), title=[line]).events
    assert len(events) == 2_001
    assert [event.day.year for event in events[:3]] == [1990, 1991, 1991]
    found = document(*articles(1), title=["1990年1月1日 会议", *["某"] * 5_000])
    assert len(found.events[0].words) < 1_100
    assert len(found.preamble) > 3_000
    with pytest.raises(UnreadableDocumentError, match="标题过长"):
        document(*articles(1), part="第一编 " + "灯" * 200)


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u2066"])
def test_signs_that_steer_a_terminal_are_no_part_of_a_name(sign):
    found = document(*articles(1), name=f"中华人民共和国灯{sign}塔法")
    assert found.name == "中华人民共和国灯塔法"


def texts(found):
    return [(one.key, one.text) for one in found.provisions]


def test_front_matter_says_name_days_status_and_where_the_text_is_from():
    found = read(*marked("为点灯，制定本法。"))
    assert (found.name, found.issuer, found.kind) == ("中华人民共和国灯塔法", "云澜大会", Kind.LAW)
    assert (found.promulgated, found.effective_from) == (date(2020, 5, 28), date(2021, 1, 1))
    source = found.source
    assert (source.name, source.status) == ("国家法律法规数据库", Status.IN_FORCE)
    assert (source.url, source.effective_from) == (
        "https://flk.npc.gov.cn/detail?id=1",
        date(2021, 1, 1),
    )


@pytest.mark.parametrize(("word", "status"), STATUSES.items())
def test_every_status_is_taken_as_the_file_has_it(word, status):
    assert read(*marked("甲。"), status=word).source.status == status


@pytest.mark.parametrize(
    "urls",
    ["http://flk.npc.gov.cn/1", "javascript:alert(1)", "https://localhost/1", "https://a b/", "[]"],
)
def test_an_address_that_no_page_may_link_to_is_left_out(urls):
    found = read(*marked("甲。"), urls=urls).source
    assert (found.url, found.name) == ("", "导入文件 1.md")


def test_the_same_text_in_both_forms_is_one_version():
    old = document("为点灯，制定本法。", *articles(2), title=["2020年5月28日 通过"])
    lines = [text.split(" ", 1)[1] for text in articles(2)]
    new = read("为点灯，制定本法。", *marked(*lines))
    versions, conflicts = merge_documents([old, new])
    assert (len(versions), conflicts) == (1, [])
    assert texts(old) == texts(new)


def test_clauses_items_tables_and_headings_stay_and_contents_and_pictures_go():
    (one,) = read(
        *marked("有下列情形之一的：\n\n  - （一）甲；\n\n  - （二）乙。"),
        "  另一款。",
        "| 灯 | 数 |\n| --- | --- |\n| 红 | 1 |",
    ).provisions
    assert one.text.split("\n") == [
        "有下列情形之一的：", "（一）甲；", "（二）乙。", "另一款。",
        "| 灯 | 数 |", "| --- | --- |", "| 红 | 1 |",
    ]  # fmt: skip
    contents = "## 目　录\n\n- 第一章　总　则\n  - 第一节　点灯\n- 第二章　附　则\n\n---"
    found = read(
        contents,
        "## 第一章　总　则",
        *marked("甲。"),
        "## 第二章　附　则",
        *marked("乙。", first=2),
    )
    assert found.tally["目录"] == 4
    assert found.preamble == []
    assert [one.part for one in found.provisions] == ["第一章 总则", "第二章 附则"]
    found = read(*marked("甲。![1](../images/1.png)"))
    assert texts(found) == [((1, 0), "甲。")]
    assert NO_PICTURE in [note.words for note in found.notes]


def test_an_annex_with_articles_of_its_own_is_no_text_of_the_law():
    found = read(
        *marked("甲。", "乙。"),
        "---",
        "### 附件：",
        "灯塔管理细则",
        *marked("丙。", "丁。", "戊。"),
    )
    assert texts(found) == [((1, 0), "甲。"), ((2, 0), "乙。")]
    assert found.annex[0] == "附件："
    assert found.annex[-1] == "第三条 戊。"
    found = read(*marked("甲。"), "附件：", *marked("乙。", first=2))
    assert [key for key, _ in texts(found)] == [(1, 0), (2, 0)]


def test_a_decision_to_amend_is_no_version_of_the_law_and_an_amendment_may_count_on():
    name = "云澜大会关于修改《中华人民共和国灯塔法》的决定"
    head = [f"**{name}**", HEAD[1]]
    lines = ["云澜大会决定：", "一、将第一条修改为：“甲。", "“第二条 乙。”", "第三条改为第四条。"]
    found = read(*lines, head=head, title=name, group="修改、废止的决定")
    assert (found.provisions, found.preamble) == ([], lines)
    versions, _ = merge_documents([found])
    assert kind_of(versions[0]) == Kind.DECISION
    found = read(*marked("甲。", first=3), title="中华人民共和国灯塔法修正案（1999年）")
    assert [key for key, _ in texts(found)] == [(3, 0)]
    assert merge_documents([found])[1] == []
    assert (
        read(*marked("甲。"), title="中华人民共和国灯塔法（1982年）").name == "中华人民共和国灯塔法"
    )


def test_what_was_torn_apart_or_broken_on_lines_is_read_together():
    found = read(*marked("甲。", "乙。"), "- **第一条**　　第二款规定的灯，由本法管。")
    assert texts(found)[-1] == ((2, 0), "乙。\n第一条 第二款规定的灯，由本法管。")
    assert SPOKEN in [note.words for note in found.notes]
    head = [
        "云澜大会", "公 告", "中华人民共和国", "灯塔法", "> （2020年5月28日第一届云澜大会",
        "> 第三次会议通过）",
    ]  # fmt: skip
    found = read(*marked("甲。"), head=head)
    assert [str(one) for one in found.events] == ["2020年5月28日 第一届云澜大会第三次会议通过"]
    assert found.preamble == ["云澜大会", "公 告"]


def test_every_line_is_accounted_for():
    text = official(
        "## 目录\n\n- 第一章\n\n---", "## 第一章 总则", *marked("甲。"), "### 附件", "1. 乙"
    )
    assert parse(text, "1.md").tally.total() == len(text.splitlines())


ALL = "、".join(f"“{one}”" for one in STATUSES)
BOMB = "\n".join(["a: &a [x]", *(f"{name}: [*a, *a]" for name in "bcd")])


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (official(status="作废"), NO_STATUS.format("作废", ALL), 6),
        (official(effective_date="'2021-02-30'"), NO_DAY.format("2021-02-30"), 5),
        (official(publication_date="去年"), NO_DAY.format("去年"), 4),
        (official(title=None), NO_TITLE, 1),
        (official(title="''"), NO_TITLE, 2),
        (official(title="[a, b]"), reader.NO_TEXT.format("title"), 2),
        (official(urls="'x'").replace("---\n\n", "", 1), front_matter.UNCLOSED, 1),
        (f"---\n{BOMB}\n---\n甲", front_matter.NO_REFERENCES, 2),
        ("---\n- a\n- b\n---\n甲", front_matter.NO_LINES, 2),
        ("---\n只有一句话\n---\n甲", front_matter.NO_LINES, 2),
        ("---\na: [b\n---\n甲", front_matter.MISFORMED, 3),
        (f"---\na: {'x' * 70_000}\n---\n甲", reader.TOO_LARGE, 1),
        (official(title="灯" * 161), "标题不是法规的全称（最多160个字）。", 1),
    ],
)  # fmt: skip
def test_broken_front_matter_is_told_in_a_sentence_with_its_line(text, words, line):
    with pytest.raises(UnreadableFileError) as refused:
        parse(text, "1.md")
    assert (refused.value.words, refused.value.line) == (words, line)


@pytest.mark.parametrize(
    "piece", ["![", "![](", "![甲](乙)", "<!--", "（", "；", "； 2020年", "**第"]
)
def test_a_line_made_to_be_slow_costs_its_share(piece):
    def work(size):
        line = (piece * size)[:size]
        read(*marked(line, "乙。"))
        told = f"---\ntitle: 灯塔法\n---\n> 灯塔法\n> 2020年1月1日{line}\n"
        parse(f"{told}第一条 甲。", "1.md")

    assert grows_evenly(work, 50_000)


def test_what_is_longer_than_any_law_is_not_read():
    with pytest.raises(UnreadableDocumentError, match="行，不像是一部法规"):
        document("第一条 甲。", *["乙。"] * reader.MOST_LINES)


ANNOUNCED = ["云澜最高法院", "公 告", "《灯塔规定》已经通过，现予公布。", "2020年5月28日"]
NAMED = ["云澜最高法院", "关于灯塔若干问题的", "规定（一）"]
HISTORY = "（2020年5月28日会议通过，自2021年1月1日起施行）"


def printed(*lines, path="下载.docx"):
    return parse("\n".join(lines), path)


@pytest.mark.parametrize(
    "below",
    [[HISTORY], ["法释〔2020〕1号"], ["法释〔2020〕1号", HISTORY], ["2020年5月28日会议通过"], []],
)
def test_the_name_of_a_printed_text_stands_above_what_tells_of_it(below):
    name = "".join(NAMED)
    assert printed(*ANNOUNCED, *NAMED, *below, *articles(2)).name == name
    found = printed(*NAMED, *below, "为了点灯，制定本规定。", "一、总则", *articles(2))
    assert (found.name, found.version_day) == (
        name,
        date(2020, 5, 28) if HISTORY in below else found.version_day,
    )
    assert [one.part for one in found.provisions] == ["一、总则", "一、总则"]
    assert found.preamble[-1] == "为了点灯，制定本规定。"
    assert found.notes == []


def test_the_name_of_a_printed_text_is_that_of_its_file_or_none_is_guessed():
    courts = ["最高人民法院 最高人民检察院", "关于灯塔的解释"]
    name = "最高人民法院、最高人民检察院关于灯塔的解释"
    assert printed(*courts, *articles(1)).name == name
    for path in (f"{name}_20200528.docx", f"{name}_20200528_{'0a' * 16}.docx"):
        found = printed(*courts, "2020年1月1日公布", *articles(1), path=path)
        assert (found.name, found.file_day) == (name, date(2020, 5, 28))
    order = ["云澜大会令", "第1号", "灯塔法已经通过，现予公布。"]
    with pytest.raises(UnreadableDocumentError, match=reader.NO_NAME):
        printed(*order, *articles(1))
    assert printed(*order, "灯塔法", *articles(1)).name == "灯塔法"


def test_the_contents_of_a_printed_text_are_left_out_up_to_where_they_begin_again():
    contents = ["目　　录", "第一章　总　　则", "第一节　灯", "第二章　附则"]
    text = [
        "灯塔法",
        *contents,
        "第一章　总则",
        "第一节　灯",
        articles(1)[0],
        "第二章　附则",
        "第二条 甲。",
    ]
    found = printed(*text)
    assert [one.part for one in found.provisions] == ["第一章 总则\n第一节 灯", "第二章 附则"]
    assert (found.preamble, found.tally["目录"]) == ([], 4)
    assert sum(found.tally.values()) == len(text)
    found = printed("灯塔法", *contents, *articles(2))  # the headings are lost, not the articles
    assert [numbers(found), found.provisions[0].part] == [[(1, 0), (2, 0)], ""]


def test_a_printed_text_without_articles_is_whole_where_it_was_decided_and_has_points():
    points = ["云澜最高法院关于灯塔的规定", HISTORY, "一、夜间点灯。", "二、白天关灯。"]
    assert printed(*points).preamble[-2:] == points[2:]
    with pytest.raises(UnreadableDocumentError, match=NO_ARTICLES):
        printed("便条", "一、灯塔很高。")

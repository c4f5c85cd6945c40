"""Copies of the law with front matter: what it says, and the marks of the text below it."""

from datetime import date

import pytest

from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from statutes.base import Kind, Status
from statutes.importing import reader
from statutes.importing.body import SPOKEN
from statutes.importing.reader import NO_DAY, NO_PICTURE, NO_STATUS, NO_TITLE, STATUSES, parse
from statutes.importing.versions import kind_of, merge_documents
from tests.growth import grows_evenly
from tests.statutes.official import HEAD, marked, official, read
from tests.statutes.texts import articles, document


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


def test_clauses_items_and_tables_stay_in_their_article():
    (one,) = read(
        *marked("有下列情形之一的：\n\n  - （一）甲；\n\n  - （二）乙。"),
        "  另一款。",
        "| 灯 | 数 |\n| --- | --- |\n| 红 | 1 |",
    ).provisions
    assert one.text.split("\n") == [
        "有下列情形之一的：", "（一）甲；", "（二）乙。", "另一款。",
        "| 灯 | 数 |", "| --- | --- |", "| 红 | 1 |",
    ]  # fmt: skip


def test_the_list_of_contents_is_left_out_and_the_headings_are_kept():
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


def test_an_article_after_the_word_annex_that_counts_on_is_one_of_the_law():
    found = read(*marked("甲。"), "附件：", *marked("乙。", first=2))
    assert [key for key, _ in texts(found)] == [(1, 0), (2, 0)]


def test_a_decision_to_amend_is_no_version_of_the_law_and_has_no_articles():
    name = "云澜大会关于修改《中华人民共和国灯塔法》的决定"
    head = [f"**{name}**", HEAD[1]]
    lines = ["云澜大会决定：", "一、将第一条修改为：“甲。", "“第二条 乙。”", "第三条改为第四条。"]
    found = read(*lines, head=head, title=name, group="修改、废止的决定")
    assert (found.provisions, found.preamble) == ([], lines)
    versions, _ = merge_documents([found])
    assert kind_of(versions[0]) == Kind.DECISION


def test_an_amendment_may_count_on_where_the_one_before_it_ended():
    found = read(*marked("甲。", first=3), title="中华人民共和国灯塔法修正案（1999年）")
    assert [key for key, _ in texts(found)] == [(3, 0)]
    assert merge_documents([found])[1] == []


def test_the_year_behind_a_name_is_that_of_the_version():
    assert (
        read(*marked("甲。"), title="中华人民共和国灯塔法（1982年）").name == "中华人民共和国灯塔法"
    )


def test_a_sentence_that_was_torn_apart_stays_in_its_article():
    found = read(*marked("甲。", "乙。"), "- **第一条**　　第二款规定的灯，由本法管。")
    assert texts(found)[-1] == ((2, 0), "乙。\n第一条 第二款规定的灯，由本法管。")
    assert SPOKEN in [note.words for note in found.notes]


def test_a_name_and_its_date_broken_on_lines_are_read_together():
    head = [
        "云澜大会",
        "公 告",
        "中华人民共和国",
        "灯塔法",
        "> （2020年5月28日第一届云澜大会",
        "> 第三次会议通过）",
    ]
    found = read(*marked("甲。"), head=head)
    assert [str(one) for one in found.events] == ["2020年5月28日 第一届云澜大会第三次会议通过"]
    assert found.preamble == ["云澜大会", "公 告"]


def test_a_picture_is_told_and_left_out():
    found = read(*marked("甲。![1](../images/1.png)"))
    assert texts(found) == [((1, 0), "甲。")]
    assert NO_PICTURE in [note.words for note in found.notes]


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


@pytest.mark.parametrize("piece", ["![", "![](", "![甲](乙)", "<!--", "（", "； 2020年", "**第"])
def test_a_line_made_to_be_slow_costs_its_share(piece):
    def work(size):
        line = (piece * size)[:size]
        read(*marked(line, "乙。"))

    assert grows_evenly(work, 100_000)

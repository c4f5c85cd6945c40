"""A file of the law, line by line: articles, headings, dates, front matter, what is around."""

from datetime import date
from pathlib import Path

import pytest

from richtext.base import front_matter
from richtext.base.front_matter import UnreadableFileError
from statutes.base import Kind, Status
from statutes.importing import reader
from statutes.importing.body import SPOKEN
from statutes.importing.document import UnreadableDocumentError
from statutes.importing.reader import (
    NO_DAY,
    NO_STATUS,
    NO_TITLE,
    STATUSES,
    number_in,
    parse,
)
from statutes.importing.versions import kind_of, merge_documents
from tests.growth import grows_evenly
from tests.statutes.texts import (
    ADOPTED,
    HEAD,
    articles,
    cases,
    described,
    document,
    markdown,
    marked,
    official,
    read,
)


def numbers(found):
    return [one.key for one in found.provisions]


FILE = Path(__file__).with_name("texts.txt")
HEADS = {  # the text with which files of both formats begin, and their names
    "〖法〗": (markdown("甲").rstrip("甲\n") + "\n\n", "法律/灯塔法(2020-05-28).md"),
    "〖官〗": (official("甲").rstrip("甲\n") + "\n\n", "1.md"),
}
SIGNS = {"⏎": "\n\n", "↵": "\n", "〔零〕": "\u200b", "〔空〕": "\u2002"}


@pytest.mark.parametrize(("file", "read"), cases(FILE), ids=lambda one: one[:60] if one else "")
def test_a_file_is_read_as_the_table_says(file, read):
    head, path = HEADS.get(file[:3], ("", ""))
    if not head:
        path, file = file[1:].split("@", 1)
    known = described(parse, head + "第一条 甲。", path)[:-1] if head else []
    text = head + file[3 * bool(head) :]
    for sign, written in SIGNS.items():
        text = text.replace(sign, written)
    assert [line for line in described(parse, text, path) if line not in known] == read


def test_a_file_is_read_without_end_mark_or_title_and_with_windows_line_ends():
    found = document("## 第一章 总则", *articles(1), marked=False)
    assert (numbers(found), found.events[0].day) == ([(1, 0)], date(2020, 5, 28))
    found = parse("第一条 甲。", "灯塔法(2020-05-28).md")
    assert (found.name, found.file_day) == ("灯塔法", date(2020, 5, 28))
    text = markdown("## 第一章 总则", *articles(3), title=(ADOPTED,))
    one, other = parse(text, "甲.md"), parse(text.replace("\n", "\r\n"), "甲.md")
    assert one == other


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


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (["第一条 甲。", *["乙。"] * reader.MOST_LINES], "行，不像是一部法规"),
        ([f"第{at}条 甲。" for at in range(1, 5_002)], "超过5000条"),
        (["## 第一章 " + "长" * 300, "第一条 甲。"], "标题过长"),
    ],
)
def test_what_is_longer_than_any_law_is_not_read(body, words):
    with pytest.raises(UnreadableDocumentError, match=words):
        document(*body)

"""What stands under the title: when the text was decided upon, and from when it applies."""

from datetime import date

import pytest

from statutes.importing.document import UnreadableDocumentError
from statutes.importing.reader import number_in
from tests.statutes.texts import ADOPTED, articles, document


def lasts(words):
    return [*articles(1), f"第二条 {words}"]


def test_a_dated_line_is_an_event():
    assert str(document(*articles(1)).events[0]) == ADOPTED


@pytest.mark.parametrize(
    "line", [ADOPTED.replace(" ", ""), ADOPTED.replace(" ", "\u3000"), f"{ADOPTED}）"]
)
def test_spaces_and_a_stray_bracket_do_not_matter(line):
    assert str(document(*articles(1), title=[line]).events[0]) == ADOPTED


def test_a_line_that_was_broken_off_goes_on():
    title = ["2017年12月27日 第一次会议《关于修改〈灯塔法〉", "〈灯油法〉的决定》修正"]
    events = document(*articles(1), title=title).events
    assert [event.words for event in events] == [
        "第一次会议《关于修改〈灯塔法〉〈灯油法〉的决定》修正"
    ]


def test_a_line_that_was_broken_off_by_the_end_mark_goes_on():
    found = document(
        "次会议通过，自2021年1月1日起施行）", *articles(1), title=["2020年11月9日 审判委员会第一"]
    )
    assert found.effective_from == date(2021, 1, 1)
    assert found.preamble == []


def test_two_amendments_on_one_line_are_two_events():
    line = "2000年7月8日 甲会第一次修正根据2009年8月27日乙会第二次修正"
    assert [event.day.year for event in document(*articles(1), title=[line]).events] == [2000, 2009]


def test_the_last_decision_tells_the_version():
    found = document(*articles(1), title=[ADOPTED, "2022年1月1日 甲会修正", "2023年1月1日 施行"])
    assert found.version_day == date(2022, 1, 1)
    assert found.effective_from == date(2023, 1, 1)


def test_a_much_later_day_in_the_file_name_tells_the_version():
    title = ["2016年2月6日 甲会第二次修订"]
    found = document(*articles(1), title=title, path="条例(2018-03-19).md")
    assert found.version_day == date(2018, 3, 19)


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


def test_an_amended_text_does_not_say_when_its_amendment_applied():
    found = document(*lasts("本法自公布之日起施行。"), title=[ADOPTED, "2020年6月1日 甲会修正"])
    assert found.effective_from is None


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


def test_a_day_that_does_not_exist_is_no_date():
    found = document(*articles(1), title=["2020年2月30日 甲会通过"], path="灯塔法(2020-13-01).md")
    assert (found.events, found.file_day) == ([], None)


def test_the_amendments_of_many_years_on_one_line_are_events_each():
    line = "1990年1月1日通过" + "修正根据1991年1月1日决定" * 2_000
    events = document(*articles(1), title=[line]).events
    assert len(events) == 2_001
    assert [event.day.year for event in events[:3]] == [1990, 1991, 1991]


def test_an_event_that_never_ends_takes_no_more_lines():
    found = document(*articles(1), title=["1990年1月1日 会议", *["某"] * 5_000])
    assert len(found.events[0].words) < 1_100
    assert len(found.preamble) > 3_000


def test_a_part_too_long_for_a_heading_refuses_the_file():
    with pytest.raises(UnreadableDocumentError, match="标题过长"):
        document(*articles(1), part="第一编 " + "灯" * 200)


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u2066"])
def test_signs_that_steer_a_terminal_are_no_part_of_a_name(sign):
    found = document(*articles(1), name=f"中华人民共和国灯{sign}塔法")
    assert found.name == "中华人民共和国灯塔法"

"""Word files: what is read of them as lines, and what is refused before it is read."""

import pytest

from richtext.base.front_matter import UnreadableFileError
from richtext.core import word
from richtext.core.word import html_of, lines_of
from tests.richtext.word_files import W, document, paragraph

ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
TAGS = "<a>" + "<b/>" * 600_000 + "</a>"
BAD = {
    "entity": (document(**{"word/document.xml": ENTITY}), word.ODD_XML),
    "utf16": (document(**{"word/document.xml": ENTITY.encode("utf-16")}), word.ODD_XML),
    "half utf16": (document(**{"word/document.xml": ENTITY.encode("utf-16-le")}), word.ODD_XML),
    "entity by another name": (document(**{"word/x.dat": ENTITY}), word.ODD_XML),
    "utf16 by another name": (document(**{"word/x.dat": ENTITY.encode("utf-16-be")}), word.ODD_XML),
    "bomb": (document(**{"word/x.bin": b"\x00" * 3_000_000}), word.BOMB),
    "many": (document(**{f"x/{n}": b"" for n in range(50)}), word.BOMB),
    "tags": (document(**{"word/document.xml": TAGS}), word.BOMB),
    "tags by another name": (document(**{"word/x.dat": TAGS}), word.BOMB),
    "paragraphs": (document(*["甲"] * 70_000), word.BOMB),
    "deep": (document(**{"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), word.TOO_DEEP),
    "cut": (document()[:-200], word.BROKEN),
    "no document": (document(**{"word/Document.xml": ""}), word.BROKEN),
    "wide cell": (
        document(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr></w:tc></w:tr></w:tbl>'
        ),
        word.BROKEN,
    ),
    "macros": (document(**{"word/vbaProject.bin": b"x"}), word.WITH_MACROS),
    "old or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), word.OLD_WORD),
    "no words": (document("　", "<w:p/>"), word.NO_WORDS),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_do_harm_or_say_nothing_are_refused_with_a_sentence(name, monkeypatch):
    monkeypatch.setattr(word, "MOST_BYTES", 2_000_000 if name in {"bomb", "many"} else 20_000_000)
    monkeypatch.setattr(word, "MOST_PARTS", 40)
    content, words = BAD[name]
    with pytest.raises(UnreadableFileError) as refused:
        lines_of(content)
    assert refused.value.words == words
    if words != word.NO_WORDS:
        with pytest.raises(UnreadableFileError):
            html_of(content)


def cell(text, properties="", more=""):
    words = "".join(map(paragraph, text.split("|")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words}{more}</w:tc>"


def test_a_paragraph_is_a_line_and_so_is_a_row_of_a_table():
    wide, first, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = f"<w:tbl><w:tr>{cell('另')}{cell('计')}</w:tr></w:tbl>"
    rows = [
        cell("税目", wide) + cell("税率"),
        cell("酒", first) + cell("白酒", more=inner) + cell("20%|加0.5元"),
        cell("", rest) + cell("黄酒") + cell("240元"),
    ]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    text, notes = lines_of(document("　　第一条　　灯。", "塔\n管理", table, "<w:p/>", "完"))
    assert text.split("\n") == [
        "第一条 灯。",
        "塔",
        "管理",
        "| 税目 | | 税率 |",
        "| 酒 | 白酒 ｜ 另 ｜ 计 ｜ | 20% 加0.5元 |",
        "| | 黄酒 | 240元 |",
        "完",
    ]
    assert notes == []
    table = table.replace('"2"', '"1000000"')  # four megabytes of a kilobyte
    assert len(lines_of(document(table))[0]) < 200


LEVEL = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="chineseCounting"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def test_numbers_that_are_no_text_are_told_and_marks_of_notes_left_out():
    found = document(paragraph("为了点灯。", NUMBERED), **{"word/numbering.xml": LEVEL})
    assert lines_of(found) == ("为了点灯。", [word.NO_NUMBERS])
    note = f'<w:footnote w:id="2">{paragraph("注文。")}</w:footnote>'
    notes = {"word/footnotes.xml": f"<w:footnotes {W}>{note}</w:footnotes>"}
    marked = paragraph("灯").replace("</w:r>", '<w:footnoteReference w:id="2"/></w:r>')
    assert lines_of(document(marked, **notes))[0] == "灯\n注文。"

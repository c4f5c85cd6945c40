"""Indents go, numbered lines become headings, headings get anchors."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.core import tree
from richtext.core.sanitise import clean_html
from richtext.core.tree import parse, write
from tests.richtext.trees import tidied


@pytest.mark.parametrize("indent", ["\u3000\u3000", "&nbsp;&nbsp;", "\u00a0 ", "  ", "<br>"])
def test_indents_made_of_spaces_are_removed(indent):
    assert tidied(f"<p>{indent}先治疗。</p>") == "<p>先治疗。</p>"


@pytest.mark.parametrize("empty", ["<p></p>", "<p>&nbsp;</p>", "<p>\u3000</p>", "<p><br></p>"])
def test_empty_paragraphs_are_removed(empty):
    assert tidied(f"{empty}<p>正文。</p>{empty}") == "<p>正文。</p>"


def test_han_numbered_lines_become_headings():
    html = "<p>一、准备材料</p><p>病历。</p><p>（一）身份证明</p><p>复印件。</p>"
    assert (
        tidied(html) == "<h2>一、准备材料</h2><p>病历。</p><h3>（一）身份证明</h3><p>复印件。</p>"
    )


def test_a_bold_numbered_line_becomes_a_plain_heading():
    assert tidied("<p><strong>一、准备材料</strong></p>") == "<h2>一、准备材料</h2>"


@pytest.mark.parametrize(
    "line", ["一、先治疗，再保存病历。", "一、" + "很" * 60, "一般来说要看情况"]
)
def test_numbered_sentences_stay_paragraphs(line):
    assert tidied(f"<p>{line}</p>") == f"<p>{line}</p>"


def test_tidying_twice_changes_nothing():
    once = tidied("<p>\u3000一、准备</p><p>&nbsp;</p><ul><li>\u3000病历</li></ul>")
    assert tidied(once) == once


def test_headings_get_anchors_and_a_nested_list():
    root = parse("<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙 &amp; 丁</h2>")
    contents = tree.with_anchors(root)
    assert (
        write(root)
        == '<h2 id="s1">一、甲</h2><h3 id="s1-1">（一）乙</h3><h2 id="s2">二、丙 &amp; 丁</h2>'
    )
    assert [heading.text for heading in contents] == ["一、甲", "二、丙 & 丁"]
    assert contents[0].parts[0].anchor == "s1-1"


def test_only_a_long_article_has_contents():
    contents = tree.with_anchors(parse("<h2>一、甲</h2><h2>二、乙</h2>"))
    assert not tree.is_long(contents)


def test_plain_text_has_a_line_for_each_block():
    assert tree.plain("<h2>甲</h2><p>乙&lt;丙</p><ul><li>丁</li></ul>") == "甲\n乙<丙\n丁"


@given(st.text(alphabet="<>p/h2=\"'&;一、（）甲 \u3000\u00a0\n", max_size=120))
def test_odd_html_never_raises_and_is_stable(html):
    once = tidied(html)
    assert tidied(once) == once
    tree.with_anchors(parse(once))


def test_a_very_long_run_of_spaces_is_no_trouble():
    html = "<p>" + "甲 " * 3 + " " * 200_000 + "乙</p>"
    assert len(tidied(html)) > 200_000


ENDS_A_LINE = re.compile("</(?:p|h[234]|li|blockquote|t[dhr]|(?:fig)?caption)>|<br>")


def by_substitution(html):
    """The text of clean HTML by another road: what `plain` has to give."""
    bare = re.sub("<[^>]+>", "", ENDS_A_LINE.sub("\n", re.sub("[\u200b\ufeff]", "", html)))
    lines = (" ".join(line.split()) for line in unescape(bare).split("\n"))
    return "\n".join(line for line in lines if line)


@given(st.text(alphabet="<>p/h2=\"'&;#x1amplt一甲 \u3000\u00a0\n\u200b\u2028", max_size=80))
def test_the_text_has_all_words_and_a_line_for_each_block(html):
    clean = clean_html(html)
    assert tree.plain(clean) == by_substitution(clean)


@given(st.text(alphabet="一甲 \u3000\u00a0\n\u200b\u2028", max_size=80))
def test_each_character_of_the_text_knows_its_place(raw):
    text, places = tree.folded(raw)
    assert len(places) == len(text)
    assert places == sorted(places)
    for sign, place in zip(text, places, strict=True):
        assert raw[place] == sign or sign.isspace()


def test_places_see_through_elements_and_breaks():
    raw = tree.raw_text(parse("<p>甲<b>乙</b>&nbsp;&lt;</p>\n<p>丙<br>丁</p>"))
    text, places = tree.folded(raw)
    assert text == "甲乙 <\n丙\n丁"
    assert [raw[place] for place in places] == list("甲乙\xa0<\n丙\n丁")

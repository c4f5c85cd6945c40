"""What is pasted from Word, WPS, WeChat and other sites comes out as plain structure."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.core.pasted import tidy_pasted
from richtext.core.sanitise import TO_BE_READ, _let_through, clean_html, foreign_pictures, is_pasted
from richtext.core.tree import parse
from tests.stages import examples

FOLDER = Path(__file__).parent / "pasted"
SOURCES = sorted(path.stem for path in FOLDER.glob("*.html") if "." not in path.stem)


def source(name):
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8")


def expected(name):
    """The clean text; the file has a line for each block, the text has none of the breaks."""
    return (FOLDER / f"{name}.clean.html").read_text(encoding="utf-8").replace("\n", "")


@pytest.mark.parametrize("name", SOURCES)
def test_a_text_of_another_program_is_plain_structure_and_stays_so(name):
    assert clean_html(source(name)) == expected(name)
    assert clean_html(expected(name)) == expected(name)


def lines():
    """Pairs of what is pasted and what comes of it, below it."""
    signs = {"⏎": "\n", "{200b}": "\u200b", "{200d}": "\u200d"}
    text = re.sub("(?m)^(?:#.*)?\n", "", (FOLDER / "lines.txt").read_text("utf-8"))
    found = [re.sub("|".join(signs), lambda one: signs[one[0]], line) for line in text.splitlines()]
    return list(zip(found[::2], (line.removeprefix(" " * 4) for line in found[1::2]), strict=True))


@pytest.mark.parametrize(("html", "clean"), lines())
def test_a_style_is_read_for_what_it_means(html, clean):
    assert clean_html(html) == clean


def test_numbers_stay_words_and_what_is_typed_is_not_read_as_pasted():
    item = '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">{}</span>甲</p>'
    for number in ("一、", "（一）", "第一条"):
        assert clean_html(item.format(number)) == f"<p>{number}甲</p>"
    typed = "<p><strong>怎么办</strong></p><p>看情况。</p>"
    assert clean_html(typed) == typed
    assert {name: foreign_pictures(source(name)) for name in SOURCES} == {
        "news": 1, "wechat": 2, "word": 1, "word_2000": 0, "wps": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("size", "tag"),
    [("20px", "h2"), ("18px", "h2"), ("15.5pt", "h2"), ("17px", "p"), ("18.6667px", "p")],
)
def test_a_large_line_is_a_heading_unless_its_size_was_computed(size, tag):
    text = f'<p><span style="font-size:{size}">怎么办</span></p><p>{"看情况。" * 20}</p>'
    assert clean_html(text).startswith(f"<{tag}>怎么办</{tag}>")


TAGS = [
    "p", "div", "section", "span style='font-weight:bold'", "span style='font-size:20px'", "b", "i",
    "h1", "h2", "h5", "ul", "ol start=3", "li", "blockquote", "table", "tr", "td", "th", "figure",
    "figcaption", "pre", "font", "center", "a href='/x'", "a name=x", "sup", "code", "dl", "dd",
    "p class=MsoTitle", "p class='a b'", "tfoot", "caption", "del", "u",
]  # fmt: skip
WORDS = st.text("甲乙a1。，？ \n\xa0\u3000<&>'\"\u200d", max_size=6)


def element(tag, inside):
    return f"<{tag}>{inside}</{tag.split(' ')[0]}>"


def nested(inside):
    return st.builds(element, st.sampled_from(TAGS), st.lists(inside, max_size=4).map("".join))


ESCAPED = WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
HTML = st.recursive(ESCAPED | st.sampled_from(["<br>", "<hr>", "<br><br>"]), nested, max_leaves=25)


def as_article(html):
    root = parse(html)
    return tidy_pasted(root) if is_pasted(root) else html


def words(html):
    return re.sub(r"[\s\u200d]+", "", unescape(re.sub("<[^>]*>", "", html)))


@settings(max_examples=examples(300), deadline=None)
@given(HTML)
def test_the_words_survive_and_a_second_time_changes_nothing(html):
    whole = _let_through(html, **TO_BE_READ)
    once = as_article(whole)
    assert words(once) == words(whole)
    assert as_article(once) == once
    assert not is_pasted(parse(once))
    assert words(clean_html(html)) == words(whole)
    assert clean_html(clean_html(html)) == clean_html(html)

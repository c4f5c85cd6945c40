"""What is pasted from Word, WPS, WeChat and other sites comes out as plain structure."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.core.pasted import tidy_pasted
from richtext.core.sanitise import (
    TO_BE_READ,
    _let_through,
    clean_html,
    foreign_pictures,
    is_pasted,
)
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


LINES = {
    # two breaks, indents, spaces
    "<div>甲<br><br>乙<br>丙</div>": "<p>甲</p><p>乙<br>丙</p>",
    "<div>&nbsp;&nbsp;　甲&nbsp;乙</div>": "<p>甲 乙</p>",
    '<p class="x">法律\n规定 and\nmore</p>': "<p>法律规定 and more</p>",
    '<p class="x">甲\u200b乙\u200d丙</p>': "<p>甲乙丙</p>",
    '<p class="x">姓名：　　　　年龄：</p>': "<p>姓名：　　年龄：</p>",
    # weight
    '<p><span style="font-weight:700">甲</span>乙</p>': "<p><strong>甲</strong>乙</p>",
    '<p><b style="font-weight:normal">甲</b></p>': "<p>甲</p>",
    '<section style="font-weight:bold"><p>甲</p><p>乙。</p></section>': (
        "<p><strong>甲</strong></p><p><strong>乙。</strong></p>"
    ),
    '<p class="x"><b>甲</b><b>乙</b> <b>丙</b>，丁</p>': (
        "<p><strong>甲乙</strong> <strong>丙</strong>，丁</p>"
    ),
    # what a style alone says and what it does not
    '<p style="text-align:center">甲<span style="font-style:italic">乙</span></p>': "<p>甲乙</p>",
    '<p class="x"><i>甲</i><u>乙</u></p>': "<p><em>甲</em><u>乙</u></p>",
    '<p>10 m<span style="vertical-align:super">2</span></p>': "<p>10 m<sup>2</sup></p>",
    '<p><span style="text-decoration:line-through">旧</span></p>': "<p><s>旧</s></p>",
    # headings
    "<h1>甲</h1><p>一。</p><h3>乙</h3>": "<h2>甲</h2><p>一。</p><h3>乙</h3>",
    "<h5>甲</h5>": "<h4>甲</h4>",
    '<p class="x"><b>怎么办</b></p><p>看。看情况。</p>': "<h2>怎么办</h2><p>看。看情况。</p>",
    '<p class="x"><b>怎么办。</b></p><p>看。看情况。</p>': (
        "<p><strong>怎么办。</strong></p><p>看。看情况。</p>"
    ),
    # lists, tables, frames
    '<ul class="x"><li><p>甲</p></li><ul><li>乙</li></ul></ul>': (
        "<ul><li>甲<ul><li>乙</li></ul></li></ul>"
    ),
    '<ul class="x"><li><p>甲</p><p>乙</p></li><li></li></ul>': (
        "<ul><li><p>甲</p><p>乙</p></li></ul>"
    ),
    '<li class="x">甲</li>': "<p>甲</p>",
    '<table class="x"><tr><td><p>甲</p><p>乙</p></td></tr></table>': "<p>甲</p><p>乙</p>",
    '<table class="x"><tr><td> </td></tr><tr><td></td></tr></table>': "",
    # links
    '<a class="x" href="#top">甲</a><a href="file:///c:/x">乙</a><a href="//e.example">丙</a>': (
        "<p>甲乙丙</p>"
    ),
    '<div><a href="/x"><section>甲</section></a></div>': (
        '<p><a href="/x" rel="noopener noreferrer">甲</a></p>'
    ),
    # preformatted text keeps its lines
    '<pre class="x">甲\n  乙</pre>': "<pre>甲\n  乙</pre>",
    # text without a paragraph, escaped signs
    '<div>1 &lt; 2 &amp; "甲"</div>': '<p>1 &lt; 2 &amp; "甲"</p>',
}


@pytest.mark.parametrize("html", LINES)
def test_a_style_is_read_for_what_it_means(html):
    assert clean_html(html) == LINES[html]


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

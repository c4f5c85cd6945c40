"""HTML that would keep a parser busy for minutes, or that no database takes: bounded, and clean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.core import sanitise
from richtext.core.sanitise import TO_BE_READ, _let_through, clean_html
from richtext.core.tree import parse
from tests.growth import grows_evenly
from tests.richtext.core.test_sanitise import is_harmless
from tests.richtext.trees import tidied
from tests.stages import examples

KB = 1024
# Each took from ten seconds to hours at 2 MB before it was bounded.
COSTLY = {
    "open sections": "<section>",
    "open lists": "<ul><li>",
    "lists that end nothing": "<ul><li><ul></li>",
    "cells that shield": "<div><table><td></div>",
    "unknown tags that shield": "<x><div></x>",
    "bold that ends around blocks": "<b><div></b>",
    "foreign elements": "<math><mi><table>",
    "ampersands": "&",
    "unknown references": "&b;",
    "hard spaces": "甲&nbsp;",
    "less-than signs": "<",
    "comments": "<!--",
    "sections": "<![CDATA[",
    "empty tags": "<span></span>",
    "line breaks": "<br>",
    "lists of Word": '<p style="mso-list:l0 level9"><span style="mso-list:ignore">1.</span>x</p>',
    "half tags": "<br class=",
    "quotes": '<p title="',
    "ends in attributes": '<div title="</div>">',
    "ends in comments": "<div><!--</div>-->",
    "ends in scripts": "<div><script></div></script>",
    "ends in what is no tag": "<div><!</div></ </div>",
    "small paragraphs": "<p>x</p>",
}


def filled(piece, size):
    return piece * (size // len(piece.encode()))


@pytest.mark.parametrize("piece", COSTLY.values(), ids=COSTLY)
def test_half_a_megabyte_of_it_is_clean_and_costs_no_more_than_its_size(piece):
    def clean(size):
        assert is_harmless(tidied(filled(piece, size)))

    assert grows_evenly(clean, 512 * KB)


def test_structure_stays_where_it_may_and_words_always():
    html = "".join(f"<b a={number}>" for number in range(20_000)) + "<p>甲" * 50_000
    assert clean_html(html) == "<p>甲</p>" * 50_000
    html = "<section>" * 60 + "<ul><li>甲</li></ul>" + "</section>" * 60
    assert clean_html(html) == "<ul><li>甲</li></ul>"
    html = "<h1>甲</h1>" * 150_000
    words = sanitise.bounded(html)
    assert words.count("<p>") == sanitise.MOST_LINES
    assert words.count("甲") == 150_000
    assert sanitise.bounded(words) == words
    rows = "<tr><td><p>甲</td><td><b>乙</b><ul><li>丙<li>丁</ul></td></tr>" * 500
    assert not sanitise.is_too_deep(f"<table>{rows}</table>")


def test_a_tag_with_more_attributes_than_anybody_writes_is_text():
    def clean(size):
        assert clean_html(f"<p {' '.join(f'a{n}' for n in range(size))}>甲</p>") == "<p>甲</p>"

    assert grows_evenly(clean, 100_000)


@pytest.mark.parametrize("depth", [500, 50_000])
@pytest.mark.parametrize("tag", ["section", "blockquote", "ul><li", "table><tr><td", "font size=1"])
def test_what_is_nested_too_deep_keeps_its_words(tag, depth):
    ends = "".join(f"</{name.split()[0]}>" for name in reversed(tag.split("><"))) * depth
    html = f"<{tag}>" * depth + "甲 &lt; 乙<script>x</script>" + ends
    cleaned = clean_html(html)
    assert "甲 &lt; 乙" in cleaned
    assert is_harmless(cleaned)
    assert clean_html(cleaned) == cleaned


# None of these ends what was opened: the start was no tag to the parser, or the end is none.
LEFT_OPEN = [
    *("<td><div></td>", "<caption><div></caption>", "<option><div></option>"),
    *("<form><div></form>", "<frameset><span></frameset>", "<body><span></body>"),
    *("<b><marquee></b></marquee>", "<b><select></b></select>", "<b><table></b></table>"),
    *("<div><select></div></select>", "<div><math><mi></div></math>", "<svg><span></svg>"),
]


@pytest.mark.parametrize("before", ["", "<table><table></table>", "<select><table></select>"])
@pytest.mark.parametrize("piece", LEFT_OPEN)
def test_an_end_that_a_parser_passes_over_ends_nothing(piece, before):
    assert sanitise.is_too_deep(before + piece * 1000)


@pytest.mark.parametrize("tag", ["ul", "blockquote", "table><caption", "table><td"])
def test_what_is_nested_as_deep_as_may_be_is_read_for_its_styles_or_left(tag):
    html = '<p style="mso-list:l0 level1">甲</p>' + f"<{tag}>" * 59 * (2 - tag.count(">")) + "乙"
    assert not sanitise.is_too_deep(html)
    cleaned = clean_html(html)
    assert "乙" in cleaned
    assert clean_html(cleaned) == cleaned


LOOSE = ["p", "div", "b", "i", "a", "ul", "li", "table", "td", "x", "button", "h1", "section"]
TAG = st.builds("<{}{}>".format, st.sampled_from(["", "", "/"]), st.sampled_from(LOOSE))
HIDDEN = [
    *["<!--{}-->", "<!-->{}<!--->", "<!{}>", "<p title='{}'>", '<p a="{}" =\'>', "<p a=b'c {}>"],
    *[
        "<title>{}</title>", "<script>{}</script >", "<style>{}</style/>", "<{}", "</ {}",
        "<p ='{}'>",
    ],
]  # fmt: skip
PIECE = TAG | st.builds(str.format, st.sampled_from(HIDDEN), TAG)


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=6).map("".join), st.integers(1, 150))
def test_the_depth_is_not_underestimated(piece, times):
    """However tags are left open, what passes as shallow is shallow once a parser has read it."""
    html = f"{piece}甲" * times
    if not sanitise.is_too_deep(html):
        # Tables and lists bring elements of their own; formatting is opened again at most thrice.
        assert parse(_let_through(html, **TO_BE_READ)).depth <= 4 * sanitise.MOST_DEEP


@pytest.mark.parametrize("code", [0xD800, 0xDFFF, 0, 0xB, 0x1F, 0xFFFE, 0xFDD0])
def test_signs_that_no_database_or_feed_takes_are_gone(code):
    assert clean_html(f"<p>甲{chr(code)}乙</p>") == "<p>甲乙</p>"


def test_a_control_sign_written_as_a_reference_is_gone_and_bytes_stay_text():
    assert clean_html("<p>甲&#1;&#11;&#xD800;乙</p>") == "<p>甲\ufffd乙</p>"
    html = "<p>试用期</p>".encode("gbk").decode("latin-1")
    assert is_harmless(clean_html(html))
    assert "ÊÔÓÃÆÚ" in clean_html(html)


@pytest.mark.parametrize("number", [10, 6000])
def test_ampersands_mean_the_same_however_many_there_are(number):
    html = "<p>&lt; &amp; & &b; &copy;&nbsp;x&#38;</p>" * number
    assert clean_html(html) == "<p>&lt; &amp; &amp; &amp;b; ©&nbsp;x&amp;</p>" * number

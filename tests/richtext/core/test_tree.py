"""The tree of HTML: read and written byte for byte as the sanitiser writes, however much it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from richtext.core.sanitise import MOST_PASSES, TO_BE_READ, _let_through
from richtext.core.tree import Element, parse, parse_page, write
from tests.growth import grows_evenly
from tests.richtext.test_paste import HTML, SOURCES, source

WRITTEN = [
    "",
    "甲",
    "\n<p>甲&nbsp;乙 &lt; &gt; &amp; \"'<br></p>\n",
    '<p title="&lt;a&gt; &quot;甲&quot; &amp; &nbsp;\'">甲</p>',
    '<table><caption>表</caption><tbody><tr><td colspan="2">甲</td></tr></tbody></table>',
    "<ul><li>甲<ul><li>乙</li></ul></li></ul><hr><pre>甲\n  乙</pre>",
]


@pytest.mark.parametrize("html", WRITTEN)
def test_what_is_written_as_the_sanitiser_does_comes_back(html):
    assert write(parse(html)) == html


def let_through(html):
    """Until another time changes nothing: a heading in a table in a heading is read in two ways."""
    for _ in range(MOST_PASSES):
        before, html = html, _let_through(html, **TO_BE_READ)
        if html == before:
            break
    return html


@given(HTML)
@example("<h1><table><h1></h1></table></h1>")
def test_what_the_sanitiser_wrote_comes_back(html):
    clean = let_through(html)
    assert write(parse(clean)) == clean


@pytest.mark.parametrize("name", SOURCES)
def test_a_text_of_another_program_comes_back(name):
    clean = _let_through(source(name), **TO_BE_READ)
    assert write(parse(clean)) == clean


def test_a_tree_is_walked_in_order_and_each_element_ends():
    root = parse("甲<p>乙<b>丙</b></p><hr>")
    told = [(node if isinstance(node, str) else node.tag, ends) for node, ends in root.events()]
    assert told == [
        *[("甲", False), ("p", False), ("乙", False), ("b", False), ("丙", False)],
        *[("b", True), ("p", True), ("hr", False), ("hr", True)],
    ]
    assert [element.tag for element in root.walk()] == ["p", "b", "hr"]
    assert [element.tag for element in root.walk("hr", "b")] == ["b", "hr"]
    assert root.first("b").text == "丙"
    assert root.first("table") is None
    assert root.text == "甲乙丙"


def test_what_is_changed_is_written_escaped():
    root = Element("", {}, [Element("a", {"href": '/"><b>'}, ["<甲>"])])
    assert write(root) == '<a href="/&quot;&gt;&lt;b&gt;">&lt;甲&gt;</a>'


def test_a_page_has_a_head_and_a_body():
    page = parse_page("<title>甲</title><p>乙")
    assert page.first("head").text == "甲"
    assert write(page.first("body")) == "<p>乙</p>"


@given(st.text())
def test_text_is_text(text):
    root = Element("", {}, [text.replace("\r", "").replace("\x00", "")])
    assert parse(write(root)).text == root.text


@pytest.mark.parametrize("piece", ["<p>甲</p>", "<hr>", "<b><i></b>", '<a title="&amp;">甲</a>'])
def test_it_costs_no_more_than_its_size(piece):
    assert grows_evenly(lambda size: write(parse(piece * size)), 20_000)

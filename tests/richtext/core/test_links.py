"""Links for citations: never in a link or code, across tags, and nothing else is changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.core import tree
from richtext.core.display import Mark, add_links
from richtext.core.sanitise import clean_html
from richtext.core.tree import parse, write
from tests.richtext.trees import changed, tidied

QUOTE = "《民法典》第1079条"
LINK = re.compile(r'<a class="cite"[^>]*>(.*?)</a>', re.S)


def with_links(html, marks):
    return changed(html, lambda root: add_links(root, marks))


def linked(html, quote=QUOTE):
    html = tidied(html)
    at = tree.plain(html).index(quote)
    return with_links(html, [Mark(at, at + len(quote), quote, "/s/", "/s/card/")])


def test_a_citation_becomes_a_link_with_a_card():
    assert linked(f"<p>见{QUOTE}。</p>") == (
        f'<p>见<a class="cite" href="/s/" data-statute-card="/s/card/">{QUOTE}</a>。</p>'
    )


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<strong>《民法典》</strong>第1079条", ["<strong>《民法典》</strong>第1079条"]),
        ("《民法典》第<em>1079条</em>", ["《民法典》第<em>1079条</em>"]),
        ("《民法典》第<em>1079</em>条", ["《民法典》第<em>1079</em>条"]),
        ("<b>按《民法典》</b>第1079条", ["《民法典》", "第1079条"]),
        ('<a href="/x/">《民法典》</a>第1079条', ["第1079条"]),
        (f'<a href="/x/">{QUOTE}</a>', []),
        (f"<code>{QUOTE}</code>", []),
    ],
)
def test_links_stay_well_formed_across_tags(html, links):
    assert LINK.findall(linked(f"<p>{html}</p>")) == links


def test_code_in_blocks_is_left_alone():
    assert "cite" not in linked(f"<pre>{QUOTE}</pre>")


def test_entities_and_breaks_inside_a_citation_are_kept():
    assert LINK.findall(linked("<p>《民法典》&nbsp;第1079条</p>", "《民法典》 第1079条")) == [
        "《民法典》&nbsp;第1079条"
    ]
    assert LINK.findall(linked("<p>《民法典》<br>第1079条</p>", "《民法典》\n第1079条")) == [
        "《民法典》",
        "第1079条",
    ]


def test_cells_of_a_table_get_their_links():
    html = f"<table><tbody><tr><td>离婚</td><td>{QUOTE}</td></tr></tbody></table>"
    assert LINK.findall(linked(html)) == [QUOTE]


def test_anchors_of_headings_and_the_contents_stay_as_they_are():
    html = f"<h2>一、{QUOTE}怎么读</h2><p>甲</p>"
    root = parse(linked(html))
    contents = tree.with_anchors(root)
    assert write(root).startswith('<h2 id="s1">一、<a class="cite"')
    assert contents[0].text == f"一、{QUOTE}怎么读"


def test_words_that_do_not_stand_there_get_no_link():
    assert with_links("<p>甲乙丙</p>", [Mark(0, 2, "乙丙", "/s/"), Mark(9, 12, "甲", "/s/")]) == (
        "<p>甲乙丙</p>"
    )


def test_an_address_is_escaped():
    assert 'href="/s/&quot;&gt;&lt;b/"' in with_links("<p>甲</p>", [Mark(0, 1, "甲", '/s/"><b/')])


PIECES = [
    *["<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", "<a href='/x/'>", "</a>", "<code>"],
    *["</code>", "<br>", "&amp;", "&lt;", "&nbsp;", " ", "\n", "甲", "乙", "《", "》", "<ul><li>"],
    *["</li></ul>", "<table><tr><td>", "</td></tr></table>", "<pre>", "</pre>", "<h2>", "</h2>"],
]


def test_a_link_around_a_part_of_the_words_goes_by_these():
    named = Mark(0, 2, "甲乙", "/s/", name="《丙》甲乙")
    assert 'aria-label="《丙》甲乙">甲乙</a>' in with_links("<p>甲乙</p>", [named])
    assert "aria-label" not in with_links(
        "<p>甲<code>丁</code>乙</p>", [Mark(0, 3, "甲丁乙", "/s/", name="《丙》")]
    )


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
def test_any_stretch_of_any_body_stays_clean_and_keeps_its_text(pieces, data):
    html = clean_html(tidied("".join(pieces)))
    text = tree.plain(html)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    marked = with_links(html, [Mark(a, b, text[a:b], "/s/", "/c/") for a, b in spans])
    fenced = clean_html(marked.replace(' class="cite"', ""))  # a class would be read as pasted
    assert tree.plain(marked) == text
    assert LINK.sub(r"\1", marked) == html
    assert fenced == re.sub(
        r'<a class="cite"[^>]*>', '<a href="/s/" rel="noopener noreferrer">', marked
    )

"""The tree of HTML and what walks it: headings, links for citations, Chinese typesetting."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm.templatetags.firm_tags import prose
from richtext.core import display, tree
from richtext.core.display import Mark, add_links, phrases
from richtext.core.sanitise import clean_html
from richtext.core.tree import Element, parse, parse_page, write
from tests.richtext.trees import changed, tidied

INDENTS = ["\u3000\u3000", "&nbsp;&nbsp;", "\u00a0 ", "  ", "<br>"]
NOTHING = ["", "&nbsp;", "\u3000", "<br>"]
NO_HEADINGS = [
    "<p>一、先治疗，再保存病历。</p>", f"<p>一、{'很' * 60}</p>", "<p>一般来说要看情况</p>",
    "<table><tbody><tr><td><p>一、医疗费</p></td></tr></tbody></table>",
    "<blockquote><p>一、驳回上诉</p></blockquote>", "<ul><li><p>（一）身份证明</p></li></ul>",
]  # fmt: skip


def test_a_tree_is_walked_in_order_and_written_escaped():
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
    root = Element("", {}, [Element("a", {"href": '/"><b>'}, ["<甲>"])])
    assert write(root) == '<a href="/&quot;&gt;&lt;b&gt;">&lt;甲&gt;</a>'
    page = parse_page("<title>甲</title><p>乙")
    assert page.first("head").text == "甲"
    assert write(page.first("body")) == "<p>乙</p>"


@pytest.mark.parametrize(
    ("html", "stored"),
    [(f"<p>{indent}正文。</p>", "<p>正文。</p>") for indent in INDENTS]
    + [(f"<p>{nothing}</p><p>正文。</p><p>{nothing}</p>", "<p>正文。</p>") for nothing in NOTHING]
    + [("<p>正文<br>\u3000\u3000。</p>", "<p>正文<br>。</p>")]
    + [(html, html) for html in NO_HEADINGS],
)
def test_indents_and_empty_paragraphs_are_removed_and_other_lines_stay(html, stored):
    assert tidied(html) == stored


def test_han_numbered_lines_become_headings():
    html = "<p>一、准备材料</p><p>病历。</p><p>（一）身份证明</p><p>复印件。</p>"
    assert (
        tidied(html) == "<h2>一、准备材料</h2><p>病历。</p><h3>（一）身份证明</h3><p>复印件。</p>"
    )
    assert tidied("<p><strong>一、准备材料</strong></p>") == "<h2>一、准备材料</h2>"


def test_headings_get_anchors_and_a_nested_list_where_an_article_is_long():
    root = parse("<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙 &amp; 丁</h2>")
    contents = tree.with_anchors(root)
    assert (
        write(root)
        == '<h2 id="s1">一、甲</h2><h3 id="s1-1">（一）乙</h3><h2 id="s2">二、丙 &amp; 丁</h2>'
    )
    assert [heading.text for heading in contents] == ["一、甲", "二、丙 & 丁"]
    assert contents[0].parts[0].anchor == "s1-1"
    contents = tree.with_anchors(parse("<h2>一、甲</h2><h2>二、乙</h2>"))
    assert not tree.is_long(contents)
    contents = tree.with_anchors(parse("<h3>甲</h3><h3>乙</h3><h2>丙</h2><h3>丁</h3>"))
    assert [heading.anchor for heading in contents] == ["s1", "s2", "s3"]
    assert [part.anchor for part in contents[2].parts] == ["s3-1"]


def test_plain_text_has_a_line_for_each_block_and_knows_its_places():
    assert tree.plain("<h2>甲</h2><p>乙&lt;丙</p><ul><li>丁</li></ul>") == "甲\n乙<丙\n丁"
    html = "<p>" + "甲 " * 3 + " " * 200_000 + "乙</p>"
    assert len(tidied(html)) > 200_000
    raw = tree.raw_text(parse("<p>甲<b>乙</b>&nbsp;&lt;</p>\n<p>丙<br>丁</p>"))
    text, places = tree.folded(raw)
    assert text == "甲乙 <\n丙\n丁"
    assert [raw[place] for place in places] == list("甲乙\xa0<\n丙\n丁")


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


def test_links_keep_entities_cells_headings_and_escape_their_address():
    assert "cite" not in linked(f"<pre>{QUOTE}</pre>")
    assert LINK.findall(linked("<p>《民法典》&nbsp;第1079条</p>", "《民法典》 第1079条")) == [
        "《民法典》&nbsp;第1079条"
    ]
    assert LINK.findall(linked("<p>《民法典》<br>第1079条</p>", "《民法典》\n第1079条")) == [
        "《民法典》",
        "第1079条",
    ]
    html = f"<table><tbody><tr><td>离婚</td><td>{QUOTE}</td></tr></tbody></table>"
    assert LINK.findall(linked(html)) == [QUOTE]
    html = f"<h2>一、{QUOTE}怎么读</h2><p>甲</p>"
    root = parse(linked(html))
    contents = tree.with_anchors(root)
    assert write(root).startswith('<h2 id="s1">一、<a class="cite"')
    assert contents[0].text == f"一、{QUOTE}怎么读"
    assert with_links("<p>甲乙丙</p>", [Mark(0, 2, "乙丙", "/s/"), Mark(9, 12, "甲", "/s/")]) == (
        "<p>甲乙丙</p>"
    )
    assert 'href="/s/&quot;&gt;&lt;b/"' in with_links("<p>甲</p>", [Mark(0, 1, "甲", '/s/"><b/')])
    named = Mark(0, 2, "甲乙", "/s/", name="《丙》甲乙")
    assert 'aria-label="《丙》甲乙">甲乙</a>' in with_links("<p>甲乙</p>", [named])
    assert "aria-label" not in with_links(
        "<p>甲<code>丁</code>乙</p>", [Mark(0, 3, "甲丁乙", "/s/", name="《丙》")]
    )


PIECES = [
    *["<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", "<a href='/x/'>", "</a>", "<code>"],
    *["</code>", "<br>", "&amp;", "&lt;", "&nbsp;", " ", "\n", "甲", "乙", "《", "》", "<ul><li>"],
    *["</li></ul>", "<table><tr><td>", "</td></tr></table>", "<pre>", "</pre>", "<h2>", "</h2>"],
]


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


def typeset(html):
    return changed(html, display.typeset)


@pytest.mark.parametrize(
    ("kind", "sign"),
    [("digit", "1、"), ("digit", "12．"), ("wide", "（三）"), ("wide", "（2）"), ("ring", "①")],
)
def test_a_numbered_point_hangs_by_its_sign(kind, sign):
    expected = f'<p class="point point-{kind}"><span class="sign">{sign}</span>先固定证据。</p>'
    assert typeset(f"<p>{sign}先固定证据。</p>") == expected


def test_signs_sources_tables_and_addresses_are_set():
    html = typeset("<p><strong>1、留证据。</strong>拍照。</p>")
    assert '<p class="point point-digit"><strong><span class="sign">1、</span>留证据。' in html
    html = "<blockquote><p>应当准予离婚。</p><p>——《民法典》第一千零七十九条</p>\n</blockquote>"
    assert '<p class="source">——《民法典》' in typeset(html)
    assert 'class="source"' not in typeset("<p>——不是引文。</p><p>下一段。</p>")
    inner = "<table><tbody><tr><td>内</td></tr></tbody></table>"
    outer = f'<table><caption>赔偿<b>项目</b>"甲"</caption><tr><td>{inner}</td></tr></table>'
    html = typeset(f"{outer}<p>中间</p>{inner}")
    assert html.count("table-box") == 2
    assert 'aria-label="表格：赔偿项目&quot;甲&quot;" tabindex="0"><table><caption>' in html
    assert 'aria-label="第2个表格"' in html
    assert html.count("</table></div>") == 2
    address = "https://example.com/a-long/path?x=1&amp;y=2"
    html = typeset(f'<p>见<a href="{address}">{address}</a></p>')
    assert f'<a href="{address}">' in html
    assert "https://<wbr>example.<wbr>com/<wbr>a-<wbr>long/<wbr>path?<wbr>x=<wbr>1&amp;y" in html
    assert "<wbr>" not in typeset("<p>见GB/T 9704-2012。</p>")
    html = clean_html(
        "<p>1、甲</p><table><tr><td>乙</td></tr></table><blockquote><p>——丙</p></blockquote>"
    )
    assert re.sub("<[^>]*>", "", prose(html)) == "1、甲乙——丙"


@pytest.mark.parametrize(
    "text",
    [
        "1.5倍以下的部分。", "1、2号楼的业主。", "2026年起施行。", "一、标题",
        "第五条规定，可以解除。",
        "1、甲<br>2、乙", "——这是插入语。", "普通的一段。", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_point_stays_as_it_is(text):
    assert typeset(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize("gap", ["　", " ", "&nbsp;"])
def test_an_article_as_it_is_printed_hangs(gap):
    link = f'<a class="cite" href="/statutes/x/5/">第五百七十七条</a>{gap}当事人一方不履行。'
    assert typeset(f"<p>{link}</p>") == f'<p class="provision">{link}</p>'


@pytest.mark.parametrize(
    "parts",
    [
        ["能不能起诉？"], ["<b>甲"], ["离婚后，", "孩子<跟>谁？"], ["，", "甲"], ["“甲、”", "乙"],
        ["没有如实告知被拒赔怎么办，合理吗？"], [""],
    ],
)  # fmt: skip
def test_a_title_is_cut_behind_its_commas_and_escaped(parts):
    cut = "".join(f'<span class="phrase">{escape(one)}</span>' for one in parts)
    assert phrases("".join(parts)) == (cut if len(parts) > 1 else escape(parts[0]))

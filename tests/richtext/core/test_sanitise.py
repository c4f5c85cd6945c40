"""The fence: what leaves the sanitiser can be stored and shown."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.core.sanitise import clean_html, cleaned
from richtext.core.tree import tidy, write
from tests.richtext.trees import shown, tidied
from tests.stages import examples

TOKEN = "ab" + "0" * 30
OWN = f"/media/images/ab/{TOKEN}-40x30-s40-w40.webp"
# Stored payloads of the CKEditor 4 advisories and of the usual lists.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    f'<img src="{OWN}" onerror="alert(1)">',
    f'<img src="{OWN}" alt="&quot; onerror=&quot;alert(1)">',
    f'<img src="{OWN}" alt="><script>alert(1)</script>">',
    '<img alt="a ><script>alert(1)</script>">',
    """<img alt='><img alt="><script>alert(1)</script>">'>""",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)"></style></mglyph></table>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript&colon;alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p><![CDATA[ ]]><script>alert(1)</script>]]></p>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<style><![CDATA[</style><img src=x onerror=alert(1)>]]></style>",
    "<!--{cke_protected}%3Cscript%3Ealert(1)%3C%2Fscript%3E-->",
    "<!--{cke_protected}{C}%3C!--%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E---->",
    '<p data-cke-pa-onclick="alert(1)" onclick="alert(1)">x</p>',
    '<p style="background:url(https://evil.example/x)">x</p>',
    '<p class="float" id="main">x</p>',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea></textarea><xmp><img src=x onerror=alert(1)></xmp>",
    "<form action=https://evil.example><input name=q><button>x</button></form>",
    '<object data="x.swf"></object><embed src="x.swf"><applet code="x">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="//evil.example">',
    '<link rel="stylesheet" href="https://evil.example/x.css"><style>*{}</style>',
    '<img src="https://evil.example/spy.png">',
    '<img src="//evil.example/spy.png">',
    '<img src="/media/../admin/logout/">',
    f'<img src="{OWN}" srcset="https://evil.example/spy.png 1x">',
    '<video src=x onerror=alert(1)></video><audio src=x autoplay></audio>',
    '<details open ontoggle=alert(1)>x</details>',
    "<p>x</p\x00><scr\x00ipt>alert(1)</scr\x00ipt>",
    "<template><script>alert(1)</script></template>",
    "<a href='https://a.example' target='_blank' ping='https://evil.example'>x</a>",
    "<html><body onload=alert(1)><p>x</p></body></html>",
    "<a href='/x'><table><a href='/x'>",
    "<table><a href='/x'><td><table><a href='/y'><pre>\n\n<b><p>x</b></p>",
]  # fmt: skip
# Within a scheme, a handler or a tag, as a sign and as a reference, readers pass over these.
UNSEEN = "\u200b\u200c\u200d\u200e\u202e\u2060\u180e\ufeff\xad\t\n\0"
LIVE = re.compile(
    r"(?i)(?<=jav)a?(?=ascript)|(?<=dat)a?(?=:)|(?<=vbs)(?=cript)|(?<=on)(?=\w+=)|(?<=<s)"
)


def hidden(payload):
    """A payload as it is, and with each unseen sign in what makes it one."""
    signs = [one for sign in UNSEEN for one in (sign, f"&#{ord(sign)};")]
    return [payload, *(LIVE.sub(rf"\g<0>{one}", payload) for one in signs)]


LINKS = [one for payload in PAYLOADS if payload.startswith('<a href="') for one in hidden(payload)]
ALLOWED = re.compile(
    r"</?(?:p|br|h[2-4]|strong|em|b|i|u|s|sub|sup|ul|ol|li|blockquote|a|img|figure|figcaption|table"
    r"|caption|thead|tbody|tr|th|td|hr|code|pre)(?:\s+(?:href|title|rel|src|srcset|sizes|alt|width"
    r'|height|colspan|rowspan|scope|start|loading|decoding)="[^"<>]*")*\s*/?>'
)


def is_harmless(html):
    """Nothing but allowed tags, attributes and addresses is left."""
    rest = ALLOWED.sub("", html)
    found = (unescape(one) for one in re.findall(r'<\w[^<>]*? (?:href|src)="([^"]*)"', html))
    bare = (re.sub(f"[{UNSEEN} ]", "", one).lower().partition(":") for one in found)
    schemes = {scheme for scheme, colon, _ in bare if colon and scheme.isalpha()}
    pictures = re.findall(r'<img[^>]*\ssrc="([^"]*)"', html)
    foreign = [src for src in pictures if not src.startswith("/media/images/")]
    return "<" not in rest and schemes <= {"http", "https", "mailto", "tel"} and not foreign


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_harmless_when_stored_and_when_shown_unseen(payload):
    for html in hidden(payload):
        for stored in (clean_html(html), tidied(html)):
            assert is_harmless(stored)
            assert clean_html(stored) == stored
        assert is_harmless(shown(html))


KEPT = [
    "<p>正文<strong>重点</strong></p>", "<h2>一、标题</h2><h3>（一）小标题</h3>",
    '<ol start="3"><li>第三</li></ol>',
    "<table><caption>表</caption><tbody><tr><td>甲</td></tr></tbody></table>",
    '<table><tbody><tr><th scope="row">甲</th><td colspan="2">乙</td></tr></tbody></table>',
    "<blockquote><p>引文</p></blockquote>", "<p>a &lt; b &amp; c</p>",
]  # fmt: skip


@pytest.mark.parametrize("html", KEPT)
def test_what_an_article_needs_is_kept(html):
    assert clean_html(html) == html


def test_own_pictures_are_shown_in_their_widths_with_what_is_around_them():
    assert clean_html('<a href="https://flk.npc.gov.cn/">法规库</a>') == (
        '<a href="https://flk.npc.gov.cn/" rel="noopener noreferrer">法规库</a>'
    )
    html = shown(f'<p><img alt="示意图" src="{OWN}"></p>')
    assert f'srcset="{OWN} 40w"' in html
    assert 'width="40" height="30" alt="示意图"' in html
    html = shown(f'<p>甲</p><p><img src="{OWN}"></p><p><img src="{OWN}"></p>')
    first, second = re.findall("<img[^>]*>", html)
    assert ("lazy" in first, "lazy" in second) == (False, True)
    assert 'loading="lazy"' in shown(f'<p>{"甲" * 400}</p><p><img src="{OWN}"></p>')
    html = (
        f'<figure><a href="/x"><img src="{OWN}" alt=""></a><figcaption>图一</figcaption></figure>'
    )
    assert re.fullmatch(
        '<figure><a href="/x" rel="noopener noreferrer"><img [^>]*alt=""[^>]*></a>'
        "<figcaption>图一</figcaption></figure>",
        shown(html),
    )
    pasted = html.replace("<figure>", '<figure class="image">')
    assert shown(pasted) == shown(html)
    assert 'alt="&quot;甲&quot; &amp; 乙"' in shown(
        f'<img alt="&quot;甲&quot; &amp; 乙" src="{OWN}">'
    )


@pytest.mark.parametrize("name", ["0x30-s40-w40", "40x30-s..-w40", "40x30-s0-w0", "40x30-s1.-w1"])
def test_a_made_up_name_of_a_picture_is_no_picture(name):
    assert shown(f'<p>x<img src="/media/images/ab/{TOKEN}-{name}.webp"></p>') == "<p>x</p>"


def test_nothing_stays_nothing_and_empty_lines_and_nul_bytes_go():
    assert clean_html("<pre>\n\n\n甲\n\n乙</pre>") == "<pre>甲\n\n乙</pre>"
    assert clean_html(None) == clean_html("") == ""
    assert clean_html("<p>甲\x00乙</p>\x00") == "<p>甲乙</p>"


def test_text_that_never_settles_is_kept_without_its_tags(monkeypatch):
    monkeypatch.setattr("richtext.core.sanitise.MOST_PASSES", 1)
    assert clean_html("<a href='/x'><table><a href='/x'>甲 &lt; 乙") == "甲 &lt; 乙"


PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<pre>", "<pre>\n\n\n", "</pre>", "\n", "<table>", "<td>",
    "<a href='/x'>", "</a>", "<img alt='>' src=x>", f"<img src='{OWN}'>", "<svg>", "</svg>",
    "<style>", "</style>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;",
    "&nbsp;", '"', "'", ">", "<", "甲", "\x00", "<noscript>", "</noscript>", "<math>", "<mtext>",
    "<section style='font-weight:bold'>", "<span class=a>", "<h1>", "<font>", "<br><br>", "<del>",
    "<p style='mso-list:l0 level2'>", "<b style='mso-list:ignore'>", " style='", "<figure>",
    "<li>", "<ol>", "\u3000", "=", " onerror=x ", "<a href='jav", "ascript:x'>", *UNSEEN, "&#8203;",
])  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=15).map("".join))
def test_whatever_comes_in_leaves_harmless_and_settled(html):
    once = clean_html(html)
    assert is_harmless(once)
    assert clean_html(once) == once
    assert is_harmless(shown(html))
    tidy_once = write(tidy(cleaned(html)))
    assert clean_html(tidy_once) == tidy_once
    assert tidied(html) == tidy_once

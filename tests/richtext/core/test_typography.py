"""Chinese typesetting of rich text: what hangs, what is a source, what scrolls."""

import re

import pytest

from firm.templatetags.firm_tags import prose
from richtext.core import display
from richtext.core.display import hours, phrases
from richtext.core.sanitise import clean_html
from tests.richtext.trees import changed


def typeset(html):
    return changed(html, display.typeset)


@pytest.mark.parametrize(
    ("text", "kind", "sign"),
    [
        ("1、先固定证据。", "digit", "1、"),
        ("12．再去立案。", "digit", "12．"),
        ("（三）双方协商一致的。", "wide", "（三）"),
        ("（2）书面通知。", "wide", "（2）"),
        ("①身份证明。", "ring", "①"),
    ],
)
def test_a_numbered_point_hangs_by_its_sign(text, kind, sign):
    rest = text.removeprefix(sign)
    expected = f'<p class="point point-{kind}"><span class="sign">{sign}</span>{rest}</p>'
    assert typeset(f"<p>{text}</p>") == expected


def test_a_sign_in_bold_hangs_too():
    html = typeset("<p><strong>1、留证据。</strong>拍照。</p>")
    assert '<p class="point point-digit"><strong><span class="sign">1、</span>留证据。' in html


@pytest.mark.parametrize(
    "text",
    [
        "1.5倍以下的部分。",
        "1、2号楼的业主。",
        "2026年起施行。",
        "一、标题",
        "第五条规定，可以解除。",
    ]
    + ["1、甲<br>2、乙", "——这是插入语。", "普通的一段。", ""],
)
def test_what_only_looks_like_a_point_stays_as_it_is(text):
    assert typeset(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize("gap", ["　", " ", "&nbsp;"])
def test_an_article_as_it_is_printed_hangs(gap):
    link = f'<a class="cite" href="/statutes/x/5/">第五百七十七条</a>{gap}当事人一方不履行。'
    assert typeset(f"<p>{link}</p>") == f'<p class="provision">{link}</p>'


def test_the_last_line_of_a_quotation_names_its_source():
    html = "<blockquote><p>应当准予离婚。</p><p>——《民法典》第一千零七十九条</p>\n</blockquote>"
    assert '<p class="source">——《民法典》' in typeset(html)
    assert 'class="source"' not in typeset("<p>——不是引文。</p><p>下一段。</p>")


def test_each_outermost_table_gets_one_box_with_a_name():
    inner = "<table><tbody><tr><td>内</td></tr></tbody></table>"
    outer = f'<table><caption>赔偿<b>项目</b>"甲"</caption><tr><td>{inner}</td></tr></table>'
    html = typeset(f"{outer}<p>中间</p>{inner}")
    assert html.count("table-box") == 2
    assert 'aria-label="表格：赔偿项目&quot;甲&quot;" tabindex="0"><table><caption>' in html
    assert 'aria-label="第2个表格"' in html
    assert html.count("</table></div>") == 2


def test_a_long_address_may_end_a_line_and_its_tag_stays_whole():
    address = "https://example.com/a-long/path?x=1&amp;y=2"
    html = typeset(f'<p>见<a href="{address}">{address}</a></p>')
    assert f'<a href="{address}">' in html
    assert "https://<wbr>example.<wbr>com/<wbr>a-<wbr>long/<wbr>path?<wbr>x=<wbr>1&amp;y" in html
    assert "<wbr>" not in typeset("<p>见GB/T 9704-2012。</p>")


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("能不能起诉？", "能不能起诉？"),
        ("<b>甲", "&lt;b&gt;甲"),
        (
            "离婚后，孩子<跟>谁？",
            '<span class="phrase">离婚后，</span><span class="phrase">孩子&lt;跟&gt;谁？</span>',
        ),
        ("，甲", '<span class="phrase">，</span><span class="phrase">甲</span>'),
        ("", ""),
    ],
)
def test_a_title_is_cut_behind_its_commas_and_escaped(title, html):
    assert phrases(title) == html


def test_no_word_is_added_or_lost():
    html = clean_html(
        "<p>1、甲</p><table><tr><td>乙</td></tr></table><blockquote><p>——丙</p></blockquote>"
    )
    assert re.sub("<[^>]*>", "", prose(html)) == "1、甲乙——丙"


@pytest.mark.parametrize("odd", ["</table>", "<table>", "<p>", "1、", "<blockquote><p>——"])
def test_half_of_a_tag_harms_nothing(odd):
    assert "1、" in typeset(f"{odd}1、") or odd in typeset(odd)


def test_no_time_of_the_opening_hours_is_torn_apart():
    shown = hours("周一至周五9:00–12:00，14:00–18:00（法定节假日除外）")
    assert (
        re.sub("</?span[^>]*>", "", shown) == "周一至周五9:00–12:00，14:00–18:00（法定节假日除外）"
    )
    whole = re.findall('<span class="unbroken">(.*?)</span>', shown)
    assert whole == ["9:00–12:00，", "14:00–18:00", "（法定节假日除外）"]


def test_what_somebody_types_into_the_hours_is_no_markup():
    assert "<b>" not in hours("<b>9:00-12:00</b>")

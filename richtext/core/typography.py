"""Rich text set the Chinese way: what hangs, where a quotation comes from, tables in a box.

Works on HTML that `richtext.core.sanitise.clean_html` has made well-formed, and is done each time
it is shown: nothing of it is ever stored. Pure functions, no database.
"""

import re

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe

PARAGRAPH = re.compile(r"<p>(?P<inner>.*?)</p>", re.S)
TAG = re.compile(r"<[^>]*>")
SPLIT = re.compile(r"(<[^>]*>)")
TABLE = re.compile(r"<(?P<close>/?)table>")
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.S)
QUOTE_END = re.compile(r"\s*</blockquote>")

NUMBER = "[一二三四五六七八九十]"
# The sign of a numbered point (GB/T 9704 order), perhaps in bold; 1.5 and 1、2 are no signs.
POINT = re.compile(
    rf"(?P<before>(?:<(?:strong|b|u)>)*)"
    rf"(?P<sign>[0-9]{{1,2}}[、.．](?![0-9])|（(?:{NUMBER}{{1,3}}|[0-9]{{1,2}})）|[①-⑳])"
)
# An article as statutes are printed: the number, a gap, the text. 第五条规定…… is a sentence.
ARTICLE = re.compile(
    r"第[一二三四五六七八九十百千零〇0-9]{1,9}条(?:之[一二三四五六七八九十])?(?:\s|&nbsp;)"
)
KINDS = {"（": "wide"}
LONGEST_OPENING = 400  # characters that a number with its link around it may take
SOURCE = "——"
# An address in a justified line would tear it apart: it may end behind / . ? = - and _.
LATIN_RUN = re.compile("[!-~]{16,}")
PHRASE = re.compile("[^，；：]+[，；：]?|[，；：]")
# What is not torn apart in opening hours: 9:00–12:00, and a short word in brackets.
HOURS = re.compile(r"\d{1,2}:\d\d[–—-]\d{1,2}:\d\d[，、；]?|（[^（）]{1,12}）")
MAY_BREAK = re.compile(r"(?<=[/.?=_-])(?![/.?=_-])")


def typeset(html):
    """The HTML with classes for what hangs and a box around each table."""
    return mark_safe(boxed_tables(PARAGRAPH.sub(_paragraph, breakable(html))))


def breakable(html):
    """Long runs of Latin signs with places where a line may end; tags stay as they are."""
    pieces = SPLIT.split(html)  # text and tags by turns
    pieces[::2] = [LATIN_RUN.sub(_opened, text) for text in pieces[::2]]
    return "".join(pieces)


def phrases(text):
    """A title whose lines end at its commas, as far as each phrase finds room in one."""
    parts = PHRASE.findall(text)
    if len(parts) < 2:
        return escape(text)
    return format_html_join("", '<span class="phrase">{}</span>', ((part,) for part in parts))


def hours(text):
    """Opening hours as somebody typed them, with no time and no short remark over two lines."""
    return mark_safe(HOURS.sub(_whole, escape(text)))


def _whole(found):
    return f'<span class="unbroken">{found[0]}</span>'


def _opened(run):
    return MAY_BREAK.sub("<wbr>", run[0])


def _paragraph(found):
    inner = found["inner"]
    if "<br" in inner:  # several points in one paragraph: no one of them can hang
        return found[0]
    if point := POINT.match(inner):
        return _point(inner, point)
    if ARTICLE.match(TAG.sub("", inner[:LONGEST_OPENING])):
        return f'<p class="provision">{inner}</p>'
    if inner.startswith(SOURCE) and QUOTE_END.match(found.string, found.end()):
        return f'<p class="source">{inner}</p>'
    return found[0]


def _point(inner, point):
    """The sign gets a box of its own, so that the text behind it stands in one line."""
    sign, rest = point["sign"], inner[point.end() :]
    kind = KINDS.get(sign[0], "digit" if sign[0].isascii() else "ring")
    opening = f'<p class="point point-{kind}">{point["before"]}'
    return f'{opening}<span class="sign">{sign}</span>{rest}</p>'


def boxed_tables(html):
    """Each outermost table in a box that scrolls, reached by the keyboard and named for the ear."""
    pieces, end, depth, start, number = [], 0, 0, 0, 0
    for tag in TABLE.finditer(html):
        depth += -1 if tag["close"] else 1
        if not tag["close"] and depth == 1:
            start = tag.start()
        elif depth == 0:
            number += 1
            pieces += [html[end:start], _box(html[start : tag.end()], number)]
            end = tag.end()
    return "".join([*pieces, html[end:]])


def _box(table, number):
    caption = CAPTION.search(table)
    words = TAG.sub("", caption[1]).strip().replace('"', "&quot;") if caption else ""
    name = f"表格：{words}" if words else f"第{number}个表格"
    return f'<div class="table-box" role="region" aria-label="{name}" tabindex="0">{table}</div>'

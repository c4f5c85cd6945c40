"""What an editor is told of misquoted words, and what to write instead. Pure functions."""

import re

from richtext.base.numerals import to_han
from statutes.citations import Citation
from statutes.citations.numerals import article_words
from statutes.law.misquotes import Misquote

ELSEWHERE = "引用的文字不在{cited}，而在{found}。"
HERE = "引用的文字在{}。"
OLD_VERSION = "引用的是{found}的文字，"
NOW = "现行版本里大致相当的是{today}。"
TAKEN_OVER = "现在大致相当的是{today}。"
SAME_NUMBER = "现行版本的这一条已经改动，请按现行文字引用。"
NOTHING_LIKE = "现行法规里没有找到相近的条文。"
WRITE = "核对文字后，请改为“{}”。"
OLD_CASE = "讨论旧案的，请写明是哪个版本。"
# The article at the end of a citation, with all that stands behind it.
PLACE = re.compile(
    r"第?\s*(?P<number>[零〇○一二两三四五六七八九十百千]{1,9}|[0-9０-９]{1,4}(?:-\d{1,2})?)\s*条.*$"
)
BRACKET = re.compile("[（(]")
ITEM = re.compile(r"第([^第款条]+)项")
HAN = re.compile("[零〇○一二两三四五六七八九十百千]")


def sentence(citation: Citation, one: Misquote) -> str:
    """Where the words stand, and what to write, in sentences for an editor."""
    new = instead(citation, one)
    if one.exact and one.today:
        same = one.today.row.pk == one.cited.row.pk
        found = one.today.words if same else str(one.today)
        return ELSEWHERE.format(cited=one.cited, found=found) + WRITE.format(new)
    old = one.found.row
    year = f"{old.year}年版本" if old.year and old.short_name == citation.statute else ""
    found = f"《{old.short_name}》{year}{one.found.words}"
    write = WRITE.format(new) if new else ""
    return f"{OLD_VERSION.format(found=found)}{_now(one)}{write}{OLD_CASE}"


def place(citation: Citation, one: Misquote) -> str:
    """The same where there is no article of the number cited."""
    return HERE.format(one.today or one.found) + WRITE.format(instead(citation, one))


def _now(one):
    if one.today is None:
        return NOTHING_LIKE
    if not _moves(one):
        return SAME_NUMBER
    same_text = one.found.row.short_name == one.today.row.short_name
    return NOW.format(today=one.today.words) if same_text else TAKEN_OVER.format(today=one.today)


def instead(citation: Citation, one: Misquote) -> str:
    """What to write in place of the citation, in its own way of writing; "" for nothing."""
    place = PLACE.search(citation.written)
    if one.today is None or place is None or not _moves(one):
        return ""
    written = _han(one.today) if HAN.match(place["number"]) else one.today.words
    if BRACKET.search(place[0]):
        written = ITEM.sub(r"第（\1）项", written)
    if one.today.row.pk == one.cited.row.pk:
        return citation.written[: place.start()] + written
    return f"《{one.today.row.short_name}》{written}"


def _moves(one):
    """Whether the present place is another one than the place cited."""
    cited, today = one.cited, one.today
    if (today.row.pk, today.place) != (cited.row.pk, cited.place):
        return True
    return today.clause not in (0, cited.clause) or today.item not in (0, cited.item)


def _han(one):
    clause = f"第{to_han(one.clause)}款" if one.clause else ""
    item = f"第{to_han(one.item)}项" if one.item else ""
    return article_words(*one.place) + clause + item

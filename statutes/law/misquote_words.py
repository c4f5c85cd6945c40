"""What an editor is told of misquoted words, and what to write instead. Pure functions."""

import re

from richtext.base.numerals import to_han
from statutes.citations import Citation
from statutes.citations.numerals import article_digits, article_words
from statutes.law.misquotes import Misquote, Standing
from statutes.models import Statute

ELSEWHERE = "引用的文字不在{cited}，而在{found}。"
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
HAN = re.compile("[零〇○一二两三四五六七八九十百千]")


def sentence(citation: Citation, row: Statute, one: Misquote) -> str:
    """Where the words stand, and what to write, in sentences for an editor."""
    place = citation.number or 0, citation.sub
    cited = _name(row) + _digits(Standing(row, place, citation.clause, citation.item))
    if one.exact and one.today:
        name = "" if one.today.row.pk == row.pk else _name(one.today.row)
        words = ELSEWHERE.format(cited=cited, found=name + _digits(one.today))
        return words + WRITE.format(instead(citation, row, one))
    old = one.found.row
    year = f"{old.year}年版本" if old.year and old.short_name == row.short_name else ""
    words = OLD_VERSION.format(found=_name(old) + year + _digits(one.found))
    words += _now(citation, row, one)
    new = instead(citation, row, one)
    return words + (WRITE.format(new) if new else "") + OLD_CASE


def _now(citation, row, one):
    if one.today is None:
        return NOTHING_LIKE
    if not _moves(citation, row, one):
        return SAME_NUMBER
    if one.found.row.short_name == one.today.row.short_name:
        return NOW.format(today=_digits(one.today))
    return TAKEN_OVER.format(today=_name(one.today.row) + _digits(one.today))


def instead(citation: Citation, row: Statute, one: Misquote) -> str:
    """What to write in place of the citation, in its own way of writing; "" for nothing."""
    if one.today is None or not _moves(citation, row, one):
        return ""
    place = PLACE.search(citation.written)
    if place is None:
        return ""
    write = _han if HAN.match(place["number"]) else _digits
    written = write(one.today, brackets=bool(BRACKET.search(place[0])))
    if one.today.row.pk == row.pk:
        return citation.written[: place.start()] + written
    return _name(one.today.row) + written


def _moves(citation, row, one):
    """Whether the present place is another one than the place cited."""
    place = one.today.row.pk, *one.today.place
    cited = row.pk, citation.number, citation.sub
    parts = one.today.clause not in (0, citation.clause) or one.today.item not in (0, citation.item)
    return place != cited or parts


def _name(row):
    return f"《{row.short_name}》"


def _han(one, *, brackets=False):
    clause = f"第{to_han(one.clause)}款" if one.clause else ""
    item = f"（{to_han(one.item)}）" if brackets else to_han(one.item)
    return article_words(*one.place) + clause + (f"第{item}项" if one.item else "")


def _digits(one, *, brackets=False):
    clause = f"第{one.clause}款" if one.clause else ""
    item = f"（{one.item}）" if brackets else one.item
    return article_digits(*one.place) + clause + (f"第{item}项" if one.item else "")

"""What an editor is told of misquoted words, and what to write instead. Pure functions."""

import re

from richtext.base.numerals import to_han
from statutes.citations import Citation
from statutes.citations.numerals import article_digits, article_words
from statutes.law.misquotes import Misquote, Standing
from statutes.models import Statute

ELSEWHERE = "引用的文字不在{cited}，而在{found}。"
OLD_VERSION = "引用的是{found}的文字，"
NOW = "现行版本里大致相当的是{today}，请核对文字。"
TAKEN_OVER = "现在大致相当的是{today}，请核对文字。"
SAME_NUMBER = "现行版本的这一条已经改动，请按现行文字引用。"
NOTHING_LIKE = "现行法规里没有找到相近的条文。"
WRITE = "核对后，请改为“{}”。"
OLD_CASE = "讨论旧案的，请写明是哪个版本。"
# The article at the end of a citation, with all that stands behind it.
PLACE = re.compile(
    r"第?\s*(?P<number>[零〇○一二两三四五六七八九十百千]{1,9}|[0-9０-９]{1,4}(?:-\d{1,2})?)\s*条.*$"
)
HAN = re.compile("[零〇○一二两三四五六七八九十百千]")


def sentence(citation: Citation, row: Statute, one: Misquote) -> str:
    """Where the words stand, and what to write, in sentences for an editor."""
    cited = name_of(row, Standing(row, (citation.number or 0, citation.sub)), citation)
    if one.exact and one.today:
        words = ELSEWHERE.format(cited=cited, found=name_of(row, one.today))
        return words + WRITE.format(instead(citation, row, one))
    words = OLD_VERSION.format(found=name_of(row, one.found, dated=True)) + _now(citation, row, one)
    new = instead(citation, row, one)
    return words + (WRITE.format(new) if new else "") + OLD_CASE


def _now(citation, row, one):
    if one.today is None:
        return NOTHING_LIKE
    if not _moves(citation, row, one):
        return SAME_NUMBER
    same_text = one.found.row.short_name == one.today.row.short_name
    return (NOW if same_text else TAKEN_OVER).format(today=name_of(row, one.today))


def instead(citation: Citation, row: Statute, one: Misquote) -> str:
    """What to write in place of the citation, in its own way of writing; "" for nothing."""
    if one.today is None or not _moves(citation, row, one):
        return ""
    place = PLACE.search(citation.written)
    if place is None:
        return ""
    written = _written(one.today, han=bool(HAN.match(place["number"])))
    if one.today.row.pk == row.pk:
        return citation.written[: place.start()] + written
    return f"《{one.today.row.short_name}》{written}"


def name_of(
    row: Statute, one: Standing, citation: Citation | None = None, *, dated: bool = False
) -> str:
    """《民法典》第39条第2款, with the year of its version if wanted."""
    year = f"{one.row.year}年的版本" if dated and one.row.year else ""
    parts = citation or one
    clause = f"第{parts.clause}款" if parts.clause else ""
    item = f"第{parts.item}项" if parts.item else ""
    return f"《{one.row.short_name}》{year}{article_digits(*one.place)}{clause}{item}"


def _moves(citation, row, one):
    """Whether the present place is another one than the place cited."""
    place = one.today.row.pk, *one.today.place
    cited = row.pk, citation.number, citation.sub
    parts = one.today.clause not in (0, citation.clause) or one.today.item not in (0, citation.item)
    return place != cited or parts


def _written(one, *, han):
    if han:
        clause = f"第{to_han(one.clause)}款" if one.clause else ""
        item = f"第（{to_han(one.item)}）项" if one.item else ""
        return article_words(*one.place) + clause + item
    clause = f"第{one.clause}款" if one.clause else ""
    return article_digits(*one.place) + clause + (f"第{one.item}项" if one.item else "")

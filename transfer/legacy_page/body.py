"""The lines of an article as clean HTML: headings, numbered lists, paragraphs.

`一、` opens a heading and `1、` a point (order of GB/T 9704); the wording is not touched.
"""

import re
from dataclasses import dataclass
from html import escape

from transfer.legacy_page.lines import HAN
from transfer.legacy_page.punctuation import full_width

NUMERALS = "一二三四五六七八九十"
HEADINGS = (
    ("h2", re.compile(rf"[{NUMERALS}]{{1,3}}、")),
    ("h3", re.compile(rf"[（(][{NUMERALS}]{{1,3}}[）)]")),
)
LONGEST_HEADING = 40
POINTS = (
    ("1、", re.compile(r"([0-9０-９]{1,2})\s*[、.．)）](?![0-9０-９])\s*(?=\S)")),
    ("(1)", re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)]\s*(?=\S)")),
    ("①", re.compile(r"([①-⑳])\s*(?=\S)")),
)
# The first sentence is the short title of a point; a colon may close it too.
SHORT_TITLE = re.compile(rf"(.{{1,30}}?(?:[。！？：]|(?<=[{HAN}])\.(?=[{HAN}])))\s*(\S.*)")


@dataclass(frozen=True)
class Piece:
    """One line and what it is: a heading, a point or a paragraph."""

    tag: str
    text: str
    style: str = ""  # of a point's number
    number: int = 0

    def follows(self, other):
        """Whether this point continues the run that the other ended."""
        return (self.tag, self.style, self.number) == ("li", other.style, other.number + 1)


def pieces(lines):
    """What each line is, with full-width signs."""
    return [_piece(full_width(line)) for line in lines]


def to_html(lines):
    """The lines as HTML, all text escaped."""
    parts, last = [], Piece("", "")
    for piece in pieces(lines):
        if last.tag == "li" and not piece.follows(last):
            parts.append("</ol>")
        if piece.tag == "li" and not (last.tag == "li" and piece.follows(last)):
            parts.append(f'<ol start="{piece.number}">' if piece.number != 1 else "<ol>")
        parts.append(f"<{piece.tag}>{_inner(piece)}</{piece.tag}>")
        last = piece
    return "".join(parts) + ("</ol>" if last.tag == "li" else "")


def paragraph(text):
    """One paragraph, empty for an empty text."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _piece(line):
    for tag, opening in HEADINGS:
        if opening.match(line) and _is_heading(line):
            return Piece(tag, line)
    for style, opening in POINTS:
        found = opening.match(line)
        if found:
            return Piece("li", line[found.end() :], style, _number(found[1]))
    return Piece("p", line)


def _is_heading(line):
    sentence = re.search("[。；！]", line) or line.endswith(tuple("，：,:."))
    return len(line) <= LONGEST_HEADING and not sentence


def _number(sign):
    """The value of a number in plain, full-width or circled digits."""
    return ord(sign) - ord("①") + 1 if "①" <= sign <= "⑳" else int(sign)


def _inner(piece):
    found = SHORT_TITLE.fullmatch(piece.text) if piece.tag == "li" else None
    if found:
        title, rest = (escape(part, quote=False) for part in found.groups())
        return f"<strong>{title}</strong>{rest}"
    return escape(piece.text, quote=False)

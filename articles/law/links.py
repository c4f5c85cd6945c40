"""Citations as links in the HTML of an article, by the offsets of its text. Pure, no database.

Works on HTML that the fence has made well-formed. A link never stands inside another one, nor in
code; across inline tags it takes them whole where it can, and is several links where it cannot.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from django.utils.html import format_html

from richtext.core import structure

NAMED_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)[^>]*>")
LEFT_ALONE = {"a", "code", "pre"}
INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup"}


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that leads somewhere: offsets, the words expected there, addresses."""

    start: int
    end: int
    quote: str
    href: str
    card: str = ""
    name: str = ""  # what a list of links calls it, where the words say too little: 第584条

    def opening(self, *, whole=True):
        """The tag that opens the link; a link with a part of the words only goes by these."""
        card = format_html(' data-statute-card="{}"', self.card) if self.card else ""
        name = format_html(' aria-label="{}"', self.name) if self.name and whole else ""
        return format_html('<a class="cite" href="{}"{}{}>', self.href, card, name)


def with_links(html, marks):
    """The HTML with a link for each mark; one whose words do not stand there is left out."""
    text, places = structure.plain_with_places(html)
    free = _free_text(html)
    pieces, done = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        words = text[mark.start : mark.end]
        if not words.strip() or not words.startswith(mark.quote):
            continue
        # White space may be the end of a block: it stands where a tag does.
        at, behind = len(words) - len(words.lstrip()), len(words.rstrip())
        first = places[mark.start + at]
        last = _behind(html, places[mark.start + behind - 1])
        stretches = _stretches(html, first, last, free)
        for start, end in stretches:
            if start >= done:
                opening = mark.opening(whole=len(stretches) == 1)
                pieces += [html[done:start], opening, html[start:end], "</a>"]
                done = end
    return "".join([*pieces, html[done:]])


def _behind(html, place):
    """The place behind a character, which an entity may write."""
    entity = structure.ENTITY.match(html, place)
    return entity.end() if entity else place + 1


def _free_text(html):
    """Where text stands that is in no link and no code: (start, end) pairs in order."""
    found, closed, end = [], 0, 0
    for tag in NAMED_TAG.finditer(html):
        if not closed and tag.start() > end:
            found.append((end, tag.start()))
        if tag["name"] in LEFT_ALONE:
            closed = max(closed + (-1 if tag["close"] else 1), 0)
        end = tag.end()
    return found if closed or end >= len(html) else [*found, (end, len(html))]


def _stretches(html, first, last, free):
    """What the links of one citation hold: all of it, or each part that may be linked."""
    at = max(bisect_right(free, (first, len(html))) - 1, 0)
    parts = [
        (max(start, first), min(end, last)) for start, end in free[at : bisect_left(free, (last,))]
    ]
    parts = [(start, end) for start, end in parts if html[start:end].strip()]
    whole = _grown(html, first, last) if parts and parts[0][0] == first else None
    return [whole] if whole else parts


def _grown(html, first, last):
    """The range with the inline tags that open before or close behind it; None if others stand in.

    <strong>《民法典》</strong>第1079条 becomes one link around the bold name and the number.
    """
    before, within = [], []
    for tag in NAMED_TAG.finditer(html, first, last):
        if tag["name"] not in INLINE:
            return None
        if not tag["close"]:
            within.append(tag["name"])
        elif within:
            within.pop()
        else:
            before.append(f"<{tag['name']}>")
    for opening in before:
        if not html.endswith(opening, 0, first):
            return None
        first -= len(opening)
    for name in reversed(within):
        closing = f"</{name}>"
        if not html.startswith(closing, last):
            return None
        last += len(closing)
    return first, last

"""The list of other articles: a title with a bullet, or any line above an excerpt with dots."""

import re

from transfer.legacy_page import days
from transfer.legacy_page.footer import begins_footer
from transfer.legacy_page.lines import BULLETS, is_bullet, is_cut
from transfer.legacy_page.main_article import BEHIND, LONGEST_TITLE, MORE, is_furniture
from transfer.legacy_page.page import OtherArticle


def find_other_articles(rest, owner):
    """The entries in page order, from the lines behind the article."""
    lines = _joined(_until_foot(rest, owner))
    listed = any(map(is_bullet, lines))
    found = _by_bullet(lines) if listed else [*_by_excerpt(lines), *_by_day(lines)]
    return tuple({entry.title: entry for entry in map(_dated, found)}.values())


def _until_foot(rest, owner):
    lines = []
    for line in rest:
        if begins_footer(line):
            break
        if not (BEHIND.match(line) or is_furniture(line, owner) or not MORE.sub("", line)):
            lines.append(line)
    return lines


def _joined(lines):
    """The lines with a bullet that stands alone put before its title."""
    text = "\n".join(lines)
    return re.sub(rf"^([{BULLETS}])\n", r"\1", text, flags=re.M).split("\n") if text else []


def _by_bullet(lines):
    found = []
    for line in lines:
        if is_bullet(line):
            found.append(OtherArticle(line.lstrip(BULLETS + " \u00a0\u3000")))
        elif found:
            found[-1] = OtherArticle(found[-1].title, found[-1].excerpt + line)
    return [entry for entry in found if entry.title]


def _dated(entry):
    """The entry with the day behind its title in a field of its own."""
    if not days.ends_in_day(entry.title):
        return entry
    return OtherArticle(days.without_day(entry.title), entry.excerpt, days.day_in(entry.title))


def _by_day(lines):
    return [
        OtherArticle(line)
        for line in lines
        if days.ends_in_day(line) and len(line) <= LONGEST_TITLE
    ]


def _by_excerpt(lines):
    pairs = zip(lines, lines[1:], strict=False)
    return [
        OtherArticle(title, text)
        for title, text in pairs
        if is_cut(text) and not is_cut(title) and len(title) <= LONGEST_TITLE
    ]

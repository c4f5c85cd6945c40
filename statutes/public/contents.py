"""The contents of a statute as its pages show them: headings with addresses, and the pages."""

from dataclasses import dataclass

from statutes.citations.places import Leaf, Place
from statutes.models import Statute
from statutes.public.outline import Outline, Page, Section
from statutes.public.reading import page_path, page_url


def contents_of(statute: Statute, outline: Outline, sections=None) -> list[dict]:
    """The headings as a tree, each with the articles below it and its address."""
    return [
        {
            "title": section.title,
            "range": outline.numbers_of(section),
            "url": page_url(statute, outline, section.start, section.anchor),
            "children": contents_of(statute, outline, section.children),
        }
        for section in (outline.sections if sections is None else sections)
    ]


def highest_of(statute: Statute, outline: Outline) -> list[dict]:
    """The highest headings alone, in the same form."""
    return [{**one, "children": []} for one in contents_of(statute, outline)]


def contents_beside(statute: Statute, outline: Outline, page: Page, sections=None) -> list[dict]:
    """The headings for beside a page: below those alone that the page holds a part of.

    One on this page has nothing but its anchor for an address.
    """
    found = []
    for section in outline.sections if sections is None else sections:
        here = section.start < page.end and page.start < section.end
        below = section.children if here else []
        found.append(
            {
                "title": section.title,
                "url": _url_beside(statute, outline, page, section),
                "children": contents_beside(statute, outline, page, below),
            }
        )
    return found


def _url_beside(statute, outline, page, section: Section):
    if page.start <= section.start < page.end:
        return f"#{section.anchor}"
    if section.start < page.start < section.end:
        return f"#{section.anchor}-on"
    return page_url(statute, outline, section.start, section.anchor)


@dataclass(frozen=True)
class Line:
    """A page of a long statute in a list of them.

    `holds` are the articles that another address once showed: an old link to one of them leads to
    this line of the list, and on from there.
    """

    url: str
    words: str
    is_here: bool = False
    holds: tuple[Place, ...] = ()


def lines_of(statute: Statute, outline: Outline, here: Page | None = None) -> list[Line]:
    """The pages of a part; without `here` of the whole statute, where no headings tell them.

    None where there is but one. Whole parts were on one page once, at the address that is now that
    of their first page; and a statute of one part was at its own.
    """
    if here is None:
        pages, has_moved = outline.pages, len(outline.parts) == 1
    else:
        pages, has_moved = outline.pages_in(here.part), here.number == 1
    if len(pages) < 2 or (here is None and outline.sections and not has_moved):
        return []
    return [_line(statute, outline, page, page == here, has_moved) for page in pages]


def _line(statute, outline, page, is_here, has_moved):
    rows = outline.rows[page.start : page.end] if has_moved and not is_here else []
    places = tuple(row.place for row in rows)
    return Line(page_path(statute, page), outline.range_of(page), is_here, places)


def page_at(outline: Outline, asked: Leaf) -> Page | None:
    """The page that an address names; None where there is none, as for what is on one page."""
    if asked.part > len(outline.parts) or len(outline.pages) < 2:
        return None
    pages = outline.pages_in(asked.part)
    return pages[asked.number - 1] if asked.number <= len(pages) else None


def around(statute: Statute, outline: Outline, page: Page) -> tuple[Line | None, Line | None]:
    """The pages before and after one; None at either end."""
    at = outline.pages.index(page)
    pages = [None, *outline.pages, None]
    before, after = [
        one and _line(statute, outline, one, False, False) for one in pages[at : at + 3 : 2]
    ]
    return before, after

"""What the pages of a statute read from the database, and its contents with addresses."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Value
from django.db.models.functions import Length, Replace
from django.http import Http404
from django.urls import reverse

from statutes.citations.places import Leaf, Place
from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle
from statutes.public.outline import Outline, Page, Section
from statutes.search.meaning import Meant, missing_words
from statutes.services import citation_sync

LIMIT_OF_CARD = 400  # characters


def names_and_versions() -> Table:
    """The table of statutes; its rows are to be looked at."""
    return Table.latest()


def find(slug: str, day: date) -> Statute:
    """The version with a slug, or the one in force of the text that a name means; else 404."""
    known = Statute.objects.select_related("replaced_by", "text_source")
    found = known.filter(slug=slug).first()
    if found:
        return found
    table = names_and_versions()
    short_name = table.names.resolve(slug)
    current = table.current(short_name, day) if short_name else None
    if current is None:
        raise Http404("没有这部法规")
    return known.get(pk=current.pk)


def outline_of(statute: Statute) -> Outline:
    """Its articles without their text; empty when none was imported."""
    if not statute.has_text:
        return Outline(())
    length = Length("text")
    lines = length - Length(Replace("text", Value("\n"), Value(""))) + 1
    rows = statute.articles.annotate(length=length, lines=lines).order_by("number", "sub")
    return Outline(rows.values_list("number", "sub", "part", "length", "lines"))


def versions_of(statute: Statute) -> list[Statute]:
    return list(Statute.objects.for_list().filter(short_name=statute.short_name))


def texts_of(statute: Statute, outline: Outline, page: Page) -> list[dict]:
    """The articles of a page, each with the headings that open before it.

    The first one has those that go on from the page before, too: who opens the middle of a
    statute sees where that is.
    """
    first, last = outline.rows[page.start].place, outline.rows[page.end - 1].place
    found = statute.articles.filter(number__range=(first.number, last.number))
    texts = {Place(one.number, one.sub): one for one in found.order_by("number", "sub")}
    headings = {page.start: [_going_on(section) for section in outline.going_on(page.start)]}
    for at in range(page.start, page.end):
        headings[at] = headings.get(at, []) + outline.opening.get(at, [])
    return [
        {"article": texts[outline.rows[at].place], "headings": headings[at]}
        for at in range(page.start, page.end)
        if outline.rows[at].place in texts
    ]


def _going_on(section):
    return replace(section, title=f"{section.title}（续）", anchor=f"{section.anchor}-on")


def whole_text(statute: Statute, outline: Outline) -> list[dict]:
    """All articles of a statute that fits on one page; nothing of a longer one."""
    return texts_of(statute, outline, outline.pages[0]) if len(outline.pages) == 1 else []


def text_of(statute: Statute, place: Place) -> StatuteArticle | None:
    if not statute.has_text:
        return None
    return statute.articles.filter(number=place.number, sub=place.sub).first()


def exists(statute: Statute, place: Place, outline: Outline | None = None) -> bool:
    """Whether there is such an article: in the text where it is here, else as far as is known."""
    if statute.has_text:
        return place in (outline or outline_of(statute))
    return is_known(statute, place)


def is_known(statute: Statute, place: Place) -> bool:
    """Whether a statute whose text is not here has such an article, as far as anybody knows."""
    if not place.sub and statute.article_count:
        return place.number <= statute.article_count
    return any(
        model.shown()
        .filter(statute=statute)
        .of_article(statute.short_name, place.number, place.sub)
        .exists()
        for model in citation_sync.citing_models()
    )


@dataclass(frozen=True)
class Neighbours:
    """The articles before and after one, None at either end."""

    before: Place | None
    after: Place | None


def neighbours(statute: Statute, outline: Outline, place: Place) -> Neighbours:
    """From the text where it is here, else by counting."""
    if place in outline:
        return Neighbours(*outline.around(place))
    last = statute.article_count or 0
    before = Place(place.number if place.sub else place.number - 1)
    after = Place(place.number + 1)
    return Neighbours(before if before.number else None, after if after.number <= last else None)


def short(text: str) -> str:
    """The beginning of a text for a card."""
    return text if len(text) <= LIMIT_OF_CARD else f"{text[:LIMIT_OF_CARD].rstrip()}……"


def missing(statute: Statute, outline: Outline, place: Place | None) -> str:
    """Why an address names no article, for the person who came to it; None is no number at all."""
    last = outline.rows[-1].place if outline.rows else None
    if last is None and statute.article_count:
        last = Place(statute.article_count)
    if place is None:
        return "网址中的条文序号无法识别。" + (
            f"《{statute.short_name}》最后一条是{last.words}。" if last else ""
        )
    return missing_words(statute, place, last)


def missing_one(meant: Meant) -> str:
    """The same of an article that a query means."""
    assert meant.place
    return meant.missing or missing_words(meant.statute, meant.place, None)


def page_path(statute: Statute, page: Page) -> str:
    return reverse("statutes:part", args=[statute.slug, Leaf(page.part, page.number)])


def page_url(statute: Statute, outline: Outline, at: int, anchor: str) -> str:
    """Where the article at a place in the list is read among its neighbours, with an anchor."""
    if len(outline.pages) < 2:
        return f"{statute.get_absolute_url()}#{anchor}"
    return f"{page_path(statute, outline.page_of(at))}#{anchor}"


def url_in_context(statute: Statute, outline: Outline, place: Place) -> str:
    """Where an article is read among its neighbours; empty without its text."""
    if place not in outline:
        return ""
    return page_url(statute, outline, outline.index(place), f"art-{place}")


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

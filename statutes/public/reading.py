"""What the pages of a statute read from the database, and its contents with addresses."""

from dataclasses import dataclass, replace

from django.db.models import Value
from django.db.models.functions import Length, Replace
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from statutes.base import Status
from statutes.citations.places import Leaf, Place
from statutes.law.table import Table
from statutes.models import Statute
from statutes.public.outline import Outline, Page
from statutes.services import citation_sync


def find(slug: str) -> tuple[Statute, Table]:
    """The version with a slug, or the one in force of the text that a name means; else 404.

    With the table, which is read first: what is made of both is no older than its state.
    """
    table = Table.latest()
    known = Statute.objects.select_related("replaced_by", "text_source")
    found = known.filter(slug=slug).first()
    if found:
        return found, table
    short_name = table.names.resolve(slug)
    current = table.current(short_name, timezone.localdate()) if short_name else None
    if current is None:
        raise Http404("没有这部法规")
    return known.get(pk=current.pk), table


def outline_of(statute: Statute, table: Table) -> Outline:
    """Its articles without their text; empty when none was imported."""
    if not statute.has_text:
        return Outline(())
    length = Length("text")
    lines = length - Length(Replace("text", Value("\n"), Value(""))) + 1
    rows = statute.articles.annotate(length=length, lines=lines).order_by("number", "sub")
    known = rows.values_list("number", "sub", "part", "length", "lines")
    name = "outline", statute.pk
    return table.made(name, lambda: Outline(known), lambda made: len(made.rows))


def texts_of(statute: Statute, outline: Outline, page: Page) -> list[dict]:
    """The articles of a page, each with the headings before it, and those that go on at its top."""
    first, last = outline.rows[page.start].place, outline.rows[page.end - 1].place
    found = statute.articles.filter(number__range=(first.number, last.number))
    texts = {Place(one.number, one.sub): one for one in found.order_by("number", "sub")}
    going_on = [
        replace(section, title=f"{section.title}（续）", anchor=f"{section.anchor}-on")
        for section in outline.going_on(page.start)
    ]
    return [
        {
            "article": texts[outline.rows[at].place],
            "headings": (going_on if at == page.start else []) + outline.opening.get(at, []),
        }
        for at in range(page.start, page.end)
        if outline.rows[at].place in texts
    ]


def exists(statute: Statute, place: Place, table: Table) -> bool:
    """Whether there is such an article: in the text where it is here, else as far as is known."""
    if statute.has_text:
        return table.has_text_of(statute, *place) or table.is_missing(statute, *place)
    if not place.sub and statute.article_count:
        return place.number <= statute.article_count
    return is_cited_by_the_site(statute, place)


def is_cited_by_the_site(statute: Statute, place: Place) -> bool:
    """Whether a public text of the site cites this article of this version."""
    return any(
        model.shown().filter(statute=statute).of_article(statute.short_name, *place).exists()
        for model in citation_sync.citing_models()
    )


def neighbours(statute: Statute, outline: Outline, place: Place) -> dict[str, Place | None]:
    """The articles before and after one: from the text where it is here, else by counting."""
    if place in outline:
        before, after = outline.around(place)
        return {"before": before, "after": after}
    last = statute.article_count or 0
    number = place.number if place.sub else place.number - 1
    after = Place(place.number + 1) if place.number < last else None
    return {"before": Place(number) if number else None, "after": after}


def page_path(statute: Statute, page: Page) -> str:
    return reverse("statutes:part", args=[statute.slug, Leaf(page.part, page.number)])


def page_url(statute: Statute, outline: Outline, at: int, anchor: str) -> str:
    """Where the article at a place in the list is read among its neighbours, with an anchor."""
    if len(outline.pages) < 2:
        return f"{statute.get_absolute_url()}#{anchor}"
    return f"{page_path(statute, outline.page_of(at))}#{anchor}"


def contents_of(statute: Statute, outline: Outline, beside: Page | None = None, sections=None):
    """The headings as a tree, with addresses; beside a page, only its own are opened."""
    found = []
    for section in outline.sections if sections is None else sections:
        below, url = section.children, ""
        if beside:
            is_here = section.start < beside.end and beside.start < section.end
            below = below if is_here else []
            on = "-on" if section.start < beside.start else ""
            url = f"#{section.anchor}{on}" if is_here else ""
        found.append(
            {
                "title": section.title,
                "range": outline.numbers_of(section),
                "url": url or page_url(statute, outline, section.start, section.anchor),
                "children": contents_of(statute, outline, beside, below),
            }
        )
    return found


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


def _line(statute, outline, page, is_here=False, has_moved=False):
    rows = outline.rows[page.start : page.end] if has_moved and not is_here else []
    places = tuple(row.place for row in rows)
    return Line(page_path(statute, page), outline.range_of(page), is_here, places)


def around(statute: Statute, outline: Outline, page: Page) -> list[Line | None]:
    """The pages before and after one; None at either end."""
    at = outline.pages.index(page)
    pages = [None, *outline.pages, None]
    return [one and _line(statute, outline, one) for one in pages[at : at + 3 : 2]]


# What of the law is worth finding on this site: what its own articles explain. A search engine
# knows the texts themselves from the official pages; thousands of addresses that repeat them would
# only stand in the way of the articles.


def cited_statutes(citations):
    """Addresses of versions in force that some citations are of, each with when its text came."""
    rows = _in_force(citations.values_list("statute").distinct(), Table.latest())
    return ((row.get_absolute_url(), row.imported_at) for row, _ in rows)


def cited_articles(citations):
    """The same of the articles with a text here that some of the citations name."""
    named, table = citations.filter(number__isnull=False), Table.latest()
    places = named.values_list("statute", "number", "sub").distinct()
    for row, place in _in_force(places, table):
        if table.has_text_of(row, *place):
            yield row.article_path(*place), row.imported_at


def _in_force(cited, table):
    rows, day = table.rows, timezone.localdate()
    known = {pk for pk, row in rows.items() if row.status_on(day) == Status.IN_FORCE}
    return ((rows[pk], place) for pk, *place in cited.order_by() if pk in known)

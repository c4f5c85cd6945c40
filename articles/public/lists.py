"""Lists of published articles: in pages, by area, newest first, and the tags in them.

Of 100,000 articles a list may neither open every row nor gather the tags of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest

from articles.models import Article, Tag, cached_lists
from articles.models.cached_lists import Listing
from articles.public import cards
from articles.stats import reads
from firm.base import current_site, queries
from firm.models import Lawyer, PracticeArea
from firm.site import records


@dataclass(frozen=True)
class Branch:
    """An area and those below it; `number` counts the articles of them all, where it is asked."""

    area: PracticeArea
    below: tuple["Branch", ...] = ()
    number: int = 0


def tree(numbers: Mapping[int, int] = MappingProxyType({})) -> list[Branch]:
    """The areas of the firm, or of the lawyer whose site is asked; `numbers` of articles by key."""
    lawyer = current_site.current()
    areas = records.areas_of(lawyer) if lawyer else records.areas()
    known = {area.pk for area in areas}
    found = []
    for area in areas:
        if area.parent_id not in known:
            below = [one for one in areas if one.parent_id == area.pk]
            branches = tuple(Branch(one, number=numbers.get(one.pk, 0)) for one in below)
            total = numbers.get(area.pk, 0) + sum(one.number for one in branches)
            found.append(Branch(area, branches, total))
    return found


Place = tuple[datetime, int]  # of an article in the order of all: when it came out, and its key


class NewestFirst(Paginator):
    """The pages of a listing, of which a deep one costs what the first does.

    An OFFSET walks over all keys before a page. So the places at which pages begin are cached, and
    a page is walked to from the nearest one, or from an end of the list.
    """

    def __init__(self, listing: Listing, per_page: int):
        self._listing = listing
        super().__init__((), per_page)

    @cached_property
    def _known(self) -> dict[int, Place | None]:
        """Where those stand whose number in the list is known; the largest is that of its end."""

        def counted():
            return {self._listing.rows().order_by().count(): None, 0: None}

        return cached_lists.keep(f"pages of {self._listing.name}", counted)

    @cached_property
    def count(self):
        return max(list(self._known))

    def page(self, number):
        """A page with the cards of its articles, in two queries."""
        number = self.validate_number(number)
        index = (number - 1) * self.per_page
        shown = cards.of(self._keys(index))
        if shown:
            self._known.setdefault(index, (shown[0].publish_at, shown[0].pk))
        return Page(shown, number, self)

    def _keys(self, index):
        near = min(list(self._known), key=lambda known: abs(known - index))
        place, rows = self._known[near], self._listing.rows()
        if near <= index:
            if place:  # on from an article
                at, pk = place
                rows = self._listing.rows(latest=at).exclude(publish_at=at, pk__gt=pk)
            return list(rows.values_list("pk", flat=True)[index - near :][: self.per_page])
        if place:  # backwards from what stands before one
            at, pk = place
            rows = self._listing.rows(earliest=at).exclude(publish_at=at, pk__lte=pk)
        length = min(self.per_page, near - index)
        keys = rows.reverse().values_list("pk", flat=True)
        return list(keys[near - index - length :][:length])[::-1]


MOST_TAGS = 12
LOOKED_AT = 500  # the newest articles of a list, whose tags it shows
PER_PAGE = 20
MOST_READ = "often"  # as an address names the order
LEAST = 2  # articles of a tag whose page is worth finding
ALL = Listing()


def page_of(request: HttpRequest, listing: Listing, by_reads: bool = False) -> Page:
    """One page of published articles with what their rows show; 404 where there is none."""
    if by_reads:
        page = queries.page_of(request, reads.most_read(listing), PER_PAGE)
        page.object_list = cards.of(page.object_list)
        return page
    return queries.page_of(request, listing, PER_PAGE, NewestFirst)


def most_read(listing: Listing, number: int) -> list[Article]:
    """The rows of what is read most in a list; none where that says little."""
    keys = reads.most_read(listing)[:number]
    name, until = f"{number} most read of {listing.name}", reads.counted_until()
    made_of = (*cached_lists.WORDS, *records.FIRM)
    return cached_lists.keep(name, lambda: cards.of(keys), made_of, until) if keys else []


def in_area(area: PracticeArea) -> Listing:
    """The published articles of an area and of the areas below it."""
    below = [one.pk for one in records.every_area().values() if one.parent_id == area.pk]
    keys = [area.pk, *sorted(below)]
    return Listing(f"areas {keys}", Q(area__in=keys))  # others tomorrow, if one is moved


def by(lawyer: Lawyer) -> Listing:
    return Listing(f"lawyer {lawyer.pk}", Q(author=lawyer.pk))


def with_tag(tag: Tag) -> Listing:
    return Listing(f"tag {tag.pk}", Q(tags=tag.pk))


def is_worth_finding(tag: Tag) -> bool:
    """Whether a search engine should know the page of a tag: of more than a single article."""
    with current_site.everybody():
        return NewestFirst(with_tag(tag), PER_PAGE).count >= LEAST


def newest(number: int) -> list[Article]:
    return cards.with_names(ALL.rows()[:number])


def tags_in(listing: Listing) -> tuple[Tag, ...]:
    """The tags that the newest articles of a list bear most often."""

    def made():
        newest = listing.rows().values("pk")[:LOOKED_AT]
        counted = Tag.objects.filter(articles__in=newest).annotate(number=Count("pk"))
        return tuple(counted.order_by("-number", "name")[:MOST_TAGS])

    return cached_lists.keep(f"tags of {listing.name}", made)


def page_numbers() -> dict[int, int]:
    """How many published articles each area has, by its key."""
    return cached_lists.keep("numbers of areas", lambda: _counted("area", records.every_area()))


def numbers_by_lawyer() -> dict[int, int]:
    """How many published articles each lawyer has written, by their key."""
    return cached_lists.keep("numbers of lawyers", lambda: _counted("author", records.everyone()))


def _counted(name, keys):
    # Named, they are counted in the index that begins with them; else SQLite opens every row.
    public = Article.objects.published().filter(**{f"{name}__in": list(keys)}).order_by()
    return dict(public.values_list(name).annotate(Count("pk")))


FEW_AREAS = 5  # areas in sight on a telephone: two rows


def area_choice(area: PracticeArea | None) -> dict:
    """What the choice shows where `area` is chosen, or none: all, and the few that stand first."""
    numbers = page_numbers()
    branches = tree(numbers)
    key = (area.parent_id or area.pk) if area else None
    opened = next((one for one in branches if area and one.area.pk in {key, area.pk}), None)
    most = sorted((one for one in branches if one.number), key=lambda one: -one.number)
    most = sorted(most[:FEW_AREAS], key=branches.index)  # in the order of all
    few = [opened, *opened.below] if opened else most
    return {
        "area": area,
        "branches": branches,
        "opened": opened,
        "few": few,
        "total": sum(numbers.values()),
        "more": opened is not None or len(branches) > len(few),
    }

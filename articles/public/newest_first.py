"""Long lists of published articles in pages, newest first: a deep page costs what the first does.

An OFFSET walks over all keys before a page. So the places at which pages begin are kept, once they
were found, and a page is walked to from the nearest one, or from an end of the list.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.core.paginator import Page, Paginator

from articles.models import kept_lists
from articles.models.kept_lists import Listing
from articles.public import cards

Place = tuple[datetime, int]  # of an article in the order of all: when it came out, and its key


@dataclass
class _Known:
    """How many articles a list has, and where those stand whose number in it is known.

    Several threads note what they found; under one number they all note the same.
    """

    count: int
    places: dict[int, Place | None] = field(default_factory=dict)

    def __post_init__(self):
        self.places |= {self.count: None, 0: None}

    def nearest(self, index):
        if index in self.places:
            return index
        return min(list(self.places), key=lambda known: abs(known - index))


class NewestFirst(Paginator):
    """The pages of a listing."""

    def __init__(self, listing: Listing, per_page: int):
        self._listing = listing
        super().__init__((), per_page)

    @cached_property
    def _known(self) -> _Known:
        def counted():
            return _Known(self._listing.rows().order_by().count())

        return kept_lists.keep(f"pages of {self._listing.name}", counted)

    @cached_property
    def count(self):
        """How many articles there are."""
        return self._known.count

    def page(self, number):
        """A page with the cards of its articles, in two queries."""
        number = self.validate_number(number)
        index = (number - 1) * self.per_page
        shown = cards.of(self._keys(index))
        if shown:
            self._known.places.setdefault(index, (shown[0].publish_at, shown[0].pk))
        return Page(shown, number, self)

    def _keys(self, index):
        near = self._known.nearest(index)
        place = self._known.places[near]
        if near <= index:
            return list(self._from(place)[index - near :][: self.per_page])
        length = min(self.per_page, near - index)
        keys = list(self._before(place)[near - index - length :][:length])
        return keys[::-1]

    def _from(self, place):
        """The keys of an article and of those after it, from the first one without a place."""
        rows = self._listing.rows()
        if place:
            at, pk = place
            rows = self._listing.rows(latest=at).exclude(publish_at=at, pk__gt=pk)
        return rows.values_list("pk", flat=True)

    def _before(self, place):
        """The keys of those before an article, going backwards, from the last one without."""
        rows = self._listing.rows()
        if place:
            at, pk = place
            rows = self._listing.rows(earliest=at).exclude(publish_at=at, pk__lte=pk)
        return rows.reverse().values_list("pk", flat=True)

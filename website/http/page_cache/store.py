"""Pages in memory, as many as have room: what was shown longest ago goes first."""

import time
from collections import OrderedDict

from website.http.page_cache.key import Key
from website.http.page_cache.page import Page

LARGEST = 8  # the share of the room that one page may take, as a divisor
REFUSALS = (
    16  # and that of all pages that say 404 or 410, of which strangers can ask for any number
)


class Store:
    """The pages that were rendered from one state of the content."""

    def __init__(self, room: int):
        """`room`: bytes, for all together; 0 keeps nothing."""
        self._refusals = Shelf(room // REFUSALS)
        self._pages = Shelf(room - room // REFUSALS)

    def get(self, key: Key) -> Page | None:
        """The page of an address, unless something on it is to be counted again."""
        page = self._pages.get(key) or self._refusals.get(key)
        return page if page and time.monotonic() < page.until else None

    def put(self, key: Key, page: Page) -> None:
        """Keep a page."""
        self._shelf(page).put(key, page)

    def grown(self, key: Key, page: Page) -> None:
        """Count a page again that has one form more, if it is still kept."""
        if self._shelf(page).get(key) is page:
            self._shelf(page).put(key, page)

    def _shelf(self, page):
        return self._pages if page.status == 200 else self._refusals

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._pages.size + self._refusals.size


class Shelf:
    """Pages by the order in which they were asked for, within a number of bytes."""

    def __init__(self, room: int):
        self._room, self.size = room, 0
        self._kept: OrderedDict[Key, tuple[Page, int]] = OrderedDict()

    def get(self, key: Key) -> Page | None:
        """A page, which is the last one to go from now on."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: Key, page: Page) -> None:
        """Keep a page in place of an older one; what is too large for all others is not kept."""
        self._drop(key)
        cost = page.size + key.size
        if cost > self._room // LARGEST:
            return
        self._kept[key] = page, cost
        self.size += cost
        while self.size > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, key):
        self.size -= self._kept.pop(key, (None, 0))[1]

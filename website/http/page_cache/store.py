"""Pages in memory, as many as have room: what was shown longest ago goes first."""

import time

from firm.base.pieces import Shelf
from website.http.page_cache.key import Key
from website.http.page_cache.page import Page

LARGEST = 8  # the share of the room that one page may take, as a divisor
# And that of all pages that say 404 or 410, of which strangers can ask for any number.
REFUSALS = 16


class Store:
    """The pages that were rendered from one state of the content."""

    def __init__(self, room: int):
        """`room`: bytes, for all together; 0 keeps nothing."""
        self._refusals = Shelf[Page](room // REFUSALS, LARGEST)
        self._pages = Shelf[Page](room - room // REFUSALS, LARGEST)

    def get(self, key: Key) -> Page | None:
        """The page of an address, unless something on it is to be counted again."""
        page = self._pages.get(key) or self._refusals.get(key)
        return page if page and time.monotonic() < page.until else None

    def put(self, key: Key, page: Page) -> None:
        """Keep a page."""
        self._shelf(page).put(key, page, page.size + key.size)

    def grown(self, key: Key, page: Page) -> None:
        """Count a page again that has one form more, if it is still kept."""
        if self._shelf(page).get(key) is page:
            self.put(key, page)

    def _shelf(self, page):
        return self._pages if page.status == 200 else self._refusals

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._pages.size + self._refusals.size

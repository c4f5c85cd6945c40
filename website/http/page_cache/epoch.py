"""A time in which no page changes: one state of the content, up to the next edge of the clock."""

import asyncio
import time

from firm.base.kept import Versions
from website.http.page_cache.key import Asked, Key, Scope
from website.http.page_cache.page import Form, Page
from website.http.page_cache.rendering import Instead, render
from website.http.page_cache.store import Store

# Renderings for which somebody waits before they ask Django: one after the other, a crowd that is
# sent away one by one would wait longer than it takes to answer all of them.
TRIES = 2


class Epoch:
    """The pages of one time. What is rendered in it is kept in it, and goes with it.

    So a rendering that ends late can neither drop nor overwrite what is newer: it has no way there.
    """

    def __init__(self, versions: Versions, rendered, until: asyncio.Future[float], room: int):
        """`until`: the edge of the clock at which it ends, as `time.time()`."""
        self.versions = versions
        self.store = Store(room)
        self._rendered = rendered
        self._renderings: dict[Key, asyncio.Task[Page | Instead]] = {}
        self.until = until

    def lasts(self) -> bool:
        """Whether no edge has passed; where it could not be told, everything is asked anew."""
        if not self.until.done():
            return True
        return not self.until.exception() and time.time() < self.until.result()

    async def page(self, asked: Asked, scope: Scope) -> Page | None:
        """The page that is asked for, rendered once for all who wait; None where Django answers."""
        try:
            await asyncio.shield(self.until)  # or it would pass unseen while the page is rendered
        except Exception:  # no database: whoever asks Django is told so
            return None
        for _ in range(TRIES):
            if page := self.store.get(asked.key):
                return page
            task = self._renderings.get(asked.key)
            is_first = task is None
            if task is None:
                task = self._renderings[asked.key] = asyncio.create_task(self._render(asked, scope))
            made = await asyncio.shield(task)  # who leaves does not take it along
            if isinstance(made, Page):
                return made
            if is_first or made is Instead.PERSONAL:
                break
        return None

    async def _render(self, asked, scope):
        try:
            made = await render(self._rendered, asked.key, scope)
            if isinstance(made, Page) and (asked.is_own or made.of_lawyer):
                self.store.put(asked.key, made)
            return made
        finally:
            del self._renderings[asked.key]

    async def form(self, asked: Asked, page: Page, encoding: str) -> Form:
        """A form of a page; with one more of them the page takes more room."""
        if page.has(encoding):
            return await page.form(encoding)
        form = await page.form(encoding)
        self.store.grown(asked.key, page)
        return form

"""One visit of a page, on which everything is measured that is judged of every page.

What stands on its console, what shows that should not, whom it asked, whether it fits its window
and obeys the rules of axe; and the page as it was sent, as a file for the Nu HTML checker, which
reads all of them at once.
"""

from dataclasses import dataclass
from functools import cache

from tests import stages
from tests.browser import axe, steps, tools


@dataclass(frozen=True)
class Eye:
    """Where a page is looked at: its fit at each of `fits`, the rules of axe at `widths`."""

    fits: list
    widths: list
    schemes: list


# The smallest phone as it comes; then both schemes; before a release the desktop as well.
EYES = {
    "test": Eye([320, 1280], [320], ["light"]),
    "ci": Eye([320, 390, 1280], [320], ["light", "dark"]),
    "audit": Eye([320, 390, 768, 1024, 1280, 1366, 1440], [320, 1280], ["light", "dark"]),
}
# What a script still keeps back, and a style sheet shows all the same.
SHOWN = """() => [...document.querySelectorAll("[hidden]")].filter((one) => one.checkVisibility())
    .map((one) => `hidden and shown: ${one.outerHTML.slice(0, 80)}`)"""
TABLETS = (768, 1024)  # where a table of the office may be pushed sideways in its box


@dataclass(frozen=True)
class Visit:
    """What was found on one page; empty where nothing is wrong. `broken` is None without axe."""

    worries: list
    hosts: set
    wide: list
    broken: dict | None


class Visits:
    """Pages, each opened once in the same window.

    Public ones as by somebody who was never here; a row of filters may be pushed sideways there.
    """

    def __init__(self, page, site, folder, *, public):
        self.page, self.site, self.folder, self.public = page, site, folder, public
        self.eye = EYES[stages.current()]
        steps.furnished(site)  # some pages are there for its rows alone
        self.of = cache(self.of)

    def of(self, one):
        """The visit of a page."""
        page = self.page
        self._as_new()
        (self.folder / f"{one.name}.html").write_bytes(one.open(page, self.site).body())
        wide = [each for width in self.eye.fits for each in self._wide(width)]
        # A browser complains of any answer that is no 200; and later of what axe does.
        worries = page.console.worries() if one.status == 200 else []
        worries += page.evaluate(SHOWN)
        broken = self._broken() if not tools.unwanted() else None
        return Visit(worries, set(page.console.hosts), wide, broken)

    def _wide(self, width):
        found = axe.overhang(self.page, width)
        parts = not self.public and width not in TABLETS
        return [each for each in found if parts or axe.WHOLE in each]

    def _as_new(self):
        if self.public:
            self.page.context.clear_cookies()
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.page.console.forget()

    def _broken(self):
        axe.load(self.page)
        return axe.broken(self.page, self.eye.widths, self.eye.schemes)

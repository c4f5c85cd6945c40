"""The parts of the sitemap, each of one kind of addresses, and those of the firm.

`website.public.sitemaps` makes files of them, within Baidu's 50,000 addresses and 10 MB a file.
"""

from datetime import datetime

from django.db.models import Max

from firm.models import Lawyer, Page, PracticeArea

MOST = 25_000  # addresses of 256 bytes and what stands around them: 9 MB

Entry = tuple[str, datetime | None]  # a path and when its page last changed, if that is known


class Section:
    """One kind of addresses, in one file; the sitemap of the site asks `files` and `entries`."""

    most_files = 1

    def files(self) -> list[tuple[int, datetime | None]]:
        """The numbers of the files that hold something, each with its newest change if known."""
        return [(1, None)]

    def entries(self, number: int) -> list[Entry]:
        return []


class Records(Section):
    """Records that say themselves whether they are published, where they are and since when."""

    def __init__(self, model):
        self.model = model

    def files(self):
        newest = self.model.objects.published().aggregate(newest=Max("updated_at"))["newest"]
        return [(1, newest)] if newest else []

    def entries(self, number):
        found = self.model.objects.published().only("slug", "updated_at").order_by("pk")
        return [(one.get_absolute_url(), one.updated_at) for one in found[:MOST]]


SECTIONS = {"areas": Records(PracticeArea), "lawyers": Records(Lawyer), "pages": Records(Page)}

"""What an import of an old page did: records created, records found, things to check."""

from collections import Counter
from dataclasses import dataclass, field

from transfer.legacy_page.review_items import ReviewItem


@dataclass
class ImportReport:
    """Counts by kind of record, in the words of the operator."""

    created: Counter = field(default_factory=Counter)
    present: Counter = field(default_factory=Counter)
    removed: Counter = field(default_factory=Counter)
    published: int = 0  # drafts of an earlier import
    filled: list = field(default_factory=list)  # names of the fields that were empty
    doubts: list = field(default_factory=list)

    def count(self, kind, created):
        """Counts one record as made or as already there."""
        (self.created if created else self.present)[kind] += 1

    def doubt(self, about, reason):
        """Notes what showed only in the database."""
        self.doubts.append(ReviewItem(about, reason))

    @property
    def changed(self):
        """Whether the database is another one than before."""
        return bool(self.created or self.removed or self.filled or self.published)

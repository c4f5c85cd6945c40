"""What an article of law is worth by its statute, and where it stands among equals."""

from datetime import date
from zlib import crc32

from statutes.base.enums import Kind
from statutes.models import Statute

BY_KIND = {
    Kind.LAW: 1.0,
    Kind.REGULATION: 0.9,
    Kind.INTERPRETATION: 0.9,
    Kind.DOCUMENT: 0.8,
    Kind.DECISION: 0.7,
    Kind.RULE: 0.7,
    Kind.LOCAL: 0.6,
}
RANKS = {kind: rank for rank, kind in enumerate(reversed(BY_KIND))}
# Principles in general words: who asks of every day looks for the law that spells them out.
CONSTITUTION, IN_PRINCIPLE = "宪法", 0.7
DAYS, NAMES, ARTICLES = 22, 20, 15  # bits: until the year 9999, of many names, in one statute


def weight_of(statute: Statute) -> float:
    """The factor for the points of its articles."""
    return IN_PRINCIPLE if statute.short_name == CONSTITUTION else BY_KIND[Kind(statute.kind)]


def place_of(statute: Statute, order: int) -> int:
    """The place of its article of an order (0 is the first one): larger is read earlier.

    By the kind of the statute, then the newest version, then the order of its articles. Of two that
    begin on the same day their names decide by chance, but always in the same way.
    """
    day = (statute.effective_from or statute.promulgated or date.min).toordinal()
    rank = RANKS[Kind(statute.kind)] << DAYS | day
    named = rank << NAMES | crc32(statute.short_name.encode()) >> 32 - NAMES
    last = (1 << ARTICLES) - 1
    return named << ARTICLES | last - min(order, last)

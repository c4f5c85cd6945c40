"""What an article of law is worth by its statute, and where it stands among equals."""

from datetime import date

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
DAYS, ARTICLES = 1 << 22, 1 << 15  # more than there are until the year 9999, and in one statute


def weight_of(statute: Statute) -> float:
    """The factor for the points of its articles."""
    return IN_PRINCIPLE if statute.short_name == CONSTITUTION else BY_KIND[Kind(statute.kind)]


def place_of(statute: Statute, order: int) -> int:
    """The place of its article of an order (0 is the first one): larger is read earlier.

    By the kind of the statute, then the newest version, then the order of its articles.
    """
    day = (statute.effective_from or statute.promulgated or date.min).toordinal()
    rank = RANKS[Kind(statute.kind)] * DAYS + day
    return rank * ARTICLES + ARTICLES - 1 - min(order, ARTICLES - 1)

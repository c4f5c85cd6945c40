"""The check-up 文章体检: the published articles with open hints, a stretch at a time.

Nothing is stored: all checks take some two milliseconds for an article, so a page looks at few and
ends early once it has `ENOUGH` to show. Who asks for one check or one severity gets a longer
stretch, as no other check is run.
"""

from dataclasses import dataclass, field

from articles.models import Article
from articles.quality import findings
from articles.quality.checks import REGISTRY, Check
from articles.quality.checks.base import WEIGHT

ENOUGH, AT_MOST = 15, 120
MOST_RUN = 1_450  # checks of one article each, for one page


@dataclass
class ReportPage:
    """What was found in some articles, the heaviest first, and where the next stretch begins."""

    entries: list[findings.Hints] = field(default_factory=list)
    looked: int = 0
    next: int | None = None  # articles with a smaller key are still to be looked at

    @property
    def number(self):
        """How many hints there are."""
        return sum(len(entry.open) for entry in self.entries)


def load_page(*, severity: str = "", code: str = "", before: int | None = None) -> ReportPage:
    """The next stretch of published articles, the newest first; filtered by severity and check."""
    checks = [one for one in REGISTRY.values() if _is_wanted(one, severity, code)]
    at_most = min(AT_MOST, MOST_RUN // max(len(checks), 1))
    size = at_most // 2  # in two halves: the first one usually is enough
    found = ReportPage(next=before)
    while found.looked < at_most and len(found.entries) < ENOUGH:
        batch = _batch(found.next, size)
        found.looked += len(batch)
        found.next = batch[-1].pk if len(batch) == size else None
        found.entries += [one for one in findings.hints_of_stored(batch, checks) if one.open]
        if found.next is None:
            break
    found.entries.sort(key=lambda entry: (WEIGHT[entry.open[0].check.severity], -len(entry.open)))
    return found


def _is_wanted(check: Check, severity, code):
    return severity in {"", check.severity} and code in {"", check.code}


def _batch(before, size):
    rows = Article.objects.published().order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    chosen = Article.objects.filter(pk__in=rows.values("pk")[:size]).order_by("-pk")  # keys first
    return list(chosen.select_related("author").defer("author__bio"))

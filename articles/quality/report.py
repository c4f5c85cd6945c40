"""The check-up 文章体检: the published articles with open hints, a stretch at a time.

Nothing is stored: the checks take some three milliseconds for an article, so a page looks at up to
`AT_MOST` of them and ends early once it has `ENOUGH` to show.
"""

from dataclasses import dataclass, field

from articles.models import Article
from articles.quality import findings
from articles.quality.checks.base import WEIGHT

BATCH, ENOUGH, AT_MOST = 100, 40, 300


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
    found = ReportPage(next=before)
    while found.looked < AT_MOST and len(found.entries) < ENOUGH:
        batch = _batch(found.next)
        found.looked += len(batch)
        found.next = batch[-1].pk if len(batch) == BATCH else None
        found.entries += _filtered(batch, severity, code)
        if found.next is None:
            break
    found.entries.sort(key=lambda entry: (WEIGHT[entry.open[0].check.severity], -len(entry.open)))
    return found


def _batch(before):
    rows = Article.objects.published().order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    return list(rows.select_related("author").defer("author__bio")[:BATCH])


def _filtered(batch, severity, code):
    def wanted(finding):
        check = finding.check
        return (not severity or check.severity == severity) and (not code or check.code == code)

    narrowed = (one.narrowed(wanted) for one in findings.hints_of_stored(batch))
    return [one for one in narrowed if one.open]

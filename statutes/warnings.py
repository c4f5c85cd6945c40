"""What has to be said about a citation on a day: pure, given the table (china.md 5.5)."""

import re
from dataclasses import dataclass
from datetime import date

from statutes.citations import Citation
from statutes.enums import Level, Reason, Status
from statutes.models import Statute
from statutes.table import Table

OLD_WORDS = re.compile("原|当时|旧|已废止|已经废止|废止|失效|施行前|取代")
NEAR = 12  # characters before and after a citation in which such a word counts


@dataclass(frozen=True)
class Warning:
    """A warning: how grave, why, in words for a lawyer, and what to read instead.

    `fingerprint` names the facts behind it: once settled, it stays so until they change.
    """

    level: Level
    reason: Reason
    words: str
    fingerprint: str
    leads_to: Statute | None = None


def version_of(citation: Citation, table: Table, today: date) -> Statute | None:
    """The version that a citation means; None for an unknown name."""
    return table.current(citation.statute, today) if citation.known else None


def assess(
    citation: Citation, table: Table, text: str, day: date | None, today: date
) -> Warning | None:
    """The gravest warning about a citation; None when all is well.

    `day` is when a lawyer last vouched for the text, or it was written.
    """
    if not citation.known:
        words = f"法规表里没有《{citation.statute}》，无法核对它是否现行有效。"
        return Warning(Level.GREY, Reason.UNKNOWN, words, f"unknown:{citation.key}")
    row = version_of(citation, table, today)
    if row and row.status_on(today) == Status.REPEALED and not _said_to_be_old(citation, text):
        return Warning(
            Level.RED,
            Reason.REPEALED,
            f"《{row.short_name}》已经废止。",
            f"repealed:{citation.key}:{row.effective_to}",
            table.successor(row, today),
        )
    if row and citation.number and row.article_count and citation.number > row.article_count:
        words = f"《{row.short_name}》只有{row.article_count}条，没有{citation.number}条。"
        return Warning(Level.RED, Reason.BEYOND, words, f"beyond:{citation.key}:{row.pk}")
    return None


def _said_to_be_old(citation, text):
    near = text[max(citation.start - NEAR, 0) : citation.end + NEAR]
    return bool(OLD_WORDS.search(near))

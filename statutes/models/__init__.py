"""The records of the law, by noun."""

from statutes.models.citing import CitingModel, Decision, LawCitation, ReadText
from statutes.models.office_import import (
    LawImport,
    LawImportFile,
    LawImportLine,
    OfficeImport,
    OfficeImportFile,
)
from statutes.models.period import LimitationPeriod, PeriodCitation
from statutes.models.statute import IndexedText, RenamedCrime, Statute, StatuteArticle, TextSource
from statutes.models.table import PendingRecheck, TableState, TableVersion

__all__ = [
    "CitingModel",
    "Decision",
    "IndexedText",
    "LawCitation",
    "LawImport",
    "LawImportFile",
    "LawImportLine",
    "LimitationPeriod",
    "OfficeImport",
    "OfficeImportFile",
    "PendingRecheck",
    "PeriodCitation",
    "ReadText",
    "RenamedCrime",
    "Statute",
    "StatuteArticle",
    "TableState",
    "TableVersion",
    "TextSource",
]

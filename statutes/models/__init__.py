"""The records of the law, by noun."""

from statutes.models.citing import CitingModel
from statutes.models.decision import Decision
from statutes.models.indexed import IndexedText
from statutes.models.law_citation import LawCitation, ReadText
from statutes.models.law_import import LawImport, LawImportFile, LawImportLine
from statutes.models.office_import import OfficeImport, OfficeImportFile
from statutes.models.period import LimitationPeriod, PeriodCitation
from statutes.models.recheck import PendingRecheck
from statutes.models.statute import RenamedCrime, Statute, StatuteArticle
from statutes.models.table import TableState, TableVersion
from statutes.models.text_source import TextSource

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

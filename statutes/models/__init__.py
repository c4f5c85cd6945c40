"""The records of the law, by noun."""

from statutes.models.citing import (
    CitingModel,
    Decision,
    LawCitation,
    ReadText,
)
from statutes.models.office_import import (
    LawImport,
    LawImportFile,
    LawImportLine,
    OfficeImport,
    OfficeImportFile,
)
from statutes.models.statute import (
    IndexedText,
    PendingRecheck,
    RenamedCrime,
    Statute,
    StatuteArticle,
    TableState,
    TableVersion,
    TextSource,
)

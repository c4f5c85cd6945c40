"""Articles, their revisions, what is picked, computed and counted for them, what they cite."""

from articles.models.area_page import AreaPeriod, AreaQuestion
from articles.models.article import Article
from articles.models.batch import Batch, BatchEntry
from articles.models.check import CheckDecision
from articles.models.citation import Citation
from articles.models.enums import SourceKind, State
from articles.models.figures import DailyReads, SearchedWords
from articles.models.finished import FinishedBody
from articles.models.links import RelatedLink
from articles.models.neighbour import Neighbour, NeighboursDue, Why
from articles.models.preview import PreviewLink
from articles.models.querysets import ArticleQuerySet
from articles.models.returned import Returned
from articles.models.revision import Act, Revision, Unsaved
from articles.models.tag import Tag

__all__ = [
    "Act",
    "AreaPeriod",
    "AreaQuestion",
    "Article",
    "ArticleQuerySet",
    "Batch",
    "BatchEntry",
    "CheckDecision",
    "Citation",
    "DailyReads",
    "FinishedBody",
    "Neighbour",
    "NeighboursDue",
    "PreviewLink",
    "RelatedLink",
    "Returned",
    "Revision",
    "SearchedWords",
    "SourceKind",
    "State",
    "Tag",
    "Unsaved",
    "Why",
]

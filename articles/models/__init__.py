"""Articles, their revisions, what is picked, computed and counted for them, what they cite."""

from articles.models.area_page import AreaPeriod, AreaQuestion
from articles.models.article import Article, ArticleQuerySet, SourceKind, State, Tag
from articles.models.figures import DailyReads, SearchedWords
from articles.models.links import Citation, FinishedBody, Neighbour, NeighboursDue, RelatedLink, Why
from articles.models.revision import Act, CheckDecision, PreviewLink, Returned, Revision, Unsaved

__all__ = [
    "Act",
    "AreaPeriod",
    "AreaQuestion",
    "Article",
    "ArticleQuerySet",
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

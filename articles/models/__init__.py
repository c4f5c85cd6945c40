"""Articles, their revisions, what is picked, computed and counted for them, what they cite."""

from articles.models.article import Article, ArticleQuerySet, SourceKind, State, Tag
from articles.models.links import (
    AreaPeriod,
    AreaQuestion,
    Citation,
    DailyReads,
    FinishedBody,
    Neighbour,
    NeighboursDue,
    RelatedLink,
    SearchedWords,
    Why,
)
from articles.models.revision import Act, CheckDecision, PreviewLink, Returned, Revision, Unsaved

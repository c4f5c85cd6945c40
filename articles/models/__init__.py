"""Articles, the links that an editor picks for them, what they cite."""

from articles.models.article import Article, ArticleQuerySet, RelatedLink, SourceKind, State
from articles.models.citation import Citation

__all__ = ["Article", "ArticleQuerySet", "Citation", "RelatedLink", "SourceKind", "State"]

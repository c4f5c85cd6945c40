"""What follows when what visitors may read of an article has changed, in the same transaction."""

from articles import pushes
from articles.models import Article


def changed(article: Article) -> None:
    """After an article was published, changed while public, or taken down."""
    changed_many([article])


def changed_many(articles: list[Article]) -> None:
    """The same for many, as after an import."""
    pushes.tell(articles)

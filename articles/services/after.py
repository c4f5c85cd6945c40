"""What follows when what visitors may read of an article has changed, in the same transaction."""

from articles.models import Article


def changed(article: Article) -> None:
    """After an article was published, changed while public, or taken down."""


def changed_many(articles: list[Article]) -> None:
    """The same for many, as after an import."""
    for article in articles:
        changed(article)

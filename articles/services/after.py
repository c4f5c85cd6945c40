"""What follows when what visitors may read of an article has changed, in the same transaction."""

from articles import pushes
from articles.models import Article
from articles.services import nearness


def changed(article: Article) -> None:
    """After an article was published, changed while public, or taken down."""
    pushes.tell([article])
    nearness.follow(article)


def changed_many(articles: list[Article]) -> None:
    """The same for many, as after an import; what takes long is left to the worker."""
    pushes.tell(articles)
    nearness.follow_many(articles)

"""The wording of an article that somebody outside has agreed to."""

from articles.models import Article
from articles.text import wording_key


def note(article: Article) -> None:
    """Remember that it was agreed to as it stands, before its first save."""
    article.settle()
    article.agreed_key = wording_key.key(article.title, article.summary, article.text)

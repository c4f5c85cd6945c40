"""What of an article that was found is marked."""

from articles.search import law_terms
from richtext.fulltext import highlight, question


def words_to_mark(text: str) -> list[str]:
    """The words to highlight in hits: of the query, their pairs, numbers in both spellings."""
    words = question.words_of(text)
    spelled = law_terms.spellings(words)
    return spelled + words if spelled else highlight.words_to_mark(text)


def snippet(article, words):
    """The part of an article's text where a word stands, as (text, is_hit) pieces."""
    return highlight.snippet(article.text, article.excerpt, words)

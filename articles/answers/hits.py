"""The articles of a search as a page shows them, with its words marked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from articles import search
from articles.models import Article, ArticleQuerySet
from articles.public import cards


@dataclass(frozen=True)
class Hit:
    """An article; title and a piece of its text in parts, each with whether it is marked."""

    article: Article
    title: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]

    @property
    def area(self):
        """The name of its area, with the way there."""
        return cards.area_link(self.article.area)


def plain(rows: ArticleQuerySet) -> list[Hit]:
    """The articles of a queryset with their excerpts, nothing marked."""
    articles = cards.with_names(rows)
    return [Hit(one, [(one.title, False)], [(one.excerpt, False)]) for one in articles]


def shown(keys: Collection[int], words: Sequence[str]) -> list[Hit]:
    """The public articles with these keys, in their order."""
    public = Article.objects.published().filter(pk__in=keys).order_by()
    there = {one.pk: one for one in cards.with_names(public, "text")} if keys else {}
    return [
        Hit(one, search.split_at_hits(one.title, words), search.snippet(one, words))
        for one in (there[key] for key in keys if key in there)
    ]

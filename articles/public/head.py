"""What the head of an article's page says."""

from functools import cached_property

from articles.models import Article
from articles.public import default_words, jsonld
from articles.text import pictures
from firm.site import page_words
from firm.site.head import HOME, Head


class ArticleHead(Head):
    """Title, dates and structured data; `told` is what the page says besides.

    Drafts and stubs are not for search engines, and tell them nothing but that. What takes time
    is made when it is printed: a page may be kept that has it already.
    """

    def __init__(self, article: Article, told: dict, draft: bool = False):
        self._article, self._told = article, told
        own, dated = article.get_absolute_url(), article.has_own_date
        super().__init__(
            title=article.title,
            page=page_words.key("article", article),
            path="" if article.is_stub else own,
            kind="article",
            index=not (draft or article.is_stub),
            trail=[HOME, *areas(article), (article.title, own)],
            published=article.publish_at if dated else None,
            modified=article.changed_at if dated else None,
        )
        for made in ("description", "data"):
            del self.__dict__[made]  # the empty ones of every head

    @cached_property
    def description(self):  # type: ignore[override]
        words = default_words.article(self._article, self._told["site"])
        return self.chosen.description or words.description

    @cached_property
    def data(self):  # type: ignore[override]
        if not self.index:
            return []
        one, told, images = self._article, self._told, self._images
        names = [tag.name for tag in told["tags"]]
        said = one.description  # what stands on the page, whatever search results are to show
        whole = jsonld.article(one, told["site"], said, names, told["basis"](), images)
        return [whole, *([jsonld.time_factor(one, said, images)] if one.has_own_date else [])]

    @cached_property
    def _images(self):
        return pictures.pictures_of(self._article)


def areas(article: Article) -> list[tuple[str, str]]:
    """The way to an article through its areas, as pairs of name and address."""
    above = [article.area.parent] if article.area.parent else []
    shown = [area for area in [*above, article.area] if area.is_published]
    return [(area.name, area.get_absolute_url()) for area in shown]

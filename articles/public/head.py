"""What the head of an article's page says."""

from articles.models import Article
from articles.public import jsonld
from articles.text import pictures
from firm.site.head import HOME, Head


def build(article: Article, told: dict, draft: bool = False) -> Head:
    """Title, dates, picture and structured data; `told` is what the page says besides.

    Drafts and stubs are not for search engines, and tell them nothing but that.
    """
    hidden, dated = draft or article.is_stub, article.has_own_date
    images = pictures.pictures_of(article)
    return Head(
        title=article.title,
        description=article.description,
        path="" if article.is_stub else article.get_absolute_url(),
        kind="article",
        image=images[0] if images else "",
        index=not hidden,
        published=article.publish_at if dated else None,
        modified=article.changed_at if dated else None,
        trail=[HOME, *areas(article), (article.title, article.get_absolute_url())],
        data=[] if hidden else _data(article, told, images),
    )


def areas(article: Article) -> list[tuple[str, str]]:
    """The way to an article through its areas, as pairs of name and address."""
    above = [article.area.parent] if article.area.parent else []
    shown = [area for area in [*above, article.area] if area.is_published]
    return [(area.name, area.get_absolute_url()) for area in shown]


def _data(article, told, images):
    names = [tag.name for tag in told["tags"]]
    whole = jsonld.article(article, told["site"], names, told["basis"](), images)
    return [whole, *([jsonld.time_factor(article, images)] if article.has_own_date else [])]

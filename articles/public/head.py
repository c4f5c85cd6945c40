"""What the head of an article's page says."""

from django.db.models import prefetch_related_objects

from articles.law.statute_list import Basis
from articles.models import Article
from articles.public import jsonld
from articles.text import pictures
from firm.site.head import HOME, Head
from firm.site.identity import Identity


def build(article: Article, site: Identity, rests_on: list[Basis], draft: bool = False) -> Head:
    """Title, dates, picture and structured data; `rests_on` is what the page says of the law.

    Drafts and stubs are not for search engines, and tell them nothing but that.
    """
    hidden, dated = draft or article.is_stub, article.has_own_date
    prefetch_related_objects([article], "tags")  # the page shows them too: asked for once
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
        data=[] if hidden else _data(article, site, rests_on, images),
    )


def areas(article: Article) -> list[tuple[str, str]]:
    """The way to an article through its areas, as pairs of name and address."""
    above = [article.area.parent] if article.area.parent else []
    shown = [area for area in [*above, article.area] if area.is_published]
    return [(area.name, area.get_absolute_url()) for area in shown]


def _data(article, site, rests_on, images):
    whole = jsonld.article(article, site, rests_on, images)
    return [whole, *([jsonld.time_factor(article, images)] if article.has_own_date else [])]

"""How an article stood before an import changed it: as versions keep it, links, old addresses."""

from django.conf import settings
from django.contrib.redirects.models import Redirect

from articles.models import Article, RelatedLink
from articles.workflow import standing

LINK = ("target_id", "url", "title", "order")


def taken(article: Article) -> dict:
    """Plain JSON from which `put_back` makes it what it was."""
    links = list(article.related_links.values(*LINK))
    old_urls = list(_old_urls(article).values_list("old_path", flat=True))
    return {**standing.take(article), "links": links, "old_urls": old_urls}


def put_back(*, article: Article, before: dict, since: int, user, note: str) -> None:
    """Make an article what it was; PublishingError where somebody has worked on it since."""
    standing.put_back(article=article, standing=before, since=since, user=user, note=note)
    _put_links(article, before["links"])
    _old_urls(article).exclude(old_path__in=before["old_urls"]).delete()


def forget_addresses(article: Article) -> None:
    """Old addresses that lead to an article which goes."""
    _old_urls(article).delete()


def _old_urls(article):
    return Redirect.objects.filter(site=settings.SITE_ID, new_path=article.get_absolute_url())


def _put_links(article, links):
    """Links to what has been deleted meanwhile go."""
    targets = [link["target_id"] for link in links if link["target_id"]]
    there = {None, *Article.objects.filter(pk__in=targets).values_list("pk", flat=True)}
    article.related_links.all().delete()
    RelatedLink.objects.bulk_create(
        RelatedLink(article=article, **link) for link in links if link["target_id"] in there
    )

"""Links by which somebody outside reads an article before it is public."""

from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PreviewLink
from firm.base.current_site import absolute_url
from firm.base.forms import is_key

LASTS = timedelta(days=7)
SIGNER = signing.Signer(sep=".", salt="articles.preview")
LONGEST_TOKEN = 100
ROWS = [f"article__{row}" for row in ("area__parent", "author", "checked_by", "pending")]


def make(*, article: Article, user) -> PreviewLink:
    """A link that dies after seven days, or when it is revoked."""
    ends = timezone.now() + LASTS
    return PreviewLink.objects.create(article=article, created_by=user, expires_at=ends)


def revoke(*, link: PreviewLink) -> None:
    """Let a link die now."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_all(*, articles: Iterable[Article]) -> None:
    """Let all links to some articles die, which are taken from the site."""
    alive = PreviewLink.objects.filter(article__in=articles, revoked_at=None)
    alive.update(revoked_at=timezone.now())


def address(link: PreviewLink) -> str:
    """The whole address of a link, to be sent to somebody."""
    return absolute_url(reverse("articles:preview", args=[SIGNER.sign(str(link.pk))]))


def alive(token: str) -> PreviewLink | None:
    """The link behind a token; None when it is wrong, has expired or was revoked."""
    try:
        key = SIGNER.unsign(token[:LONGEST_TOKEN])
    except signing.BadSignature:
        return None
    if not is_key(key):
        return None
    links = PreviewLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return links.select_related(*ROWS).filter(pk=key).first()

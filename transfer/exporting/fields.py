"""What an article says of itself in a file: our keys (`importing.record`) and plain values.

What visitors read is the article; a change that is not published yet stands under `pending`.
What is empty is left out.
"""

import copy
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.contrib.redirects.models import Redirect

from articles.models import Article
from articles.workflow import revisions
from firm.models import Lawyer, PracticeArea
from transfer.importing.values import BEIJING

TEXTS = ["title", "summary", "jurisdiction", "source_kind", "source"]
TICKS = ["ai_assisted", "is_stub"]
MOMENTS = ["publish_at", "expires_at"]


@dataclass
class Exported:
    """An article as it is written; the bodies stand beside the fields."""

    article: Article
    fields: dict
    body: str
    pending_body: str | None = None

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"article-{self.article.pk}.md"

    @property
    def bodies(self) -> str:
        """All texts that need their pictures."""
        return self.body + (self.pending_body or "")


class Slugs:
    """The slugs of areas and lawyers by key, asked for once."""

    def __init__(self):
        self.areas = dict(PracticeArea.objects.values_list("pk", "slug"))
        self.lawyers = dict(Lawyer.objects.values_list("pk", "slug"))


def exported(articles: list[Article], slugs: Slugs) -> list[Exported]:
    """Some articles, with what leads to them and from them."""
    old = _old_addresses(articles)
    return [_one(article, slugs, old[article.get_absolute_url()]) for article in articles]


def _old_addresses(articles):
    found = defaultdict(list)
    paths = [article.get_absolute_url() for article in articles]
    rows = Redirect.objects.filter(site=settings.SITE_ID, new_path__in=paths).order_by("old_path")
    for old, new in rows.values_list("old_path", "new_path"):
        found[new].append(old)
    return found


def _one(article, slugs, old):
    fields = {
        "id": article.external_id,
        "site_number": str(article.pk),
        **_content(article, slugs, revisions.stored_tags(article)),
        "state": article.state,
        "related": [_link(link) for link in article.related_links.all()],
        "old_url": old,
        "created": _moment(article.created_at),
        "updated": _moment(article.updated_at),
        "submitted": _moment(article.submitted_at),
    }
    fields = {name: value for name, value in fields.items() if value}
    if article.pending is None:
        return Exported(article, fields, article.body)
    kept = article.pending.content
    change = revisions.put(kept, copy.copy(article))
    fields["pending"] = {k: v for k, v in _content(change, slugs, kept["tags"]).items() if v}
    return Exported(article, fields, article.body, change.body)


def _content(article, slugs, tags):
    return {
        **{name: getattr(article, name) for name in TEXTS},
        **{name: "true" for name in TICKS if getattr(article, name)},
        **{name: _moment(getattr(article, name)) for name in MOMENTS},
        "checked_on": article.checked_on and article.checked_on.isoformat(),
        "area": slugs.areas[article.area_id],
        "author": slugs.lawyers[article.author_id],
        "checked_by": slugs.lawyers.get(article.checked_by_id),
        "tags": sorted(tags),
    }


def _moment(value):
    return value and value.astimezone(BEIJING).isoformat()


def _link(link):
    if link.target is None:
        return f"{link.title} | {link.url}"
    return link.target.external_id or link.target.get_absolute_url()

"""Which articles the public is shown, and what a list needs of them."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.enums import SourceKind, State
from firm.base import current_site

ONE_DAY = timedelta(days=1)


class ArticleQuerySet(models.QuerySet):
    """Articles as lists and pages need them."""

    def published(self, at=None, earliest=None, latest=None):
        """What the public is shown at a moment (now), everywhere; on a lawyer's site, theirs.

        A stub is none of it until it is written: only who knows its address comes to read it.
        `earliest` and `latest`, moments before it, bound when it came out: said here, because
        SQLite takes but one bound of a side from its index.
        """
        at = at or timezone.now()
        public = self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            state=State.PUBLISHED,
            publish_at__lte=latest or at,
            is_stub=False,
        )
        if earliest:
            public = public.filter(publish_at__gte=earliest)
        return current_site.for_current_site(public, "author")

    def with_own_date(self):
        """Those of which a date is known; the same rule as `Article.has_own_date`."""
        taken_over = Q(source_kind=SourceKind.FORMER, publish_at__gte=F("created_at") - ONE_DAY)
        return self.exclude(taken_over)

    def imported_as(self, names):
        """Those with one of some ids of import; said as its index says it, or SQLite reads all."""
        return self.exclude(external_id="").filter(external_id__in=names).order_by()

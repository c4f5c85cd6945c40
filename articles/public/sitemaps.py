"""Published articles and their tags for search engines."""

from django.db.models import Count, F, Max
from django.db.models.functions import Greatest

from articles.models import Article, SourceKind, Tag
from articles.public import lists
from firm.base.current_site import numbered
from firm.public.sitemaps import MOST, Section

# Articles are cut by their ids, which never change: a search engine that knows a file need not
# read it again because newer articles came, and no file costs a walk over those before it.
IDS = 10_000


class Articles(Section):
    """Articles in files of ten thousand ids, with the time when visitors last saw them change."""

    most_files = 9_999

    def files(self):
        changed = Max(Greatest("updated_at", "publish_at"))
        public = Article.objects.published().order_by()
        blocks = public.annotate(block=F("id") / IDS).values("block").annotate(changed=changed)
        return sorted((row["block"] + 1, row["changed"]) for row in blocks)

    def entries(self, number):
        start = (number - 1) * IDS
        public = Article.objects.published().filter(pk__gte=start, pk__lt=start + IDS)
        rows = public.order_by("pk").values_list("pk", "updated_at", "publish_at", "source_kind")
        # A text of an old site has no time to tell: its own date is older than its page here.
        no_time = SourceKind.FORMER
        return [
            (numbered("articles:detail", pk), None if kind == no_time else max(updated, published))
            for pk, updated, published, kind in rows
        ]


class Tags(Section):
    def files(self):
        return [(1, None)] if self._shown().exists() else []

    def entries(self, number):
        return [(tag.get_absolute_url(), None) for tag in self._shown()[:MOST]]

    def _shown(self):
        worn = Tag.objects.filter(articles__in=Article.objects.published().order_by())
        counted = worn.annotate(number=Count("articles"))
        return counted.filter(number__gte=lists.LEAST).order_by("pk")


SECTIONS = {"articles": Articles(), "tags": Tags()}

"""The real texts of law, and as many copies of them under invented names as are wanted."""

from itertools import count

from bench.frame import quietly, real_statutes
from statutes.models import Statute, StatuteArticle

AT_A_TIME = 1_000
SIGN = "〇"  # of a copy, behind its name: no real name ends with it


def fill_law(number: int) -> None:
    """At least this many articles of law, in force or not as their originals are; not indexed."""
    quietly("load_statutes")
    quietly("import_statutes", str(real_statutes()))
    originals = list(Statute.objects.filter(imported_at__isnull=False).order_by("pk"))
    left = number - StatuteArticle.objects.count()
    for turn in count(1):
        for statute in originals:
            if left <= 0:
                return
            left -= _copy(statute.pk, turn)


def _copy(pk, turn):
    """One more text, with how many articles."""
    articles = list(StatuteArticle.objects.filter(statute=pk).order_by("pk"))
    copy = Statute.objects.get(pk=pk)
    copy.pk, copy._state.adding, copy.replaced_by = None, True, None
    copy.slug, copy.aliases, copy.doc_no = f"copy-{turn}-{pk}", "", ""
    copy.name, copy.short_name = (f"{name}{SIGN}{turn}" for name in (copy.name, copy.short_name))
    copy.save()
    for one in articles:
        one.pk, one.statute_id = None, copy.pk
    StatuteArticle.objects.bulk_create(articles, AT_A_TIME)
    return len(articles)

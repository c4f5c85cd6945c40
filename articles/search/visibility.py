"""Published articles that the public may not see now: the index holds all in state published."""

from django.utils import timezone

from articles.models import Article, State
from firm.base import kept


def hidden_ids() -> list[int]:
    """Ids of articles that are not public now, and of stubs: the complement of `published()`."""
    now = timezone.now()
    rows = kept.get_or_make("articles that are hidden at times", ("lists",), _hidden_at_times)
    return [
        pk
        for pk, begins, ends, is_stub in rows
        if is_stub or begins > now or (ends is not None and ends <= now)
    ]


def _hidden_at_times():
    """Ids of what is hidden at any time from now on, with all that decides when.

    Three short walks along an index: few articles wait, and few of all have an end or are stubs.
    """
    stored = Article.objects.order_by().values_list("pk", "publish_at", "expires_at", "is_stub")
    waiting = stored.filter(state=State.PUBLISHED, publish_at__gt=timezone.now())
    # Whatever its state: with the state SQLite would walk through all that is published.
    ending = stored.filter(expires_at__isnull=False)
    return list(waiting.union(ending, stored.filter(is_stub=True)))

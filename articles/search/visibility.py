"""Published articles that the public may not see now: the index holds all in state published."""

from django.utils import timezone

from articles.models import Article, State


def hidden_ids() -> list[int]:
    """Ids of articles that are not public now, and of stubs: the complement of `published()`.

    Three short walks along an index: few articles wait, and few of all have an end or are stubs.
    """
    now = timezone.now()
    stored = Article.objects.order_by().values_list("pk", flat=True)
    waiting = stored.filter(state=State.PUBLISHED, publish_at__gt=now)
    # Whatever its state: with the state SQLite would walk through all that is published.
    ended = stored.filter(expires_at__lte=now)
    return list(waiting.union(ended, stored.filter(is_stub=True)))

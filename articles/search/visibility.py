"""What of the index the public may not see now: it holds everything in state published."""

from django.utils import timezone

from articles.models import Article, State


def hidden() -> list[int]:
    """Ids of the articles whose time has not come, or is over: the counterpart of `published()`.

    Two short walks along an index: few articles wait, and few of all have an end.
    """
    now = timezone.now()
    stored = Article.objects.filter(state=State.PUBLISHED).order_by().values_list("pk", flat=True)
    return list(stored.filter(publish_at__gt=now).union(stored.filter(expires_at__lte=now)))

"""When the law in an article is to be checked again; the one place for the period."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article

MONTHS = 12
CHECKED = "本文最近一次核对在{}"
UNCHECKED = "本文发布于{}，待律师核对"
OVERDUE = f"，已超过{MONTHS}个月，引用前请核对现行规定。"
UNDATED = "本文日期不明，引用前请核对现行规定。"


def limit(today: date | None = None) -> date:
    """The same day `MONTHS` months ago, or the last of that month: checks before it are old."""
    today = today or timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    try:
        return today.replace(year=year, month=month + 1)
    except ValueError:  # 29 February
        return date(year, month + 1, 28)


def is_old(day: date | None, today: date | None = None) -> bool:
    """Whether a check (or a publication) of that day lies more than the period back."""
    return day is not None and day < limit(today)


def overdue(today: date | None = None) -> Q:
    return Q(checked_on__lt=limit(today))


def never_checked() -> Q:
    return Q(checked_on__isnull=True)


def waiting(today: date | None = None) -> dict[str, QuerySet]:
    """The public articles that wait; in two parts, each served by articles_check_due alone."""
    public = Article.objects.published()
    return {"overdue": public.filter(overdue(today)), "unchecked": public.filter(never_checked())}


def line(article: Article, today: date | None = None) -> str:
    """The alert for readers of an overdue article, or of an old one; empty for the others."""
    if article.checked_on is None and not article.has_own_date:
        return UNDATED
    words = CHECKED if article.checked_on else UNCHECKED
    day = article.checked_on or timezone.localdate(article.publish_at)
    return words.format(date_format(day)) + OVERDUE if is_old(day, today) else ""

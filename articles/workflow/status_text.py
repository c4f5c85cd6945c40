"""What visitors see of an article now, in a plain sentence for those who write it."""

from datetime import datetime

from django.utils import timezone

from articles.models import Article, State
from firm.base import dates

HIDDEN = "访客现在看不到这篇文章。"
LATER = "访客现在看不到，到{}（北京时间）自动显示。"
CURRENT = "访客现在看到的就是这个版本。"
STILL = "访客看到的还是{}发布的版本。"
ENDS = "到{}（北京时间）自动撤下。"
ENDED = "这篇文章已于{}到期，"
GONE = "访客打开原来的网址，看到的是“这篇文章已经撤下”。"
BARRED = "公开所依据的同意已经收回，文章和历史版本的文字都已删除，不能再发布。"


def sentence(article: Article) -> str:
    """What visitors see now, and what changes by itself later."""
    if article.barred_at:
        return BARRED + GONE
    if article.state == State.DRAFT:
        return HIDDEN
    if article.is_gone:
        return _gone(article)
    return _shown(article) + _end(article)


def _gone(article):
    ended = article.state == State.PUBLISHED
    return (ENDED.format(dates.minute(article.expires_at)) if ended else "") + GONE


def _shown(article):
    if not article.is_public:
        return LATER.format(dates.minute(article.publish_at))
    if article.pending_id:
        return STILL.format(day(live_since(article)))
    return CURRENT


def _end(article):
    if article.expires_at is None:
        return ""
    return ENDS.format(dates.minute(article.expires_at))


def live_since(article: Article) -> datetime:
    """Since when visitors read the text that they read now."""
    kept = article.live.created_at if article.live else article.publish_at
    return max(kept, article.publish_at)


def day(moment: datetime) -> str:
    """11月20日, with the year when it is another one."""
    return dates.short_day(timezone.localdate(moment))

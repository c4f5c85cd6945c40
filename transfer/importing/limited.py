"""What of a record is left out because the person who imports it may not do it."""

from articles.models import State
from transfer.importing.allowed import Allowed

AS_DRAFT = "您不能直接发布文章，按草稿导入，请送审"
NO_CHECK = "核对只能由核对的律师本人登记，核对日期和核对律师没有导入"
NO_REDIRECT = "您没有登记旧网址的权限，旧网址没有导入"
NO_CHANGE_WAITS = "您不能直接发布文章，尚未发布的修改没有导入"
OWN_AUTHOR = "您只能导入自己的文章，作者改为您本人"


def limit(made, told: dict, allowed: Allowed) -> None:
    """Take from a built article, and from what else is told of it, what its bringer may not do.

    A note says so; what the site has already stays as it is.
    """
    article, notes = made.article, made.record.notes
    if not allowed.publish:
        if article.state != State.DRAFT:
            notes.append(AS_DRAFT)
        article.state = State.DRAFT
        made.given.discard("state")
        if told.pop("pending", None):
            notes.append(NO_CHANGE_WAITS)
    if not allowed.check and article.checked_by_id not in (None, allowed.own and allowed.own.pk):
        notes.append(NO_CHECK)
        article.checked_by = article.checked_on = None
        made.given -= {"checked_by", "checked_on"}
    if not allowed.redirect and made.old_urls:
        notes.append(NO_REDIRECT)
        made.old_urls = []
    if not allowed.change and allowed.own and article.author_id != allowed.own.pk:
        notes.append(OWN_AUTHOR)
        article.author = allowed.own

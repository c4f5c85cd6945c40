"""Where an article stands, in plain words, and which acts are possible on it by whom."""

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
        ended = article.state == State.PUBLISHED and article.expires_at
        return (ENDED.format(dates.minute(ended)) if ended else "") + GONE
    if not article.is_public:
        shown = LATER.format(dates.minute(article.publish_at))
    else:
        since = max(article.live.created_at, article.publish_at) if article.live else None
        shown = STILL.format(day(since or article.publish_at)) if article.pending_id else CURRENT
    return shown + (ENDS.format(dates.minute(article.expires_at)) if article.expires_at else "")


def day(moment: datetime) -> str:
    """11月20日, with the year when it is another one."""
    return dates.short_day(timezone.localdate(moment))


SAVE, SUBMIT, PUBLISH = "save", "submit", "publish"  # of the form: they take what was typed
WITHDRAW, RETURN, DROP = "withdraw", "return", "drop"  # of a page of their own: as it is stored


def acts(article: Article, user, *, second_person: bool) -> set[str]:
    """The acts that a person may do now; `second_person` is the setting of the firm."""
    if article.barred_at:
        return set()
    may_publish = user.has_perm("articles.publish_article")
    may_write = user.has_perm(f"articles.{'change' if article.pk else 'add'}_article")
    writing = {SAVE, SUBMIT} if may_write else set()
    # Nobody else has to look first, or somebody else has asked this person to.
    asked = article.submitted_at is not None and article.submitted_by_id != user.pk
    agreed = asked or not second_person
    return {
        *writing,
        *({PUBLISH} if writing and may_publish and agreed else ()),
        *({WITHDRAW} if may_publish and article.state == State.PUBLISHED else ()),
        *({RETURN} if may_publish and article.submitted_at else ()),
        *({DROP} if writing and article.pending_id else ()),
    }


def labels(article: Article) -> dict[str, str]:
    """The words on the buttons of the form."""
    later = article.publish_at and article.publish_at > timezone.now()
    publish = "定时发布" if later else "发布"
    if article.state == State.PUBLISHED:
        publish = "发布修改"
    return {
        SAVE: "保存草稿",
        SUBMIT: "重新送审" if article.submitted_at else "送审",
        PUBLISH: publish,
    }

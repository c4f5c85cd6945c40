"""Which acts are possible on an article as it stands, and allowed to a person."""

from django.utils import timezone

from articles.models import Article, State

SAVE, SUBMIT, PUBLISH = "save", "submit", "publish"  # of the form: they take what was typed
WITHDRAW, RETURN, DROP = "withdraw", "return", "drop"  # of a page of their own: as it is stored


def acts(article: Article, user, *, second_person: bool) -> set[str]:
    """The acts that a person may do now; `second_person` is the setting of the firm."""
    if article.barred_at:
        return set()
    may_publish = user.has_perm("articles.publish_article")
    writing = {SAVE, SUBMIT} if _may_write(article, user) else set()
    return {
        *writing,
        *({PUBLISH} if writing and may_publish and _agreed(article, user, second_person) else ()),
        *({WITHDRAW} if may_publish and article.state == State.PUBLISHED else ()),
        *({RETURN} if may_publish and article.submitted_at else ()),
        *({DROP} if writing and article.pending_id else ()),
    }


def _may_write(article, user):
    return user.has_perm(f"articles.{'change' if article.pk else 'add'}_article")


def _agreed(article, user, second_person):
    """Whether nobody else has to look first, or somebody else has asked this person to."""
    submitted = article.submitted_at is not None
    return not second_person or (submitted and article.submitted_by_id != user.pk)


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

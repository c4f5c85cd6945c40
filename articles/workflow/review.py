"""Where an article stands, what may be done with it and by whom, what waits for whose review."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import Act, Article, Revision, State
from firm.base import dates
from firm.base.current_site import absolute_url
from firm.base.people import BACKEND, full_name, gets_mail
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.models import Notice

PUBLISH_RIGHT, WRITE_RIGHT = "articles.publish_article", "articles.change_article"


def to_review(user: User) -> QuerySet[Article]:
    """What others have submitted; of who may not publish, nothing waits for them."""
    if not user.has_perm(PUBLISH_RIGHT):
        return Article.objects.none()
    own = Q(submitted_by=user)
    return Article.objects.filter(submitted_at__isnull=False).exclude(own)


def returned_to(user: User) -> QuerySet[Article]:
    """What reviewers gave back to somebody, who has not submitted it again."""
    return Article.objects.filter(returned__writer=user, submitted_at=None)


def drafts_of(user: User) -> QuerySet[Article]:
    """Drafts that somebody has worked on or will sign, and that nobody is reviewing."""
    worked = Revision.objects.filter(article=OuterRef("pk"), created_by=user)
    mine = Q(author__user=user) | Q(Exists(worked.order_by()))
    return Article.objects.filter(mine, state=State.DRAFT, submitted_at=None)


def waiting(user: User) -> dict[str, QuerySet[Article]]:
    """What the start page counts for somebody, by a short name."""
    rows = {"to-review": to_review(user)} if user.has_perm(PUBLISH_RIGHT) else {}
    return rows | ({"returned": returned_to(user)} if user.has_perm(WRITE_RIGHT) else {})


# A mail names neither title nor words of a text that is not public: only who did what, and where to
# look. All is written in the transaction of what it tells of.

SUBMITTED, RETURNED, PUBLISHED = "article_submitted", "article_returned", "article_published"
NAMES = {SUBMITTED: "送审提醒", RETURNED: "退回提醒", PUBLISHED: "发布提醒"}
LIST, CHANGE = "admin:articles_article_changelist", "admin:articles_article_change"
# The view of the list that holds what a mail is about, where it is about several.
VIEWS = {SUBMITTED: "?stage=for-me", RETURNED: "?stage=returned", PUBLISHED: "?stage=public"}
ROUND_ENDS = (Act.RETURNED, Act.PUBLISHED, Act.WITHDRAWN)


class News(NamedTuple):
    """What somebody is told of one article; `occasion` is the same for what is told once."""

    kind: str
    article: Article
    occasion: str
    by: User


_together: ContextVar[list[tuple[News, User]] | None] = ContextVar("together", default=None)


def submitted(article: Article, by: User | None) -> None:
    """Ask the others who may publish to look; once until one of them has decided."""
    if by:
        ended = article.revisions.filter(act__in=ROUND_ENDS).aggregate(last=Max("number"))["last"]
        news = News(SUBMITTED, article, f"{article.pk}:{ended or 0}", by)
        able = get_user_model().objects.with_perm(PUBLISH_RIGHT, backend=BACKEND)
        people = able.filter(gets_mail(), is_staff=True).exclude(pk=by.pk)
        # Administrators only where there is nobody else.
        of_the_firm = people.filter(Q(is_superuser=False) | Q(lawyer__isnull=False))
        _tell((news, one) for one in list(of_the_firm.distinct()) or list(people))


def tell_writer(
    kind: str, article: Article, kept: Revision, writer: User | None, by: User | None
) -> None:
    """Say that a text is RETURNED, to be changed as its form says, or PUBLISHED, now or later."""
    if by and writer and writer != by and writer.is_active and writer.email:
        _tell([(News(kind, article, f"{kept.pk}", by), writer)])


@contextmanager
def together() -> Iterator[None]:
    """Context: of many articles everybody gets one mail, at the end."""
    collected: list[tuple[News, User]] = []
    token = _together.set(collected)
    try:
        yield
    finally:
        _together.reset(token)
    _send(collected)


def _tell(told: Iterable[tuple[News, User]]) -> None:
    collected = _together.get()
    if collected is None:
        _send(told)
    else:
        collected.extend(told)


def _send(told):
    letters = defaultdict(list)
    for news, person in told:
        letters[news.kind, news.by, person].append(news)
    outbox.enqueue([_mail(*who, news) for who, news in letters.items()])


def _mail(kind: str, by: User, person: User, news: list[News]) -> Notice:
    first = news[0]
    one = first.article if len(news) == 1 else None
    page = reverse(CHANGE, args=[one.pk]) if one else reverse(LIST) + VIEWS[kind]
    context = {
        "site": Identity(),
        "name": full_name(person),
        "by": full_name(by),
        "number": len(news),
        "article": one if one and one.is_public else None,
        "at": one and one.publish_at,
        "page": absolute_url(page),
    }
    many = f":{len(news)}" if len(news) > 1 else ""
    return outbox.mail(
        kind=kind,
        recipient=person.email,
        **outbox.rendered(kind, context),
        dedupe_key=f"{kind}:{first.occasion}{many}:{person.pk}",
    )


# Where an article stands, in plain words, and which acts are possible on it by whom.

HIDDEN = "访客现在看不到这篇文章。"
LATER = "访客现在看不到，到{}（北京时间）自动显示。"
CURRENT = "访客现在看到的就是这个版本。"
STILL = "访客看到的还是{}发布的版本。"
ENDS = "到{}（北京时间）自动撤下。"
ENDED = "这篇文章已于{}到期，"
GONE = "访客打开原来的网址，看到的是“这篇文章已经撤下”。"
BARRED = "公开所依据的同意已经收回，文章和历史版本的文字都已删除，不能再发布。"


def status_sentence(article: Article) -> str:
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


def possible_acts(article: Article, user, *, second_person: bool) -> set[str]:
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


def act_labels(article: Article) -> dict[str, str]:
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

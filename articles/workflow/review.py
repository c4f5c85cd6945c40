"""What waits for whose review, and the mails that say so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from articles.models import Act, Article, Revision, State
from firm.base.current_site import absolute_url
from firm.base.people import BACKEND, full_name
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.models import Notice

PUBLISH, WRITE = "articles.publish_article", "articles.change_article"


def to_review(user: User) -> QuerySet[Article]:
    """What others have submitted; of who may not publish, nothing waits for them."""
    if not user.has_perm(PUBLISH):
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
    rows = {"to-review": to_review(user)} if user.has_perm(PUBLISH) else {}
    return rows | ({"returned": returned_to(user)} if user.has_perm(WRITE) else {})


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
        able = get_user_model().objects.with_perm(PUBLISH, backend=BACKEND)
        people = able.filter(is_staff=True).exclude(email="").exclude(pk=by.pk)
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

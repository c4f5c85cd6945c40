"""Which articles wait for somebody of the office: to be reviewed, to be mended, to be finished."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, Revision, State

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

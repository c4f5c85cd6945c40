"""Single parts of what is stored, changed without the form: area, tags, who checked it when.

A draft is kept as a new version. A public article is published with it where the person may and
no second one has to look; else the change waits, as one that was typed would.
"""

from django.utils import timezone

from articles.models import Article, Revision, State
from articles.revisions import snapshot
from articles.workflow import publishing
from articles.workflow.publishing import PublishingError
from articles.workflow.review_work import PUBLISH
from firm.models import Lawyer, PracticeArea, SiteSettings

IN_REVIEW = "正在等待审核，请先发布或者退回。"
ALREADY_SO = "原来就是这样，无需改动。"
TOO_MANY_TAGS = f"标签最多{snapshot.MOST_TAGS}个，加上后超出。"


def set_area(*, article: Article, user, note: str, area: PracticeArea) -> Revision:
    """Put an article under another area; PublishingError where it stands there already."""
    return _amend(article, user, note, {"area": area})


def set_tags(*, article: Article, user, note: str, add: list[str], drop: list[str]) -> Revision:
    """Give an article tags and take others away; PublishingError for more than it may have."""
    return _amend(article, user, note, {}, add, drop)


def set_checked(*, article: Article, user, note: str, by: Lawyer) -> Revision:
    """Say that a lawyer has compared it with the law today: the one who says so, nobody else."""
    return _amend(article, user, note, {"checked_on": timezone.localdate(), "checked_by": by})


def goes_public(article: Article, user) -> bool:
    """Whether visitors see at once what a person changes on an article."""
    untouched = article.state == State.PUBLISHED and article.pending_id is None
    return untouched and may_publish_alone(user)


def may_publish_alone(user) -> bool:
    """Whether nobody else has to look at what a person publishes."""
    return user.has_perm(PUBLISH) and not SiteSettings.load().second_person


def _amend(article, user, note, fields, add=(), drop=()):
    if article.submitted_at:
        raise PublishingError(IN_REVIEW)
    public = goes_public(article, user)
    edited, tags = publishing.as_edited(article)
    before = snapshot.take(edited, tags)
    for name, value in fields.items():
        setattr(edited, name, value)
    wanted = _tags(tags, add, drop)
    if snapshot.same_content(before, snapshot.take(edited, wanted)):
        raise PublishingError(ALREADY_SO)
    keep = publishing.publish if public else publishing.save_draft
    return keep(article=edited, user=user, tags=wanted, note=note)


def _tags(known, add, drop):
    """The names of the tags after a change, in their order; an added one stays."""
    gone = {name.casefold() for name in drop} - {name.casefold() for name in add}
    kept = [name for name in known if name.casefold() not in gone]
    there = {name.casefold() for name in kept}
    wanted = kept + [name for name in add if name.casefold() not in there]
    if len(wanted) > max(snapshot.MOST_TAGS, len(known)):
        raise PublishingError(TOO_MANY_TAGS)
    return wanted

"""What the pictures of an article show: for screen readers, and while one does not load."""

from django.db import transaction

from articles.models import Article, Revision
from articles.workflow import publishing
from richtext.base.tree import parse, write

NOTE = "修改图片说明"
SUBMITTED = "这篇文章正在送审，请审核后再修改图片说明，或者在文章里修改后重新送审。"


def of(article: Article, token: str) -> list[str]:
    """The words of a picture in the newest version, as often as it stands there."""
    edited, _ = publishing.as_edited(article)
    return [image.attributes.get("alt", "") for image in _images(parse(edited.body), token)]


@transaction.atomic
def change(*, article: Article, token: str, words: str, user, since: int) -> Revision | None:
    """Keep a version with other words for a picture; None where they are those that it has.

    What visitors read changes when it is published, as with any change. Raises PublishingError for
    a text that waits for a second person, and if a version newer than number `since` was kept.
    """
    publishing.refuse_if_newer(article=article, since=since)
    edited, tags = publishing.as_edited(article)
    if edited.submitted_at:
        raise publishing.PublishingError(SUBMITTED)
    root = parse(edited.body)
    for image in _images(root, token):
        image.attributes["alt"] = words
    body = write(root)
    if body == edited.body:
        return None
    edited.body = body
    return publishing.save_draft(article=edited, user=user, tags=tags, note=NOTE)


def _images(root, token):
    return [one for one in root.walk("img") if f"/{token}-" in one.attributes.get("src", "")]

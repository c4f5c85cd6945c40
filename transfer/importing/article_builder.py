"""Builds an article from a record, within what the person who imports it may do."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, State, Tag
from articles.workflow import publishing
from firm.models import Lawyer, SiteSettings
from statutes.base import max_length
from transfer.importing import lookup, pictures, values
from transfer.importing.lookup import NameLookup
from transfer.importing.record import Record, UnreadableRecordError
from transfer.models import ArticleImportLine

Became = ArticleImportLine.Became
CHANGE, PUBLISH = "articles.change_article", "articles.publish_article"
LONGEST_ID = max_length(Article, "external_id")
LONGEST_TAG = max_length(Tag, "name")
# Judged by hand (`_check`), or set by the store.
NOT_CLEANED = ["area", "author", "checked_by", "live", "pending", "submitted_by", "body"]
VALUES: dict[str, Callable] = {  # fields by what reads them
    **dict.fromkeys(("title", "jurisdiction", "source"), values.line),
    "summary": lambda value, name: values.text(value, name).strip(),
    **dict.fromkeys(("ai_assisted", "is_stub"), values.tick),
    "source_kind": lambda value, name: values.chosen(value, name, lookup.KINDS),
    **dict.fromkeys(("publish_at", "expires_at"), values.moment),
    "checked_on": values.day,
}
AS_DRAFT = "您不能直接发布文章，按草稿导入，请送审"
NO_CHECK = "核对只能由核对的律师本人登记，核对日期和核对律师没有导入"
NO_REDIRECT = "您没有登记旧网址的权限，旧网址没有导入"


@dataclass(frozen=True)
class Allowed:
    """What the person may do in whose name articles are imported; the operator may do it all.

    `own` is the lawyer who imports: without `check` a file tells checks in this name alone, without
    `change` it brings articles of this author alone.
    """

    publish: bool = True
    change: bool = True
    check: bool = True
    redirect: bool = True
    own: Lawyer | None = None

    @classmethod
    def of(cls, user: User) -> "Allowed":
        """What somebody may do in the office now."""
        return cls(
            publish=user.has_perm(PUBLISH) and not SiteSettings.load().second_person,
            change=user.has_perm(CHANGE),
            check=False,
            redirect=user.has_perm("redirects.add_redirect"),
            own=getattr(user, "lawyer", None),
        )


@dataclass
class BuiltArticle:
    """An article that a record describes, and from `store.match_article` on what becomes of it."""

    record: Record
    article: Article = field(default_factory=Article)
    identity: str = ""  # by which it is known again
    given: set[str] = field(default_factory=set)  # names of the fields that the record says
    site_number: int | None = None
    tags: list[str] | None = None
    related: list[str] | None = None
    old_urls: list[str] = field(default_factory=list)
    category_urls: list[str] = field(default_factory=list)  # of its old category
    problems: list[tuple[str, str]] = field(default_factory=list)  # what somebody has to see to
    created: datetime | None = None
    updated: datetime | None = None
    held_back: bool = False  # a draft only for what somebody has to see to first
    pending: dict | None = None  # the content of a change that is not published yet
    done: Became = Became.NEW
    wanted: Article = field(init=False)  # as it should be stored, with tags of these `names`
    names: list[str] = field(default_factory=list)
    row: Article | None = None  # the stored one that is updated, as it was
    number: int = 0  # of the newest version once it is stored


class ArticleBuilder:
    """Builds articles from records, for one site and one run."""

    def __init__(
        self,
        scratch: str,
        *,
        areas: NameLookup,
        lawyers: NameLookup,
        publish: bool,
        allowed: Allowed = Allowed(),
    ):
        self.scratch, self.publish, self.allowed = scratch, publish, allowed
        self.areas, self.lawyers = areas, lawyers

    def make(self, record: Record, *, with_change: bool = True) -> BuiltArticle:
        """The article; UnreadableRecordError says what is wrong with the record.

        Without `with_change` it is itself the change of one, which has none of its own.
        """
        told = dict(record.fields)
        made = BuiltArticle(record)
        _name(made, told)
        self._fill(made, told)
        made.article.body = pictures.settled(record, self.scratch)
        made.article.settle()
        if not made.article.body and not made.article.is_stub:
            raise UnreadableRecordError("没有正文。")
        if "tags" in told:
            made.tags = sorted(set(values.several(told["tags"], "tags")))
        if "related" in told:
            related = values.several(told["related"], "related", values.LINE_ENDS)
            made.related = list(dict.fromkeys(related))
        made.old_urls = values.several(told.get("old_url"), "old_url", values.LINE_ENDS)
        urls = values.several(told.get("category_urls"), "category_urls", values.LINE_ENDS)
        made.category_urls = urls if self.allowed.redirect else []
        if told.get("submitted"):
            record.notes.append("导出时在送审，导入后请重新送审")
        _limit(made, told, self.allowed)
        _check(made)
        if with_change and (change := told.get("pending")):  # not published when it was exported
            if made.article.state != State.PUBLISHED:
                raise UnreadableRecordError("只有已发布的文章才会有尚未发布的修改（pending）。")
            fields = {**change, "id": made.identity, "state": State.PUBLISHED.value}
            inner = replace(record, fields=fields, body=record.change)  # which shares the notes
            changed = self.make(inner, with_change=False)
            made.pending = publishing.content_of(changed.article, changed.tags or [])
        return made

    def _fill(self, made, told):
        article = made.article
        for name, value_of in VALUES.items():
            if name in told:
                setattr(article, name, value_of(told[name], name))
                made.given.add(name)
        for name, known in (("area", self.areas), ("author", self.lawyers)):
            names = told.get(name)
            names = names if isinstance(names, list) else [names]
            names = [found for one in names if (found := values.line(one, known.label))]
            setattr(article, name, known.row_for(names, made))
        if checker := values.line(told.get("checked_by"), "checked_by"):
            article.checked_by = self.lawyers.get(checker)
            made.given.add("checked_by")
        state = values.line(told.get("state"), "state")
        if state:
            article.state = values.chosen(state, "state", lookup.STATES)
        elif self.publish:
            article.state = State.PUBLISHED
        if state or self.publish:
            made.given.add("state")
        if article.publish_at is None or "publish_at" not in made.given:
            article.publish_at = timezone.now()
            made.given.discard("publish_at")


def _name(made, told):
    """By what the article is known again: its id, or where it stands."""
    record = made.record
    number = values.line(told.get("site_number"), "site_number")
    if number:
        if not re.fullmatch(r"[1-9]\d{0,8}", number):
            raise UnreadableRecordError("“site_number”应当是一个数字。")
        made.site_number = int(number)
    made.created = values.moment(told.get("created"), "created")
    made.updated = values.moment(told.get("updated"), "updated")
    identity = values.line(told.get("id"), "id")
    if not identity and made.site_number:
        made.article.external_id = ""
        stamp = f"-{made.created:%Y%m%d%H%M%S}" if made.created else ""
        made.identity = f"antou-{number}{stamp}"
        return
    title = values.line(told.get("title"), "title")
    stem = f"{record.found.path.stem[:50]}：{title}" if record.line else record.found.stem
    made.identity = made.article.external_id = identity or values.line(stem, "id")
    if len(made.identity) > LONGEST_ID:
        raise UnreadableRecordError(f"编号（id）最多{LONGEST_ID}个字。")


def _limit(made, told, allowed):
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
            notes.append("您不能直接发布文章，尚未发布的修改没有导入")
    if not allowed.check and article.checked_by_id not in (None, allowed.own and allowed.own.pk):
        notes.append(NO_CHECK)
        article.checked_by = article.checked_on = None
        made.given -= {"checked_by", "checked_on"}
    if not allowed.redirect and made.old_urls:
        notes.append(NO_REDIRECT)
        made.old_urls = []
    if not allowed.change and allowed.own and article.author_id != allowed.own.pk:
        notes.append("您只能导入自己的文章，作者改为您本人")
        article.author = allowed.own


def _check(made):
    """What the forms and the constraints ask of an article, without asking the database."""
    article = made.article
    if not article.title:
        raise UnreadableRecordError("没有标题。")
    try:
        article.clean_fields(exclude=NOT_CLEANED)
    except ValidationError as error:
        words = [
            f"{article._meta.get_field(name).verbose_name}："
            f"{'；'.join(message.rstrip('。') for message in messages)}。"
            for name, messages in error.message_dict.items()
        ]
        raise UnreadableRecordError("".join(words)) from None
    tags = made.tags or []
    if too_long := next((name for name in tags if len(name) > LONGEST_TAG), ""):
        raise UnreadableRecordError(f"标签“{too_long[:30]}”过长，最多{LONGEST_TAG}个字。")
    if len(tags) > publishing.MOST_TAGS:
        raise UnreadableRecordError(f"有{len(tags)}个标签，最多{publishing.MOST_TAGS}个。")
    try:
        article.validate_constraints()
    except ValidationError as error:
        raise UnreadableRecordError("".join(error.messages)) from None

"""Builds an article from a record, within what the person who imports it may do."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, State, Tag
from articles.workflow import revisions
from firm.models import Lawyer, SiteSettings
from statutes.base import max_length
from transfer.importing import plain_formats, values
from transfer.importing.pictures import Pictures
from transfer.importing.record import Record, UnreadableRecordError, known_fields
from transfer.importing.site_lookup import SiteLookup

CHANGE, PUBLISH = "articles.change_article", "articles.publish_article"
LARGEST_BODY = 2 * 1024 * 1024  # signs of HTML, once its pictures are out
LONGEST_ID = max_length(Article, "external_id")
LONGEST_TAG = max_length(Tag, "name")
# Judged by hand (`_check`), or set by the store.
NOT_CLEANED = ["area", "author", "checked_by", "live", "pending", "submitted_by", "body"]
RULES = {rule.name: rule for rule in Article._meta.constraints}
AS_DRAFT = "您不能直接发布文章，按草稿导入，请送审"
NO_CHECK = "核对只能由核对的律师本人登记，核对日期和核对律师没有导入"
NO_REDIRECT = "您没有登记旧网址的权限，旧网址没有导入"
NO_CHANGE_WAITS = "您不能直接发布文章，尚未发布的修改没有导入"
OWN_AUTHOR = "您只能导入自己的文章，作者改为您本人"


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
    """An article that a record describes. `given` names the fields that the record says."""

    record: Record
    article: Article
    identity: str
    given: set[str] = field(default_factory=set)
    site_number: int | None = None
    tags: list[str] | None = None
    related: list[str] | None = None
    old_urls: list[str] = field(default_factory=list)
    created: datetime | None = None
    updated: datetime | None = None
    pending: dict | None = None  # the content of a change that is not published yet


@dataclass
class ArticleBuilder:
    """Builds articles from records, for one site and one run."""

    site: SiteLookup
    pictures: Pictures
    publish: bool = False
    allowed: Allowed = field(default_factory=Allowed)

    def make(self, record: Record, *, with_change: bool = True) -> BuiltArticle:
        """The article; UnreadableRecordError says what is wrong with the record.

        Without `with_change` it is itself the change of one, which has none of its own.
        """
        told = known_fields(record)
        made = BuiltArticle(record, Article(), "")
        _name(made, told)
        self._fill(made, told)
        self._fill_body(made, told)
        _fill_rest(made, told)
        _limit(made, told, self.allowed)
        _check(made)
        if with_change:
            self._fill_pending(made, told.get("pending"))
        return made

    def _fill(self, made, told):
        article = made.article
        for name in ("title", "jurisdiction", "source"):
            _set(made, told, name, values.line)
        _set(made, told, "summary", values.text)
        article.summary = article.summary.strip()
        for name in ("ai_assisted", "is_stub"):
            _set(made, told, name, values.tick)
        _set(made, told, "source_kind", lambda v, n: values.chosen(v, n, values.KINDS))
        for name in ("publish_at", "expires_at"):
            _set(made, told, name, values.moment)
        _set(made, told, "checked_on", values.day)
        self._fill_people(made, told)
        self._fill_state(made, told)

    def _fill_people(self, made, told):
        article, site = made.article, self.site
        article.area = _first_known(made, told.get("area"), site.areas, site.area)
        article.author = _first_known(made, told.get("author"), site.lawyers, site.author)
        if name := values.line(told.get("checked_by"), "checked_by"):
            article.checked_by = site.lawyers.get(name)
            made.given.add("checked_by")

    def _fill_state(self, made, told):
        article, told_state = made.article, values.line(told.get("state"), "state")
        if told_state:
            article.state = values.chosen(told_state, "state", values.STATES)
        elif self.publish:
            article.state = State.PUBLISHED
        if told_state or self.publish:
            made.given.add("state")
        if article.publish_at is None or "publish_at" not in made.given:
            article.publish_at = timezone.now()
            made.given.discard("publish_at")

    def _fill_body(self, made, told):
        record, article = made.record, made.article
        html = record.body or _told_body(told)
        values.check_signs(html, "body")
        html = self.pictures.take_over(record, html)
        if len(html) > LARGEST_BODY:
            raise UnreadableRecordError("正文超过2 MB，不像是一篇文章。")
        article.body = html
        article.settle()
        if not article.body and not article.is_stub:
            raise UnreadableRecordError("没有正文。")

    def _fill_pending(self, made, told):
        """A change that was not published when it was exported."""
        if not told:
            return
        if not isinstance(told, dict):
            told = values.mapping(told, "pending")
        if made.article.state != State.PUBLISHED:
            raise UnreadableRecordError("只有已发布的文章才会有尚未发布的修改（pending）。")
        inner = Record(made.record.found, made.record.line, fields=dict(told))
        inner.pictures = made.record.pictures
        inner.notes = made.record.notes
        inner.fields |= {"id": made.identity, "state": State.PUBLISHED.value}
        change = self.make(inner, with_change=False)
        made.pending = revisions.take(change.article, change.tags or [])


def _told_body(told):
    if told.get("markdown") and not told.get("body"):
        return plain_formats.body_of(values.text(told["markdown"], "markdown"))
    body = values.text(told.get("body"), "body").replace("\r\n", "\n")
    written_as = str(told.get("format", "")).strip().lower()
    if written_as in {"md", "markdown"}:
        return plain_formats.body_of(body)
    return body if "<" in body or written_as == plain_formats.HTML else _paragraphs(body)


def _paragraphs(text):
    """Plain text, as JSON lines may have it: a paragraph for each line."""
    lines = filter(None, map(str.strip, text.replace("&", "&amp;").splitlines()))
    return "\n".join(f"<p>{line}</p>" for line in lines)


def _set(made, told, name, read):
    if name in told:
        setattr(made.article, name, read(told[name], name))
        made.given.add(name)


def _first_known(made, told, known, default):
    """The row that a record names, by whichever of its names is known."""
    names = told if isinstance(told, list) else [told]
    names = [found for name in names if (found := values.line(name, known.label))]
    if row := next(filter(None, map(known.find, names)), None):
        return row
    if not names and default is None:
        raise UnreadableRecordError(f"没有写{known.label}。{known.there_are('')}")
    if default is None:
        return known.get(names[0])
    if names:
        made.record.notes.append(f"本站没有{known.label}“{names[0][:30]}”，用了{default.name}")
    return default


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


def _fill_rest(made, told):
    if "tags" in told:
        made.tags = sorted(set(values.several(told["tags"], "tags")))
    if "related" in told:
        made.related = list(dict.fromkeys(values.lines(told["related"], "related")))
    made.old_urls = values.lines(told.get("old_url"), "old_url")
    if told.get("submitted"):
        made.record.notes.append("导出时在送审，导入后请重新送审")


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


def _check(made):
    """What the forms and the constraints ask of an article, without asking the database."""
    article = made.article
    if not article.title:
        raise UnreadableRecordError("没有标题。")
    try:
        article.clean_fields(exclude=NOT_CLEANED)
    except ValidationError as error:
        raise UnreadableRecordError("".join(_named(article, error))) from None
    too_long = next((name for name in made.tags or [] if len(name) > LONGEST_TAG), "")
    if too_long:
        raise UnreadableRecordError(f"标签“{too_long[:30]}”过长，最多{LONGEST_TAG}个字。")
    if len(made.tags or []) > revisions.MOST_TAGS:
        raise UnreadableRecordError(f"有{len(made.tags)}个标签，最多{revisions.MOST_TAGS}个。")
    broken = {  # the rules that SQL keeps, said before it is asked
        "articles_expire_after_publish": article.expires_at is not None
        and article.expires_at <= article.publish_at,
        "articles_check_has_name": (article.checked_on is None) != (article.checked_by_id is None),
        "articles_reprint_has_source": article.source_kind == "reprint" and not article.source,
    }
    if found := next((name for name, is_broken in broken.items() if is_broken), None):
        raise UnreadableRecordError(str(RULES[found].violation_error_message))


def _named(article, error):
    for name, messages in error.message_dict.items():
        label = article._meta.get_field(name).verbose_name
        yield f"{label}：{'；'.join(message.rstrip('。') for message in messages)}。"

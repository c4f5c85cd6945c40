"""Imports files and folders batch by batch, sets their links, and tells who watches."""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DatabaseError, OperationalError, transaction

from articles.models import Article, RelatedLink, State
from richtext.base import upkeep
from richtext.base.decoding import size_of
from statutes.base import max_length
from transfer.importing import reading, store
from transfer.importing.article_builder import ArticleBuilder, Became, BuiltArticle
from transfer.importing.marks import Mark
from transfer.importing.old_sites.fit import split
from transfer.importing.record import SourceFile, UnreadableRecordError
from transfer.importing.store import StoredArticles, match_article

WILL = {Became.NEW: "将新导入", Became.UPDATED: "将更新"}
TOLD = [Became.NEW, Became.UPDATED, Became.UNCHANGED, Became.KEPT, Became.REFUSED]  # in this order
BATCH = 40  # stored in one transaction, for which whoever writes beside it has to wait
BATCH_CHARACTERS = 2 * 1024 * 1024  # of all bodies that are held, and stored, at once
LINKS_AT_A_TIME = 200
LONGEST_TITLE = max_length(RelatedLink, "title")
WEB = re.compile("https?://", re.I)
OUTSIDE = URLValidator(["http", "https"])
LONGEST_URL = max_length(RelatedLink, "url")


@dataclass
class Links:
    """Collects what is wanted during an import, and sets it at its end.

    Without `update` an article that has not changed keeps the links that an editor has picked.
    """

    update: bool
    # Of each article its place, its key (None in a dry run of what is new), the texts of its links,
    # and whether it gets them only where it has none.
    wanted: list[tuple[str, int | None, list[str], bool]] = field(default_factory=list)
    known: dict[str | int, int | None] = field(default_factory=dict)  # id, or number elsewhere

    def note(self, one: BuiltArticle, may_link: bool) -> None:
        """Remember the links of an article, and under which names others may mean it."""
        key = one.wanted.pk
        self.known[one.identity] = key
        if one.site_number:
            self.known[one.site_number] = key
        if may_link and one.related is not None and one.done != Became.KEPT:
            unchanged = one.done == Became.UNCHANGED and not self.update
            self.wanted.append((one.record.place, key, one.related, unchanged))

    @transaction.atomic
    def settle(self, some: slice, *, dry_run: bool) -> list[tuple[str, str]]:
        """Set some of the links; place and sentence for each that leads nowhere."""
        batch = self.wanted[some]
        told = {name for _, _, related, _ in batch for name in related}
        numbers = {number for one in told if (number := _number(one))}
        by_name = Article.objects.imported_as(told).values_list("external_id", "pk")
        by_number = Article.objects.filter(pk__in=numbers).values_list("pk", "pk")
        known = {**dict(by_name), **dict(by_number), **self.known}
        remarks, rows = [], {}
        for place, article, related, _ in batch:
            links: dict[tuple, RelatedLink] = {}
            for name in related:
                link = _link(name, article, known)
                if isinstance(link, str):
                    remarks.append((place, f"相关链接“{name[:60]}”没有导入：{link}"))
                else:
                    link.order = len(links) + 1
                    links.setdefault((link.target_id, link.url), link)
            rows[article] = links.values()
        if not dry_run:
            own = RelatedLink.objects.filter(article__in=list(rows))
            taken = set(own.values_list("article", flat=True))
            kept = {key for _, key, _, only_if_none in batch if only_if_none and key in taken}
            own.exclude(article__in=kept).delete()
            RelatedLink.objects.bulk_create(
                link for key in rows.keys() - kept for link in rows[key]
            )
        return remarks


def _link(told, article, known):
    """A link that is not stored yet, or why there is none."""
    title, bar, address = (part.strip() for part in told.rpartition("|"))
    if bar and WEB.match(address):
        try:
            OUTSIDE(address)
        except ValidationError:
            return "网址有误"
        if not title or len(title) > LONGEST_TITLE or len(address) > LONGEST_URL:
            return f"标题要有1到{LONGEST_TITLE}个字，网址最多{LONGEST_URL}个字符"
        return RelatedLink(article_id=article, url=address, title=title)
    name = told if told in known else _number(told)
    if name not in known:
        return "文章不存在；站外链接请按“标题 | 网址”填写"
    if known[name] == article and article is not None:
        return "是文章自己"
    return RelatedLink(article_id=article, target_id=known[name])


def _number(told):
    """The number in /articles/12/, also with our host before it; None for another text."""
    address = split(told)
    host, parts = address.hostname or "", address.path.strip("/").split("/")
    ours = host in {"", settings.SITE_HOST} and len(parts) == 2 and parts[0] == "articles"
    return int(parts[1]) if ours and re.fullmatch("[0-9]{1,9}", parts[1]) else None


@dataclass
class Report:
    """The result of an import: what was refused, what the operator should know, and the counts.

    Told along the way; the office keeps lines of its own besides (`transfer.office`).
    """

    files: int = 0
    records: int = 0
    done: Counter = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    doubts: dict[str, list[str]] = field(default_factory=dict)  # a sentence to its places

    @property
    def remarks(self) -> list[str]:
        """What should be known, the places of the same doubt together."""
        return [
            f"{where[0]}{f'等{len(where)}处' if len(where) > 1 else ''}：{words}。"
            for words, where in self.doubts.items()
        ]

    def has_stored(self, place: str) -> bool:
        """Whether an interrupted run has: what is other there by now is an editor's."""
        return False

    def before(self, batch: list[BuiltArticle]) -> None:
        """What will be stored, within the transaction that stores it."""

    def stored(self, batch: list[BuiltArticle]) -> None:
        """What was stored, in the same transaction; in a dry run what would be."""

    def refuse(self, place: str, words: str, title: str = "", notes: tuple[str, ...] = ()) -> None:
        """A record or a file that is not imported, and why; what else is to be known of it."""
        self.refused.append(f"{place}：{words}")

    def doubt(self, place: str, words: str) -> None:
        """Something that shows only when all is there."""
        self.doubts.setdefault(words, []).append(place)

    def settled(self) -> None:
        """A batch is through."""


def counted(number: Counter, labels: dict) -> str:
    """What becomes, or became, of records, by number; "" of none."""
    return "，".join(
        f"{labels.get(one, one.label)}{number[one]}{'处' if one == Became.REFUSED else '篇'}"
        for one in TOLD
        if number[one]
    )


@dataclass
class Import:
    """One run over files; `tick` is told the number of articles and the share of bytes read."""

    maker: ArticleBuilder
    update: bool = False
    dry_run: bool = False
    report: Report = field(default_factory=Report)
    tick: Callable[[int, float], None] = lambda *_: None
    user: User | None = None  # in whose name, None for the operator
    mark: Mark | None = None  # of the pages of an old site

    def __post_init__(self):
        self.links = Links(self.update)
        self.seen: dict[str, str] = {}  # identity to where it stood
        self.tried: dict[str, str] | None = {} if self.dry_run else None  # old addresses

    def run(self, found: list[SourceFile]) -> Generator[None, None, None]:
        """Import files batch by batch; what is stored is whole also when it is broken off."""
        self.report.files = len(found)
        batch: list[BuiltArticle] = []
        try:
            for made in self._made(found):
                if made is None:
                    yield
                    continue
                batch.append(made)
                signs = sum(len(one.article.body) for one in batch)
                if len(batch) >= BATCH or signs > BATCH_CHARACTERS:
                    self._store(batch)
                    upkeep.let_others_write()
                    batch = []
                    yield
            if batch:
                self._store(batch)
        finally:
            for start in range(0, len(self.links.wanted), LINKS_AT_A_TIME):
                some = slice(start, start + LINKS_AT_A_TIME)
                for remark in self.links.settle(some, dry_run=self.dry_run):
                    self.report.doubt(*remark)
            self.report.settled()

    def _made(self, found) -> Iterator[BuiltArticle | None]:
        """The articles, and None after each piece of work, and while none is there yet."""
        sizes = {one: size_of(one.path) for one in found}
        total, read, last = sum(sizes.values()) or 1, 0, None
        for record in reading.records(found, self.maker.scratch, self.mark):
            if record is None:
                yield None
                continue
            if record.found != last:
                read, last = read + sizes.get(last, 0), record.found
            self.report.records += 1
            try:
                if record.fault:
                    raise UnreadableRecordError(record.fault)
                made = self.maker.make(record)
                before = self.seen.setdefault(made.identity, record.place)
                if before != record.place:
                    words = f"编号“{made.identity[:40]}”和{before}相同，只导入前一篇。"
                    raise UnreadableRecordError(words)
            except UnreadableRecordError as error:
                self._refuse(record, error.words)
            else:
                yield made
            self.tick(self.report.records, min(read / total, 1))
            yield None
        self.tick(self.report.records, 1)

    def _refuse(self, record, words):
        notes = tuple(dict.fromkeys(record.notes))
        self.report.refuse(record.place, words, record.title, notes)
        self._note(record)

    def _note(self, record):
        for words in dict.fromkeys(record.notes):
            self.report.doubts.setdefault(words, []).append(record.place)
        record.notes.clear()

    def _may_link(self, made):
        """Links of one that was there already are for who may change it, and what visitors read."""
        if made.done != Became.UNCHANGED or self.report.has_stored(made.record.place):
            return True
        allowed, is_public = self.maker.allowed, made.wanted.state == State.PUBLISHED
        return allowed.change and (allowed.publish or not is_public)

    def _store(self, batch: list[BuiltArticle]) -> None:
        """A batch at once; where the database refuses it, one by one, so that one is named."""
        placed, refused = [], []
        try:
            with transaction.atomic():
                stored = StoredArticles(batch)
                for made in batch:
                    try:
                        update = self.update and not self.report.has_stored(made.record.place)
                        match_article(made, stored, update, self.maker.allowed.publish)
                        placed.append(made)
                    except UnreadableRecordError as error:
                        refused.append((made, error.words))
                self.report.before(placed)
                if not self.dry_run:
                    store.store(placed, self.user)
                store.redirect(placed, self.tried)
                self.report.stored(placed)
        except OperationalError:
            raise
        except DatabaseError:
            if len(batch) == 1:
                self._refuse(batch[0].record, "数据库没有接受这篇文章，请检查各项内容。")
                return
            for made in batch:
                made.article.pk = None
                self._store([made])
            return
        for made, words in refused:
            self._refuse(made.record, words)
        for made in placed:
            self.report.done[made.done] += 1
            self.links.note(made, self._may_link(made))
            self._note(made.record)
        self.report.settled()

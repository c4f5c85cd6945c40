"""Imports files and folders batch by batch, sets their links, and tells who watches."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DatabaseError, OperationalError, transaction

from articles.models import Article, RelatedLink
from richtext.base import upkeep
from richtext.base.front_matter import UnreadableFileError
from statutes.base import max_length
from transfer.importing import docx, files, html, plain_formats, store, values
from transfer.importing.article_builder import ArticleBuilder, BuiltArticle
from transfer.importing.record import Record, Refusal, SourceFile, UnreadableRecordError
from transfer.importing.store import MatchedArticle, Outcome, StoredArticles, match_article

READERS = {
    "md": plain_formats.read_markdown,
    "html": html.read,
    "docx": docx.read,
    "jsonl": plain_formats.read_jsonl,
}
BATCH = 40  # stored in one transaction, for which whoever writes beside it has to wait
BATCH_SIGNS = 8 * 1024 * 1024  # of all bodies that are held at once
Tick = Callable[[int, float], None]
LINKS_AT_A_TIME = 200
LONGEST_TITLE = max_length(RelatedLink, "title")
OUTSIDE = URLValidator(["http", "https"])
LONGEST_URL = max_length(RelatedLink, "url")


@dataclass
class Wanted:
    """The links that one article should have."""

    place: str
    article: int | None  # its key, None in a dry run of what is new
    related: list[str]
    only_if_none: bool


@dataclass
class Links:
    """Collects what is wanted during an import, and sets it at its end.

    Without `update` an article that has not changed keeps the links that an editor has picked.
    """

    update: bool = False
    wanted: list[Wanted] = field(default_factory=list)
    numbers: dict[int, int | None] = field(default_factory=dict)  # on the other site to here
    names: dict[str, int | None] = field(default_factory=dict)

    def note(self, one: MatchedArticle) -> None:
        """Remember the links of an article, and under which names others may mean it."""
        key, made = one.wanted.pk, one.made
        self.names[made.identity] = key
        if made.site_number:
            self.numbers[made.site_number] = key
        if made.related is not None and one.done != Outcome.KEPT:
            unchanged = one.done == Outcome.UNCHANGED and not self.update
            self.wanted.append(Wanted(made.record.place, key, made.related, unchanged))

    def settle(self, *, dry_run: bool) -> list[tuple[str, str]]:
        """Set all links; a sentence and its place for each that leads nowhere."""
        remarks = []
        for start in range(0, len(self.wanted), LINKS_AT_A_TIME):
            batch = self.wanted[start : start + LINKS_AT_A_TIME]
            with transaction.atomic():
                remarks += self._settle(batch, dry_run)
        self.wanted.clear()
        return remarks

    def _settle(self, batch, dry_run):
        known, remarks, rows = self._known(batch), [], {}
        for one in batch:
            found = [(told, self._link(told, one, known)) for told in one.related]
            remarks += [
                (f"相关链接“{told[:60]}”没有导入：{link}", one.place)
                for told, link in found
                if isinstance(link, str)
            ]
            rows[one.article] = [link for _, link in found if not isinstance(link, str)]
        if not dry_run:
            _replace(batch, rows)
        return remarks

    def _known(self, batch):
        """The articles of the site that the batch names by id, and by number."""
        told = {one for wanted in batch for one in wanted.related}
        numbers = {number for one in told if (number := _number(one))}
        by_name = Article.objects.imported_as(told).values_list("external_id", "pk")
        by_number = Article.objects.filter(pk__in=numbers).values_list("pk", "pk")
        return {**dict(by_name), **dict(by_number), **self.names, **self.numbers}

    def _link(self, told, one, known):
        """A link that is not stored yet, or why there is none."""
        title, bar, address = (part.strip() for part in told.rpartition("|"))
        if bar and values.is_web_address(address):
            return _outside(title, address, one)
        name = told if told in known else _number(told)
        if name not in known:
            return "文章不存在；站外链接请按“标题 | 网址”填写"
        if known[name] == one.article and one.article is not None:
            return "是文章自己"
        return RelatedLink(article_id=one.article, target_id=known[name])


def _outside(title, address, one):
    try:
        OUTSIDE(address)
    except ValidationError:
        return "网址有误"
    if not title or len(title) > LONGEST_TITLE or len(address) > LONGEST_URL:
        return f"标题要有1到{LONGEST_TITLE}个字，网址最多{LONGEST_URL}个字符"
    return RelatedLink(article_id=one.article, url=address, title=title)


def _number(told):
    """The number in /articles/12/, also with our host before it; None for another text."""
    try:
        host, parts = urlsplit(told).hostname or "", urlsplit(told).path.strip("/").split("/")
    except ValueError:
        return None
    ours = host in {"", settings.SITE_HOST} and len(parts) == 2 and parts[0] == "articles"
    return int(parts[1]) if ours and re.fullmatch("[0-9]{1,9}", parts[1]) else None


def _replace(batch, rows):
    own = RelatedLink.objects.filter(article__in=list(rows))
    taken = set(own.values_list("article", flat=True))
    kept = {one.article for one in batch if one.only_if_none and one.article in taken}
    own.exclude(article__in=kept).delete()
    made = []
    for key in rows.keys() - kept:
        once = {(link.target_id, link.url): link for link in reversed(rows[key])}
        for order, link in enumerate(reversed(once.values()), 1):
            link.order = order
            made.append(link)
    RelatedLink.objects.bulk_create(made)


class Watch:
    """Is told what becomes of each record; does nothing with it: the command has its report."""

    def before(self, batch: list[MatchedArticle]) -> None:
        """What will be stored, within the transaction that stores it."""

    def stored(self, batch: list[MatchedArticle]) -> None:
        """What was stored, in the same transaction; in a dry run what would be."""

    def refused(self, place: str, words: str, title: str = "", doubts: list[str] | None = None):
        """A record or a file that is not imported, and why; what else is to be known of it."""

    def doubt(self, place: str, words: str) -> None:
        """Something that shows only when all is there."""

    def settled(self) -> None:
        """A batch is through."""


@dataclass
class Report:
    """The result of an import: what was refused, what the operator should know, and the counts."""

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


@dataclass
class Import:
    """One run over files; `tick` is told the number of articles and the share of bytes read."""

    maker: ArticleBuilder
    update: bool = False
    dry_run: bool = False
    tick: Tick = lambda *_: None
    watch: Watch = field(default_factory=Watch)
    user: User | None = None  # in whose name, None for the operator
    report: Report = field(default_factory=Report)
    links: Links = field(default_factory=Links)
    seen: dict[str, str] = field(default_factory=dict)  # identity to where it stood

    def run(self, found: list[SourceFile]) -> Report:
        """Import files; what is stored is whole also when it is broken off by Ctrl-C."""
        for _ in self.steps(found):
            pass
        return self.report

    def steps(self, found: list[SourceFile]) -> Iterator[None]:
        """The same, batch by batch."""
        self.report.files, self.links.update = len(found), self.update
        batch: list[BuiltArticle] = []
        try:
            for made in self._made(found):
                batch.append(made)
                signs = sum(len(one.article.body) for one in batch)
                if len(batch) >= BATCH or signs > BATCH_SIGNS:
                    self._store(batch)
                    upkeep.let_others_write()
                    batch = []
                    yield
            self._store(batch)
        finally:
            for words, where in self.links.settle(dry_run=self.dry_run):
                self.report.doubts.setdefault(words, []).append(where)
                self.watch.doubt(where, words)
            self.watch.settled()

    def _made(self, found) -> Iterator[BuiltArticle]:
        total, read = sum(map(files.size_of, found)) or 1, 0
        for one in found:
            for record in self._records(one):
                self.report.records += 1
                if made := self._make(record):
                    yield made
                self.tick(self.report.records, min(read / total, 1))
            read += files.size_of(one)
        self.tick(self.report.records, 1)

    def _records(self, one: SourceFile) -> Iterator[Record | Refusal]:
        """The records of a file; what cannot be read at all is one refusal."""
        kind = one.path.suffix.lower()
        try:
            if kind in files.SHEETS:
                raise UnreadableRecordError(files.NOT_READ.format("CSV表格"))
            yield from READERS[files.FORMATS[kind]](one)
        except UnreadableFileError as error:
            yield Refusal(one.name, error.line, error.words)
        except UnicodeError:
            yield Refusal(one.name, 0, "文件后半部分编码有误，未读取；请另存为UTF-8。")
        except OSError:
            yield Refusal(one.name, 0, "文件后半部分无法读取。")

    def _make(self, record):
        if isinstance(record, Refusal):
            self.report.refused.append(str(record))
            self.watch.refused(record.place, record.words)
            return None
        try:
            made = self.maker.make(record)
            before = self.seen.setdefault(made.identity, record.place)
            if before != record.place:
                words = f"编号“{made.identity[:40]}”和{before}相同，只导入前一篇。"
                raise UnreadableRecordError(words)
        except UnreadableRecordError as error:
            self._refuse(record, error.words, error.line)
            return None
        return made

    def _refuse(self, record, words, line=0):
        refusal = Refusal(record.found.name, line or record.line, words)
        self.watch.refused(refusal.place, words, record.title, [*dict.fromkeys(record.notes)])
        self._note(record)
        self.report.refused.append(str(refusal))

    def _note(self, record):
        for words in dict.fromkeys(record.notes):
            self.report.doubts.setdefault(words, []).append(record.place)
        record.notes.clear()

    def _store(self, batch: list[BuiltArticle]) -> None:
        """A batch at once; where the database refuses it, one by one, so that one is named."""
        if not batch:
            return
        try:
            with transaction.atomic():
                placed, refused = self._stored(batch)
                self.watch.stored(placed)
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
        for one in placed:
            self.report.done[one.done] += 1
            self.links.note(one)
            self._note(one.made.record)
        self.watch.settled()

    def _stored(self, batch):
        stored, placed, refused = StoredArticles(batch), [], []
        may = {"update": self.update, "may_publish": self.maker.allowed.publish}
        for made in batch:
            try:
                placed.append(match_article(made, stored, **may))
            except UnreadableRecordError as error:
                refused.append((made, error.words))
        self.watch.before(placed)
        if not self.dry_run:
            store.store(placed, self.user)
        store.redirect(placed, dry_run=self.dry_run)
        return placed, refused

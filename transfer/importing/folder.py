"""Imports files and folders batch by batch: read, build, match, store."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError, transaction

from richtext.base import sqlite_yield
from richtext.base.unreadable import UnreadableFileError
from transfer.importing import docx, files, html, jsonl, markdown, store
from transfer.importing.article_builder import ArticleBuilder, BuiltArticle
from transfer.importing.article_matching import (
    MatchedArticle,
    Outcome,
    StoredArticles,
    match_article,
)
from transfer.importing.links import Links
from transfer.importing.record import Record, Refusal, SourceFile, UnreadableRecordError
from transfer.importing.watch import Watch

READERS = {"md": markdown.read, "html": html.read, "docx": docx.read, "jsonl": jsonl.read}
BATCH = 40  # stored in one transaction, for which whoever writes beside it has to wait
BATCH_SIGNS = 8 * 1024 * 1024  # of all bodies that are held at once
Tick = Callable[[int, float], None]


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
        return [f"{_places(where)}：{words}。" for words, where in self.doubts.items()]


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
                    sqlite_yield.let_others_write()
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
            self._check_once(made)
        except UnreadableRecordError as error:
            self._refuse(record, error.words, error.line)
            return None
        return made

    def _check_once(self, made):
        before = self.seen.setdefault(made.identity, made.record.place)
        if before != made.record.place:
            raise UnreadableRecordError(f"编号“{made.identity[:40]}”和{before}相同，只导入前一篇。")

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
            self._account(one)
        self.watch.settled()

    def _stored(self, batch):
        stored, placed, refused = StoredArticles(batch), [], []
        for made in batch:
            try:
                placed.append(self._matched(made, stored))
            except UnreadableRecordError as error:
                refused.append((made, error.words))
        self.watch.before(placed)
        if not self.dry_run:
            store.store(placed, self.user)
        store.redirect(placed, dry_run=self.dry_run)
        return placed, refused

    def _matched(self, made, stored):
        may_publish = self.maker.allowed.publish
        return match_article(made, stored, update=self.update, may_publish=may_publish)

    def _account(self, one: MatchedArticle):
        self.report.done[one.done] += 1
        self.links.note(one)
        self._note(one.made.record)


def _places(where):
    return where[0] if len(where) == 1 else f"{where[0]}等{len(where)}处"


def dry_run_words(done: Outcome) -> str:
    """How a dry run says it."""
    return {Outcome.NEW: "将新导入", Outcome.UPDATED: "将更新"}.get(done, done.label)

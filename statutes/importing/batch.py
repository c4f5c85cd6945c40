"""Many texts into the database: read, judged with the table in one batch, stored, reported."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import TextChoices
from django.utils import timezone

from richtext.base import upkeep
from statutes.base import Status
from statutes.citations.places import article_words
from statutes.data.rows import Row
from statutes.data.rules import EVERYTHING, closed, moved_by, plan
from statutes.importing.document import Document, Note
from statutes.importing.files import documents as read
from statutes.importing.files import find_files
from statutes.importing.versions import MatchedVersion, Version, match_version, merge_documents
from statutes.law.table import Table, current_state
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.search import indexing
from statutes.services import recheck, table


class OutcomeKind(TextChoices):
    NEW = "new", "新导入"
    UNCHANGED = "unchanged", "未变"
    REPLACED = "replaced", "已替换"
    KEPT = "kept", "有变化，未替换"


Tick = Callable[[str, int, int], None]
AHEAD = {OutcomeKind.NEW: "将新导入", OutcomeKind.REPLACED: "将替换"}
WRITTEN = {OutcomeKind.NEW, OutcomeKind.REPLACED}


@dataclass
class Report:
    """The result for many texts: `failed` lists what was not imported, with reasons."""

    files: int = 0
    lines: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    articles: int = 0
    copies: int = 0
    failed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def done_in_words(self, *, ahead: bool) -> str:
        """What became of the texts, or would, by number."""
        return "，".join(
            f"{AHEAD.get(one, one.label) if ahead else one.label}{self.done[one]}部"
            for one in OutcomeKind
            if self.done[one]
        )


MOST_LINES = 20  # that are named for one oddity of a file
ONE_ROW = "{named}都对应法规表里的{row}，都没有导入。"
NEW_ROW = "{}：法规表里没有，按文件新增{}（{}），请在后台核对日期和状态。"
ENDS = "{}的失效日期填为{}。"
GONE = "这一行刚刚从法规表中删除。"
NOT_TAKEN = "数据库没有接受这部法规（{}）。"
ENOUGH = 1_000  # articles in one transaction: whoever else writes to SQLite waits for it


def silent(*_: object) -> None:
    """The `Tick` of who does not want to know how far it is."""


def import_folder(*, folder: Path, dry_run: bool, replace: bool, tick: Tick = silent) -> Report:
    """Import the texts of a folder; UnreadableDocumentError when the folder itself cannot be read.

    `tick` is told what is being done, how many are through and how many there are.
    """
    report = Report()
    documents = [one for one in read_folder(folder, report, tick) if one]
    with recheck.batching_requests():
        for _ in import_documents(documents, report, dry_run=dry_run, replace=replace, tick=tick):
            pass
    return report


def import_documents(documents: list[Document], report: Report, **how: Any) -> Iterator[None]:
    """Import in steps, between which others may write."""
    versions, conflicts = merge_documents(documents)
    report.failed += conflicts
    yield from Import(report, **how).version_steps(versions)


def read_folder(folder: Path, report: Report, tick: Tick = silent) -> Iterator[Document | None]:
    """The text of each file, None for one that is none, and while nothing is there yet."""
    found, closed = find_files(folder)
    report.files = len(found)
    report.failed += [f"{name}：目录无法打开，请检查读取权限。" for name in closed]
    through = 0
    for said in read(found):
        document = said if isinstance(said, Document) else None
        if document:
            report.lines.update(document.tally)
            report.remarks += _noted(document.path, document.notes)
        elif isinstance(said, str):
            report.failed.append(said)
        if said is not None:
            through += 1
            tick("读取", through, len(found))
        yield document


def _noted(path: str, notes: list[Note]) -> Iterator[str]:
    """What is odd about a file, the lines with the same oddity together."""
    lines = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.line):
        lines[note.words].append(str(note.line))
    for words, numbers in lines.items():
        named = f"{'、'.join(numbers[:MOST_LINES])}{'等' if len(numbers) > MOST_LINES else ''}"
        where = "" if numbers == ["0"] else f" 第{named}行"
        yield f"{path}{where}：{words}。"


def portions(places: Iterable[MatchedVersion], enough: int) -> Iterator[list[MatchedVersion]]:
    some: list[MatchedVersion] = []
    articles = 0
    for one in places:
        some.append(one)
        articles += len(one.version.provisions) + 1
        if articles >= enough:
            yield some
            some, articles = [], 0
    if some:
        yield some


@dataclass
class Import:
    """The texts of one import, with what the table says to their new rows.

    Some are stored at a time, a transaction each: broken off, it goes on when it is begun again.
    What cannot be stored is told in `failed` and stops nothing else.
    """

    report: Report = field(default_factory=Report)
    replace: bool = False
    dry_run: bool = False
    tick: Tick = silent
    today: date = field(default_factory=timezone.localdate)

    def of_rows(self, places: Collection[MatchedVersion]) -> Report:
        """Store versions whose rows are known; what is there already costs no query."""
        with recheck.batching_requests():
            for _ in self.row_steps(places):
                pass
        return self.report

    def version_steps(self, versions: Collection[Version]) -> Iterator[None]:
        """Store versions, each with the row of the table that it is, or with a new one.

        In steps, between which others may write; those that mean one and the same row are left out.
        """
        known = Table.load()
        taken = {row.slug for row in known.rows.values()}
        by_row = defaultdict(list)
        for version in versions:
            self.report.remarks += version.remarks
            found = match_version(version, known, taken)
            taken.add(found.row.slug)
            by_row[found.row.slug].append(found)
        for same in by_row.values():
            if len(same) > 1:
                named = "和".join(str(one.version) for one in same)
                self.report.failed.append(ONE_ROW.format(named=named, row=same[0].row))
        yield from self.row_steps([same[0] for same in by_row.values() if len(same) == 1])

    def row_steps(self, places: Collection[MatchedVersion]) -> Iterator[None]:
        """As `of_rows` in steps."""
        left = self._without_known(places)
        if left:
            self._judge(left)
        done = len(places) - len(left)
        self.tick("导入", done, len(places))
        for some in portions(left, ENOUGH):
            if self.dry_run:
                for one in filter(self._fits, some):
                    would, remarks = preview(place=one, replace=self.replace)
                    self._account(one, would, [*remarks, *self._ending(one)])
            else:
                self._store(some)
            upkeep.let_others_write()
            for one in some:
                one.version.files.clear()  # many laws are much in memory
            done += len(some)
            self.tick("导入", done, len(places))
            yield
        if left and not self.dry_run:
            indexing.LAW.settle()

    def _without_known(self, places):
        """What is not stored yet just as it is, source included."""
        sources = TextSource.objects.in_bulk()
        left = []
        for one in places:
            source = sources.get(one.row.pk)
            same = one.row.has_text and one.row.digest == one.version.digest
            if same and source and _said(source) == _said(one.version.told):
                self._account(one, OutcomeKind.UNCHANGED, [])
            else:
                left.append(one)
        return left

    def _judge(self, places):
        """Hold all new rows against the table at once; those that are stored are new no more."""
        self.new = {one.row.slug: one for one in places if one.is_new}
        for row in Statute.objects.filter(slug__in=list(self.new)):
            one = self.new.pop(row.slug)  # another import has made it since the table was read
            if row.promulgated == one.row.promulgated:
                one.row, one.is_new = row, False
            else:
                one.fault = "法规表刚刚有了网址名称相同的另一行，请重新运行。"
        self.state = current_state()
        before = table.load_rows()
        rows = {slug: Row.of(one.row) for slug, one in self.new.items()}
        # What nobody checked ends where a newer version begins, be that one new as well
        checked = {slug for slug, row in rows.items() if row.status != Status.UNCHECKED}
        ended = closed([*before.values(), *rows.values()], before.keys() | checked)
        rows |= {row.slug: row for row in ended}
        changes = plan(before, rows.values(), timezone.localdate(), firms=())
        for row, fault in changes.left_out:
            self.new.pop(row.slug).fault = fault.words
        self.rows = {row.slug: row for row in changes.new}
        # The rows that end because a new one begins, by its short name and its day
        self.ends = {(after.short_name, after.effective_to): after for _, after in changes.closed}
        self.moved = moved_by(before, before | {row.slug: row for row in changes.wanted})

    @transaction.atomic
    def _store(self, places):
        """Store some, in one transaction; what the database refuses is taken back alone."""
        if fresh := any(one.is_new for one in places):
            # Lock the table, and judge anew when somebody has changed it meanwhile
            table.lock()
            if current_state() != self.state:
                self._judge(list(self.new.values()))
        held = table.held(Statute.objects.defer("note"))
        rows = held.in_bulk([one.row.pk for one in places if not one.is_new])
        for one in places:
            if one.row.pk in rows:
                one.row = rows[one.row.pk]
            elif not one.is_new:
                one.fault = GONE
        names = {one.row.short_name for one in places if self._fits(one) and self._store_one(one)}
        if fresh:
            names = {EVERYTHING} if EVERYTHING in self.moved else names | self.moved
        recheck.request_recheck(names)
        self.state = current_state()

    def _fits(self, one):
        if one.fault:
            self.report.failed.append(f"{one.version}：{one.fault}没有导入。")
        return not one.fault

    def _store_one(self, one):
        try:
            with transaction.atomic():
                ending = self._ending(one)
                if one.is_new:
                    self._store_row(one.row)
                done, remarks = store(place=one, replace=self.replace, day=self.today)
        except (DataError, IntegrityError) as error:
            one.fault = NOT_TAKEN.format(str(error).splitlines()[0])
            return self._fits(one)
        remarks += ending
        self._account(one, done, remarks)
        self.new.pop(one.row.slug, None)
        return done in WRITTEN

    def _store_row(self, row):
        """Store a new row with the values with which it fits in; the row that it ends."""
        self.rows[row.slug].put_into(row)
        found = self.ends.get((row.short_name, row.effective_from))
        ended = table.store_rows([found] if found else [], own=False)
        row.save()
        for older in ended:
            if older.has_text:
                indexing.fill(older, self.today)

    def _ending(self, one):
        """That an older version ends because a new one begins, or will."""
        place = one.row.short_name, one.row.effective_from
        found = self.ends.get(place) if one.is_new else None
        return [ENDS.format(found.called, found.effective_to)] if found else []

    def _account(self, one, done, remarks):
        report = self.report
        report.done[done] += 1
        report.articles += len(one.version.provisions)
        report.copies += one.version.copies
        if one.is_new and done == OutcomeKind.NEW:
            report.remarks.append(NEW_ROW.format(one.version, one.row, one.row.get_kind_display()))
        report.remarks += [f"{one.row}：{words}" for words in [*one.remarks, *remarks]]


SAID = ["name", "url", "status", "effective_from", "carried_from_id", "missing"]
FEW = 5  # articles that are named, of those that differ


def _said(source):
    return [getattr(source, name) for name in SAID]


def preview(*, place: MatchedVersion, replace: bool) -> tuple[OutcomeKind, list[str]]:
    """What `store` would do, without writing, and what the operator should know of it."""
    row = place.row
    if not row.has_text:
        return OutcomeKind.NEW, []
    if row.digest == place.version.digest:
        return OutcomeKind.UNCHANGED, []
    if TextSource.objects.filter(statute=row.pk, carried_from__isnull=False).exists():
        return OutcomeKind.NEW, []  # an older version's text, which any of its own replaces
    before = {(one.number, one.sub): one.text for one in row.articles.all()}
    after = {one.key: one.text for one in place.version.provisions}
    both = before.keys() & after.keys()
    kinds = {
        "新增": after.keys() - before.keys(),
        "删去": before.keys() - after.keys(),
        "改动": {key for key in both if before[key] != after[key]},
    }
    words = []
    for label, keys in kinds.items():
        named = "、".join(article_words(*key) for key in sorted(keys)[:FEW])
        if keys:
            words.append(f"{label}{len(keys)}条（{named}{'等' if len(keys) > FEW else ''}）")
    differs = "，".join(words) or "条文相同，只有标题、题注或者附件不同"
    done = OutcomeKind.REPLACED if replace else OutcomeKind.KEPT
    return done, [f"与已导入的条文相比：{differs}。"]


def store(*, place: MatchedVersion, replace: bool, day: date) -> tuple[OutcomeKind, list[str]]:
    """Store a text and its source, in the caller's transaction, which holds the row.

    A changed text takes the place of the stored one only when the operator said so.
    """
    done, remarks = preview(place=place, replace=replace)
    if done != OutcomeKind.KEPT:
        told = dict(zip(SAID, _said(place.version.told), strict=True))
        TextSource.objects.bulk_create(
            [TextSource(statute=place.row, **told)],
            update_conflicts=True,
            unique_fields=["statute"],
            update_fields=SAID,
        )
    if done in WRITTEN:
        _write(place.row, place.version, day)
    return done, remarks


def _write(row, version, day):
    had_text = row.has_text
    row.preamble, row.annex, row.digest = version.preamble, version.annex, version.digest
    row.imported_at = timezone.now()
    row.article_count = row.article_count or version.last_article
    row.save(update_fields=["preamble", "annex", "digest", "imported_at", "article_count"])
    if had_text:
        row.articles.all().delete()
    StatuteArticle.objects.bulk_create(
        (
            StatuteArticle(
                statute=row, number=one.number, sub=one.sub, part=one.part, text=one.text
            )
            for one in version.provisions
        ),
        batch_size=500,
    )
    indexing.fill(row, day, is_new=not had_text)

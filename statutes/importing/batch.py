"""Many texts into the database: read, judged with the table in one batch, stored, reported."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from richtext.base import upkeep
from richtext.base.front_matter import UnreadableFileError
from statutes.base import Status
from statutes.data.rows import Row
from statutes.data.rules import EVERYTHING, Fault, closed, moved_by, plan
from statutes.importing.document import Document, Note
from statutes.importing.files import SourceFile, find_files, text_of
from statutes.importing.matching import MatchedVersion, match_version
from statutes.importing.reader import parse
from statutes.importing.store import Outcome, OutcomeKind, preview, store
from statutes.importing.versions import Version, merge_documents
from statutes.law.table import Table
from statutes.models import Statute, TableState, TextSource
from statutes.search import indexing
from statutes.services import recheck, table


class Judgement:
    """What new rows would do to the table as it stands in a state.

    `refused` are those that contradict it, by slug; `ends` the rows of the table that end because
    a new one begins, by the short name and the day of that one.
    """

    def __init__(self, places: Collection[MatchedVersion]):
        self.state = state_of_table()
        before = table.load_rows()
        rows = _settled_among_themselves(before, [Row.of(one.row) for one in places])
        changes = plan(before, rows, timezone.localdate(), firms=())
        self.refused: dict[str, Fault] = {row.slug: fault for row, fault in changes.left_out}
        self.rows = {row.slug: row for row in changes.new}
        self.ends = {(after.short_name, after.effective_to): after for _, after in changes.closed}
        self.moved = moved_by(before, before | {row.slug: row for row in changes.wanted})

    def settle(self, place: MatchedVersion) -> list[Row]:
        """Give a new row the values with which it fits in; the rows of the table that it ends."""
        row = place.row
        self.rows[row.slug].put_into(row)
        found = self.ends.get((row.short_name, row.effective_from))
        return [found] if found else []

    def to_recheck(self, short_names: Collection[str]) -> set[str]:
        """The lineages whose citing texts are to be re-checked, "" for all, once these are in."""
        if EVERYTHING in self.moved:
            return {EVERYTHING}
        return {*self.moved, *short_names}


def state_of_table() -> UUID | None:
    """By what is known whether somebody has changed the table meanwhile."""
    return TableState.objects.values_list("state", flat=True).first()


def _settled_among_themselves(before, rows):
    """What nobody checked ends where a newer version begins, be that one new as well."""
    stated = before.keys() | {row.slug for row in rows if row.status != Status.UNCHECKED}
    ended = {row.slug: row for row in closed([*before.values(), *rows], stated)}
    return [ended.get(row.slug, row) for row in rows]


Tick = Callable[[str, int, int], None]


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


def silent(*_: object) -> None:
    """The `Tick` of who does not want to know how far it is."""


ONE_ROW = "{named}都对应法规表里的{row}，都没有导入。"
NEW_ROW = "{}：法规表里没有，按文件新增{}（{}），请在后台核对日期和状态。"
GONE = "这一行刚刚从法规表中删除。"
NOT_TAKEN = "数据库没有接受这部法规（{}）。"
ENOUGH = 1_000  # articles in one transaction: whoever else writes to SQLite waits for it


def import_versions(
    versions: Collection[Version],
    *,
    replace: bool = False,
    dry_run: bool = False,
    report: Report | None = None,
    tick: Tick = silent,
) -> Report:
    """Store versions, each with the row of the table that it is, or with a new one."""
    report = report if report is not None else Report()
    places = _place_all(versions, report)
    return import_matched(places, replace=replace, dry_run=dry_run, report=report, tick=tick)


def import_matched(
    places: Collection[MatchedVersion],
    *,
    replace: bool = False,
    dry_run: bool = False,
    report: Report | None = None,
    tick: Tick = silent,
) -> Report:
    """Store versions whose rows are known; what is there already costs no query.

    Some at a time, a transaction each: broken off, it goes on when it is begun again. What cannot
    be stored is told in `failed` and stops nothing else.
    """
    report = report if report is not None else Report()
    batch = _Batch(report, replace=replace)
    left = batch.without_known(places)
    if left:
        batch.judge(left)
    done = len(places) - len(left)
    tick("导入", done, len(places))
    with recheck.batching_requests():
        for some in portions(left, ENOUGH):
            act = batch.foresee if dry_run else batch.store
            act(some)
            upkeep.let_others_write()
            for one in some:
                one.version.files.clear()  # many laws are much in memory
            done += len(some)
            tick("导入", done, len(places))
    if left and not dry_run:
        indexing.LAW.settle()
    return report


def _place_all(versions, report):
    """Each version with its row; those that mean one and the same row are left out."""
    known = Table.load()
    taken = {row.slug for row in known.rows.values()}
    by_row = defaultdict(list)
    for version in versions:
        report.remarks += version.remarks
        found = match_version(version, known, taken)
        taken.add(found.row.slug)
        by_row[found.row.slug].append(found)
    for same in by_row.values():
        if len(same) > 1:
            named = "和".join(str(one.version) for one in same)
            report.failed.append(ONE_ROW.format(named=named, row=same[0].row))
    return [same[0] for same in by_row.values() if len(same) == 1]


def portions(places: Iterable[MatchedVersion], enough: int) -> Iterator[list[MatchedVersion]]:
    """Some at a time, until they have so many articles together."""
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


class _Batch:
    """The texts of one import, with what the table says to their new rows."""

    def __init__(self, report: Report, *, replace: bool):
        self.report, self.replace = report, replace
        self.today = timezone.localdate()

    def without_known(self, places):
        """What is not stored yet just as it is, source included."""
        sources = TextSource.objects.in_bulk()
        left = []
        for one in places:
            source = sources.get(one.row.pk)
            told = one.version.told.fields()
            same = one.row.has_text and one.row.digest == one.version.digest
            if same and source and all(getattr(source, name) == told[name] for name in told):
                self._account(one, Outcome(OutcomeKind.UNCHANGED))
            else:
                left.append(one)
        return left

    def judge(self, places):
        """Hold all new rows against the table at once; those that are stored are new no more."""
        self.new = {one.row.slug: one for one in places if one.is_new}
        self._find_made_meanwhile()
        self.judged = Judgement(self.new.values())
        for slug, fault in self.judged.refused.items():
            self.new.pop(slug).fault = fault.words

    def _find_made_meanwhile(self):
        """What another import has made since the table was read is new no more."""
        for row in Statute.objects.filter(slug__in=list(self.new)):
            one = self.new.pop(row.slug)
            if row.promulgated == one.row.promulgated:
                one.row, one.is_new = row, False
            else:
                one.fault = "法规表刚刚有了网址名称相同的另一行，请重新运行。"

    def foresee(self, places):
        for one in places:
            if self._fits(one):
                self._account(one, preview(place=one, replace=self.replace))

    @transaction.atomic
    def store(self, places):
        """Store some, in one transaction; what the database refuses is taken back alone."""
        if fresh := any(one.is_new for one in places):
            # Lock the table, and judge anew when somebody has changed it meanwhile
            table.lock()
            if state_of_table() != self.judged.state:
                self.judge(list(self.new.values()))
        self._hold_rows(places)
        stored = [one for one in places if self._fits(one) and self._store_one(one)]
        names = {one.row.short_name for one in stored}
        recheck.request_recheck(self.judged.to_recheck(names) if fresh else names)
        self.judged.state = state_of_table()

    def _hold_rows(self, places):
        held = table.held(Statute.objects.defer("note"))
        rows = held.in_bulk([one.row.pk for one in places if not one.is_new])
        for one in places:
            if one.row.pk in rows:
                one.row = rows[one.row.pk]
            elif not one.is_new:
                one.fault = GONE

    def _fits(self, one):
        if one.fault:
            self._refuse(one, one.fault)
        return not one.fault

    def _store_one(self, one):
        try:
            with transaction.atomic():
                outcome = self._stored(one)
        except (DataError, IntegrityError) as error:
            self._refuse(one, NOT_TAKEN.format(str(error).splitlines()[0]))
            return False
        self._account(one, outcome)
        self.new.pop(one.row.slug, None)
        return outcome.done in {OutcomeKind.NEW, OutcomeKind.REPLACED}

    def _stored(self, one):
        ended = []
        if one.is_new:
            ended = table.store_rows(self.judged.settle(one), own=False)
            one.row.save()
        for older in ended:
            if older.has_text:
                indexing.fill(older, self.today)
        outcome = store(place=one, replace=self.replace, day=self.today)
        outcome.remarks += [f"{older}的失效日期填为{older.effective_to}。" for older in ended]
        return outcome

    def _refuse(self, one, words):
        self.report.failed.append(f"{one.version}：{words}没有导入。")

    def _account(self, one, outcome):
        report = self.report
        report.done[outcome.done] += 1
        report.articles += len(one.version.provisions)
        report.copies += one.version.copies
        if one.is_new and outcome.done == OutcomeKind.NEW:
            report.remarks.append(NEW_ROW.format(one.version, one.row, one.row.get_kind_display()))
        report.remarks += [f"{one.row}：{words}" for words in [*one.remarks, *outcome.remarks]]


MOST_LINES = 20  # that are named for one oddity of a file


def import_folder(*, folder: Path, dry_run: bool, replace: bool, tick: Tick = silent) -> Report:
    """Import the texts of a folder; UnreadableDocumentError when the folder itself cannot be read.

    `tick` is told what is being done, how many are through and how many there are.
    """
    found, closed = find_files(folder)
    report = Report(files=len(found))
    report.failed += [f"{name}：目录无法打开，请检查读取权限。" for name in closed]
    versions, conflicts = merge_documents(_read_all(found, report, tick))
    report.failed += conflicts
    return import_versions(versions, replace=replace, dry_run=dry_run, report=report, tick=tick)


def _read_all(found: list[SourceFile], report, tick) -> list[Document]:
    documents = []
    for number, one in enumerate(found, 1):
        try:
            documents.append(_read_one(one))
        except UnreadableFileError as error:
            where = f"{one.name} 第{error.line}行" if error.line else one.name
            report.failed.append(f"{where}：{error.words}")
        tick("读取", number, len(found))
    for document in documents:
        report.lines.update(document.tally)
        report.remarks += _noted(document)
    return documents


def _read_one(found):
    text, is_gbk = text_of(found)
    document = parse(text, found.name)
    if is_gbk:
        words = "不是UTF-8，按GB18030（GBK）读取；请核对文字，最好另存为UTF-8"
        document.notes.append(Note(0, words))
    return document


def _noted(document):
    """What is odd about a file, the lines with the same oddity together."""
    lines = defaultdict(list)
    for note in sorted(document.notes, key=lambda note: note.line):
        lines[note.words].append(str(note.line))
    for words, numbers in lines.items():
        named = f"{'、'.join(numbers[:MOST_LINES])}{'等' if len(numbers) > MOST_LINES else ''}"
        where = "" if numbers == ["0"] else f" 第{named}行"
        yield f"{document.path}{where}：{words}。"

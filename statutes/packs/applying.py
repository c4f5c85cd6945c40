"""A pack brought into a site: statute by statute, each whole or not at all.

A statute is all versions of one text: their rows and their texts go in one transaction, judged as
every change of the table is. What is there already is left alone, so a pack that was interrupted
is taken up by applying it again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from statutes.data.changes import ChangeError, Changes
from statutes.data.rows import Row
from statutes.importing import store
from statutes.importing.matching import MatchedVersion
from statutes.models import LawImportLine, Statute, TableVersion
from statutes.packs.moved import differences
from statutes.packs.reading import Pack
from statutes.search import indexing
from statutes.services import recheck, table

KEPT_ROW = "法规包中{}"
LEFT_OUT = "与表中已有的内容矛盾：{}"
OTHER_VERSION = "{}的条文没有导入：本所表中的公布日期是{}，法规包中是{}"
NO_ROW_HERE = "{}的条文没有导入：表中没有这一行"
Became = LawImportLine.Became
ADDED = "新增"
REFUSED_BY_DATABASE = "数据库不接受其中的内容"


@dataclass(frozen=True)
class Line:
    """A line of the report: what became of which statute, and how."""

    became: str
    subject: str
    words: str

    def __str__(self):
        return f"{Became(self.became).label}：{self.subject}：{self.words}。"


Keep = Callable[[Line], object]


@dataclass
class Unit:
    """A statute that the pack changes: all its rows in the pack, none where they stay as they are,
    and the slugs of the texts to store.
    """

    subject: str
    rows: list[Row]
    texts: list[str]


@dataclass
class Plan:
    """What a pack does to this site: the statutes, how many stay, what is told beforehand."""

    units: list[Unit] = field(default_factory=list)
    unchanged: int = 0
    lines: list[Line] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


def plan(pack: Pack) -> Plan:
    """Compare a pack with the site; nothing is written."""
    changes = table.compare(rows=pack.rows.values(), own=False)
    stored = dict(Statute.objects.values_list("slug", "digest"))
    out = {row.slug for row, _ in changes.left_out}
    texts = [slug for slug, digest in pack.digests.items() if stored.get(slug) != digest]
    moved = {row.slug for row in changes.wanted}
    wanted = moved | {slug for slug in texts if slug not in out}
    found = Plan(changes=changes, lines=[*_told(changes)])
    for subject, rows in _lineages(pack.rows.values()).items():
        mine = {row.slug for row in rows}
        if mine & wanted:
            given = [row for row in rows if row.slug not in out] if mine & moved else []
            found.units.append(Unit(subject, given, sorted(mine & set(texts) - out)))
        else:
            found.unchanged += 1
    return found


def preview(pack: Pack, found: Plan) -> Iterator[Line]:
    """A line for each statute, as `carry_out` would write them."""
    yield from found.lines
    known = {one.slug: one for one in Statute.objects.defer("preamble", "annex")}
    for unit in found.units:
        rows = [*_row_words(found.changes, unit)]
        told = [_text_told(pack, slug, known.get(slug)) for slug in unit.texts]
        yield from _lines(unit, rows, told)


def carry_out(pack: Pack, found: Plan, keep: Keep) -> Iterator[None]:
    """Store a pack; `keep` is told each line within the transaction that it speaks of.

    A statute that needs another one first (what replaced it, a name that the other gives up) waits
    for it; those that need each other go in one transaction.
    """
    for line in found.lines:
        keep(line)
    waiting = found.units
    while waiting:
        left = []
        for unit in waiting:
            if not _stored(pack, [unit], keep):
                left.append(unit)
            yield
        if len(left) == len(waiting):
            _last(pack, left, keep)
            break
        waiting = left
    indexing.LAW.settle()
    _note_day(pack)


def summary(lines: Iterable[Line], unchanged: int) -> str:
    """How many statutes became what."""
    number = Counter(one.became for one in lines)
    told = [f"{one.label}{number[one]}部" for one in Became if number[one]]
    return "，".join([*told, f"未变{unchanged}部"])


def _lineages(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.short_name].append(row)
    return found


def _told(changes):
    mine = table.load_rows() if changes.kept else {}
    for row in changes.kept:
        words = KEPT_ROW.format(differences(mine[row.slug], row))
        yield Line(Became.KEPT, row.called, words)
    for row, fault in changes.left_out:
        yield Line(Became.REFUSED, row.called, LEFT_OUT.format(fault.words.rstrip("。")))


def _stored(pack, units, keep):
    """Whether statutes could be stored together; what the database refuses is told and passed."""
    try:
        with transaction.atomic():
            table.lock()
            rows = [row for one in units for row in one.rows]
            changes = table.apply(rows=rows, own=False) if rows else Changes()
            if changes.left_out:
                raise ChangeError([fault for _, fault in changes.left_out])
            lines = [line for unit in units for line in _unit_stored(pack, unit, changes)]
            for line in lines:  # when all is through: none of them speaks of what is undone
                keep(line)
    except ChangeError:
        return False
    except (DataError, IntegrityError):
        for unit in units:
            keep(Line(Became.REFUSED, unit.subject, REFUSED_BY_DATABASE))
    return True


def _unit_stored(pack, unit, changes):
    texts = [_text_stored(pack, slug) for slug in unit.texts]
    return [*_lines(unit, [*_row_words(changes, unit)], texts)]


def _last(pack, units, keep):
    """Those that wait for each other, together; or each with what is wrong with it."""
    if _stored(pack, units, keep):
        return
    for unit in units:
        keep(Line(Became.REFUSED, unit.subject, LEFT_OUT.format(_faults(unit))))


def _faults(unit):
    """What is wrong with the rows of a statute, by themselves."""
    try:
        found = [fault for _, fault in table.compare(rows=unit.rows, own=False).left_out]
    except ChangeError as error:
        found = error.faults
    return "；".join(dict.fromkeys(fault.words.rstrip("。") for fault in found))


def _lines(unit, rows, texts):
    """What became of a statute, its rows first; apart, what of it was not taken."""
    told = [*rows, *(words for done, words in texts if done)]
    if told:
        added = [words for words in rows if words.endswith(ADDED)]
        is_new = bool(added) and len(added) == len(unit.rows)
        yield Line(Became.NEW if is_new else Became.CHANGED, unit.subject, "；".join(told))
    if out := [words for done, words in texts if not done]:
        yield Line(Became.REFUSED, unit.subject, "；".join(out))


def _row_words(changes, unit):
    """What changes in its rows, and in older versions of the site that end with them."""
    slugs = {row.slug for row in unit.rows}
    yield from (f"{row.called}{ADDED}" for row in changes.new if row.slug in slugs)
    for before, after in changes.changed:
        if after.slug in slugs:
            yield f"{after.called}{differences(before, after)}"
    for before, after in changes.closed:
        if after.short_name == unit.subject:
            yield f"{after.called}{differences(before, after)}"


def _text_told(pack, slug, row):
    """Whether a text would be stored, and what is told of it."""
    wanted = pack.rows[slug]
    if row is None:
        return True, _imported(wanted, pack.text(slug))
    if row.promulgated != wanted.promulgated:
        days = (row.promulgated or "空", wanted.promulgated or "空")
        return False, OTHER_VERSION.format(wanted.called, *days)
    return True, _compared(wanted, pack.text(slug), row)


def _text_stored(pack, slug):
    """Store a text, with its source; whether it was, and what is told of it."""
    row = Statute.objects.filter(slug=slug).first()
    if row is None:
        return False, NO_ROW_HERE.format(pack.rows[slug].called)
    done, words = _text_told(pack, slug, row)
    if done:
        place = MatchedVersion(pack.text(slug).version(row.name), row)
        store.store(place=place, replace=True, day=timezone.localdate())
        recheck.request_recheck([row.short_name])
    return done, words


def _compared(wanted, text, row):
    if not row.has_text:
        return _imported(wanted, text)
    place = MatchedVersion(text.version(wanted.name), row)
    return f"{wanted.called}的条文{store.difference(row=row, place=place)}"


def _imported(wanted, text):
    return (
        f"{wanted.called}导入条文{len(text.articles)}条"
        if text.articles
        else f"{wanted.called}导入全文"
    )


def _note_day(pack):
    """The table is as of the day of the pack, and no older table that is shipped overwrites it."""
    known = TableVersion.objects.filter(pk=1).first()
    shipped = not known or not known.shipped or known.shipped <= pack.manifest.day
    table.set_version(day=pack.manifest.day, shipped=shipped)

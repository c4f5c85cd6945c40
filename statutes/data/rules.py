"""What a table of statutes must not say, and what a change does to it. Pure, over all its rows.

The same rules guard a file, the shipped table and the form of one row.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from itertools import pairwise

from statutes.base import Status
from statutes.citations.names import fold
from statutes.data.rows import PLAIN, Row

# Words that every second text uses of itself: as a name they would mean one statute everywhere.
HEADS = ["", "本", "该", "同", "此", "暂行", "实施"]
KINDS = [
    "法", "法律", "条例", "办法", "解释", "规定", "细则", "规则", "决定", "意见", "通知",
    "批复", "纪要", "修正案",
]  # fmt: skip
GENERIC = {f"{head}{kind}" for head in HEADS for kind in KINDS}
GENERIC |= {"法规", "司法解释", "章程", "条文", "行政法规"}
SHORTEST = 2
LONGEST = 160  # of another name, as of a full one: every text is searched for the longest
LONG_AGO = date.min
STARTS_EARLY = "施行日期{start}早于公布日期{made}。"
ENDS_EARLY = "失效日期{end}应当晚于{label}{day}。"
NO_END = "填写取代它的法规后，还要填失效日期；如日期不清楚，把状态改为“已废止”。"
UNKNOWN = "没有网址名称为“{}”的法规。"
RING = "互相取代，形成循环：{}。"
OWN_VERSION = "取代它的是同一部法规的新版本，这一栏请留空，只填失效日期。"
ALIKE = "“{}”和“{}”仅写法不同，请使用同一简称。"
TAKEN = "“{alias}”已经是{owner}的{what}，一个名称只能属于一部法规。"
TWIN = "与{}（{}）的公布日期和施行日期都相同，是同一个版本。"
STILL_OPEN = "{begins}，{older}却没有失效日期。"
MOST_IN_RING = 10  # rows that a sentence about a ring names


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of one row, as a sentence; `other` is the slug of the row
    that it contradicts, if it is another one."""

    slug: str
    field: str
    words: str
    other: str = ""


def faults(rows: Collection[Row]) -> list[Fault]:
    """Everything that is wrong with a table; slugs are unique in it."""
    return [
        *(fault for row in rows for fault in _of_row(row)),
        *_of_replacements({row.slug: row for row in rows}),
        *_of_names(rows),
        *(fault for versions in _lineages(rows) for fault in _of_versions(versions)),
    ]


def closed(rows: Collection[Row], stated: Collection[str]) -> list[Row]:
    """The rows that end because a newer version begins, with that day as their end.

    Rows in `stated` are left as somebody wrote them. What nobody checked ends no checked one.
    """
    return [
        replace(older, effective_to=newer.effective_from)
        for versions in _lineages(rows)
        for older, newer in pairwise(versions)
        if newer.effective_from
        and not older.ends
        and older.slug not in stated
        and (newer.status != Status.UNCHECKED or older.status == Status.UNCHECKED)
    ]


def _lineages(rows):
    def age(row):
        return row.effective_from or row.promulgated or LONG_AGO, row.promulgated or LONG_AGO

    found = defaultdict(list)
    for row in rows:
        found[row.short_name].append(row)
    return [sorted(versions, key=age) for versions in found.values()]


def _of_row(row):
    for field, label in (("name", "全称"), ("short_name", "简称")):
        if not fold(getattr(row, field)):
            yield Fault(row.slug, field, f"缺少{label}。")
    start, end, made = row.effective_from, row.effective_to, row.promulgated
    if start and made and start < made:
        yield Fault(row.slug, "effective_from", STARTS_EARLY.format(start=start, made=made))
    if end and (start or made) and end <= (start or made):
        label = "施行日期" if start else "公布日期"
        yield Fault(
            row.slug, "effective_to", ENDS_EARLY.format(end=end, label=label, day=start or made)
        )
    if row.replaced_by and not row.ends:
        yield Fault(row.slug, "effective_to", NO_END)


def _of_replacements(rows):
    for row in filter(lambda row: row.replaced_by, rows.values()):
        other = rows.get(row.replaced_by)
        way, here = {row.slug: row}, other  # to the end, or back to this one
        while here and here.slug not in way:
            way[here.slug] = here
            here = rows.get(here.replaced_by)
        if other is None:
            words = UNKNOWN.format(row.replaced_by)
        elif here is row:
            names = [one.called for one in [*way.values(), row]]
            if len(names) > MOST_IN_RING:  # each row of a long one tells it anew
                names[MOST_IN_RING - 1 : -1] = ["……"]
            words = RING.format("→".join(names))
        elif other.short_name == row.short_name:
            words = OWN_VERSION
        else:
            continue
        yield Fault(row.slug, "replaced_by", words, row.replaced_by)


def _of_names(rows):
    shorts: dict[str, Row] = {}
    fulls: dict[str, Row] = {}
    others: dict[str, Row] = {}
    for row in rows:
        owner = shorts.setdefault(fold(row.short_name), row)
        if owner.short_name != row.short_name:
            words = ALIKE.format(owner.short_name, row.short_name)
            yield Fault(row.slug, "short_name", words, owner.slug)
        fulls.setdefault(fold(row.name), row)
        if fold(row.short_name) in GENERIC or len(fold(row.short_name)) < SHORTEST:
            yield Fault(row.slug, "short_name", f"“{row.short_name}”过于笼统，不能用作简称。")
    for row, alias in [(one, name) for one in rows for name in one.aliases]:
        folded = fold(alias)
        if folded in GENERIC or len(folded) < SHORTEST:
            yield Fault(row.slug, "aliases", f"“{alias}”过于笼统，不能用作法规名称。")
            continue
        if len(alias) > LONGEST:
            words = f"“{alias[:20]}……”过长，一个名称最多{LONGEST}个字；多个名称用分号隔开。"
            yield Fault(row.slug, "aliases", words)
            continue
        others.setdefault(folded, row)
        for owners, what in ((shorts, "简称"), (fulls, "全称"), (others, "其他名称")):
            other = owners.get(folded)
            if other and other.short_name != row.short_name and folded != fold(row.name):
                words = TAKEN.format(alias=alias, owner=other.called, what=what)
                yield Fault(row.slug, "aliases", words, other.slug)
                break


def _of_versions(versions):
    seen: dict[tuple, Row] = {}
    for row in versions:
        twin = seen.setdefault((row.promulgated, row.effective_from), row)
        if twin is not row:
            words = TWIN.format(twin.called, twin.slug)
            yield Fault(row.slug, "promulgated", words, twin.slug)
    for older, newer in pairwise(versions):
        start, end = newer.effective_from, older.effective_to
        are_twins = (older.promulgated, older.effective_from) == (newer.promulgated, start)
        # That what nobody checked is in force is what nobody says
        if not start or are_twins or Status.UNCHECKED in {older.status, newer.status}:
            continue
        begins = f"{newer.called}自{start}起施行"
        if end and end > start:
            words = f"{older.called}的失效日期{end}晚于{begins}。"
        elif not older.ends:
            words = STILL_OPEN.format(begins=begins, older=older.called)
        else:
            continue
        yield Fault(older.slug, "effective_to", words, newer.slug)


EVERYTHING = ""  # stands for all lineages, as in services.recheck
# What no citation and no warning depends on.
QUIET = {"issuer", "official_url", "note", "source", "checked_on"}
LOUD = [name for name in [*PLAIN, "replaced_by"] if name not in QUIET]


class ChangeError(Exception):
    """A table that contradicts itself; `faults` names every place. Nothing was stored."""

    def __init__(self, found: list[Fault]):
        super().__init__("\n".join(one.words for one in found))
        self.faults = found


@dataclass
class Changes:
    """What rows that come in do to the table, in their order.

    `kept` are rows of the firm's own of which the shipped table says something else, `left_out`
    shipped rows that contradict those, `closed` older versions that end because a newer begins.
    """

    new: list[Row] = dataclass_field(default_factory=list)
    changed: list[tuple[Row, Row]] = dataclass_field(default_factory=list)
    unchanged: list[Row] = dataclass_field(default_factory=list)
    kept: list[Row] = dataclass_field(default_factory=list)
    left_out: list[tuple[Row, Fault]] = dataclass_field(default_factory=list)
    closed: list[tuple[Row, Row]] = dataclass_field(default_factory=list)

    @property
    def wanted(self) -> list[Row]:
        return [*self.new, *(after for _, after in [*self.changed, *self.closed])]

    def __bool__(self):
        return bool(self.wanted)


def plan(
    before: dict[str, Row], rows: Collection[Row], today: date, firms: Collection[str] | None = None
) -> Changes:
    """Compare rows with the table; ChangeError when the table would contradict itself.

    Rows that are not given stay. `firms`, for a shipped table, are the slugs of the rows that the
    firm keeps itself: these stay as they are, and a shipped row that contradicts one is left out.
    """
    before = {slug: row.settled(today) for slug, row in before.items()}
    given = {row.slug: row.settled(today) for row in rows}
    theirs = [given.pop(slug) for slug in list(given) if slug in (firms or ())]
    changes = Changes(kept=[row for row in theirs if before[row.slug] != row])
    after = with_closed(before | given, given, today)
    while found := concerning(after, given):
        if firms is None:
            raise ChangeError(found)
        wrong: dict[str, Fault] = {}
        for fault in found:
            wrong.setdefault(fault.slug if fault.slug in given else fault.other, fault)
        changes.left_out += [(given.pop(slug), fault) for slug, fault in wrong.items()]
        after = with_closed(before | given, given, today)
    for slug, row in given.items():
        if slug not in before:
            changes.new.append(row)
        elif before[slug] != row:
            changes.changed.append((before[slug], row))
        else:
            changes.unchanged.append(row)
    changes.closed = [
        (before[slug], row)
        for slug, row in after.items()
        if slug not in given and row != before[slug]
    ]
    return changes


def with_closed(rows: dict[str, Row], stated: Collection[str], today: date) -> dict[str, Row]:
    """The table with the end of each version that a newer one takes over from."""
    ended = {row.slug: row.settled(today) for row in closed(rows.values(), stated)}
    return rows | ended


def concerning(rows: dict[str, Row], slugs: Collection[str]) -> list[Fault]:
    """The faults in which one of these rows has a part: of two that clash, the other is right."""
    ordered = sorted(rows.values(), key=lambda row: row.slug in slugs)
    return [one for one in faults(ordered) if one.slug in slugs or one.other in slugs]


def moved_by(before: dict[str, Row], after: dict[str, Row]) -> frozenset[str]:
    """The lineages whose citing texts are to be re-checked; EVERYTHING when names changed.

    A name that was added, taken away or given to another text may be cited anywhere. What was
    replaced by something that moved has moved too.
    """
    if _names(before) != _names(after):
        return frozenset([EVERYTHING])
    slugs = {slug for slug in before | after if _loud(before.get(slug)) != _loud(after.get(slug))}
    names = {rows[slug].short_name for rows in (before, after) for slug in slugs if slug in rows}
    grown = None
    while names != grown:
        grown = set(names)
        moved = {slug for slug, row in after.items() if row.short_name in names}
        names |= {row.short_name for row in after.values() if row.replaced_by in moved}
    return frozenset(names)


def _loud(row):
    return row and [getattr(row, name) for name in LOUD]


def _names(rows):
    return {
        (name, row.short_name)
        for row in rows.values()
        for name in (row.name, row.doc_no, *row.aliases)
    }

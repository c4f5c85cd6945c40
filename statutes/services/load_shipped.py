"""Brings the shipped tables into the database, and checks them; what the firm changed stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import NamedTuple

from django.core.checks import Warning, register
from django.db import DatabaseError, transaction
from django.utils import timezone

from statutes.data import table_csv
from statutes.data.rules import ChangeError, Changes
from statutes.models import RenamedCrime, Statute, TableVersion
from statutes.services import table as services_table


class LoadReport(NamedTuple):
    """How many rows of one table were new, changed, as they are, kept as the firm has them."""

    new: int
    changed: int
    unchanged: int
    kept: int

    def __str__(self):
        return f"新增{self.new}、更新{self.changed}、未变{self.unchanged}、保留本所修改{self.kept}"


@dataclass(frozen=True)
class Report:
    changes: Changes
    crimes: LoadReport
    further: tuple[tuple[str, LoadReport], ...]

    @property
    def statutes(self) -> LoadReport:
        """Of the statutes; a version that ended with a newer one counts as changed."""
        one = self.changes
        changed = len(one.changed) + len(one.closed)
        return LoadReport(len(one.new), changed, len(one.unchanged), len(one.kept))

    def __str__(self):
        left = len(self.changes.left_out)
        out = f"、没有载入{left}" if left else ""
        further = "".join(f"；{name}：{one}" for name, one in self.further)
        return f"法规：{self.statutes}{out}；罪名：{self.crimes}{further}。"


class Further(NamedTuple):
    """A table of an app above that comes with the same version and cites the law.

    `is_missing`: nothing of it was ever loaded; `load` works within the transaction of the others.
    """

    is_missing: Callable[[], bool]
    load: Callable[[], LoadReport]


FURTHER: dict[str, Further] = {}  # by what they are called


def is_due() -> bool:
    """Whether the shipped tables are newer than what was loaded; cheap, asked at each start."""
    loaded = TableVersion.objects.filter(pk=1).values_list("shipped", flat=True).first()
    if not loaded or loaded < table_csv.version() or not Statute.objects.exists():
        return True
    return any(one.is_missing() for one in FURTHER.values())


def bring_up_to_date() -> str:
    """Load what came with a new version of the software; a line for the operator, or "".

    What is wrong with it is told and stops nothing: the site works with the table that it has.
    """
    try:
        return f"法规表已更新。{load()}" if is_due() else ""
    except (table_csv.DamagedDataError, ChangeError) as error:
        return f"随软件提供的法规表没有载入：{error}"


def load(*, store: bool = True) -> Report:
    """Load all tables, all or nothing; with `store` false nothing is kept.

    DamagedDataError for a file that cannot be read, ChangeError for a table that contradicts
    itself. Doing it again changes nothing.
    """
    with transaction.atomic():
        version, rows = table_csv.version(), table_csv.statutes()
        changes = services_table.apply(rows=rows, version=version, own=False)
        crimes, _ = bring(RenamedCrime, table_csv.crimes(), attrgetter("old_name"))
        further = tuple((name, one.load()) for name, one in FURTHER.items())
        if not store:
            transaction.set_rollback(True)
    return Report(changes, crimes, further)


def bring(model, rows, key) -> tuple[LoadReport, list]:
    """Make the table of a model say what the rows say; the tally, and the records written.

    By `key` a shipped record is one that is stored. A row that is shipped no more goes, unless the
    firm made it its own.
    """
    wanted = [model(**fields) for fields in rows]
    stored = list(model.objects.all())
    known = {key(one): one for one in stored}
    pairs = [known.pop(key(one), None) for one in wanted]
    names = list(rows[0]) if rows else []
    met = [(old, values) for old, values in zip(pairs, rows, strict=True) if old]
    differing = [
        (old, values)
        for old, values in met
        if any(getattr(old, name) != value for name, value in values.items())
    ]
    changed = [old for old, _ in differing if not old.is_own]
    for old, values in differing:
        for name, value in values.items() if not old.is_own else ():
            setattr(old, name, value)
    keep = {old.pk for old, _ in met} | {one.pk for one in stored if one.is_own}
    model.objects.filter(pk__in=[one.pk for one in stored if one.pk not in keep]).delete()
    added = model.objects.bulk_create(
        new for new, old in zip(wanted, pairs, strict=True) if not old
    )
    if changed:
        model.objects.bulk_update(changed, names, batch_size=services_table.BATCH)
    kept = len(differing) - len(changed)
    tally = LoadReport(len(added), len(changed), len(met) - len(differing), kept)
    return tally, [*added, *changed]


OLD = timedelta(days=180)
NEVER = "法规表从来没有核对过"
REFRESH = (
    "请升级软件后运行 manage.py load_statutes 载入新的法规表；"
    "或者逐项核对后，在后台“法规表的日期”里点“今天已逐项核对”。"
)


@register()
def table(app_configs, **kwargs):
    """statutes.W001: the table is older than 180 days; W002: it is empty."""
    try:
        empty = not Statute.objects.exists()
        version = TableVersion.objects.values_list("version", flat=True).first()
    except DatabaseError:  # there is none yet
        return []
    if empty:
        hint = "请运行 manage.py load_statutes 载入随软件提供的法规表。"
        words = "法规表是空的，文章里引用的法规无法核对。"
        return [Warning(words, hint=hint, id="statutes.W002")]
    age = timezone.localdate() - version if version else None
    if age is not None and age <= OLD:
        return []
    told = f"法规表核对至{version}，距今{age.days}天" if age else NEVER
    return [Warning(f"{told}，法律可能已经变动。", hint=REFRESH, id="statutes.W001")]

"""Re-checks the texts that cite the law after the law has changed.

A change of the table asks in its own transaction (`ask`), so none is ever without its re-check.
Where few texts cite what changed they are seen to at once; the worker goes through all of them in
any case (`InTurns`), so a process that dies, or two that meet, leave nothing unseen.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from statutes.law.table import Table
from statutes.models import CitingModel, PendingRecheck, TableVersion
from statutes.services import citation_sync

ALL = ""  # asked for in place of a short name: every text, as when a name is added
AT_ONCE = 200  # texts that a person who changes the table waits for
LATE = timedelta(minutes=10)  # a worker that lives begins within seconds
BATCH = 500  # texts held in memory, and written in one transaction
texts_checked = Signal()  # with `keys`: what these texts cite was held against the table
_held: ContextVar[set[str] | None] = ContextVar("held", default=None)


def request_recheck(short_names: Iterable[str]) -> None:
    """Note, in the transaction under way, that what cites these lineages is to be re-checked.

    An empty string asks for every text.
    """
    wanted = set(short_names)
    for short_name in sorted(wanted):
        PendingRecheck.objects.update_or_create(short_name=short_name)
    held = _held.get()
    if held is not None:
        held |= wanted
    elif wanted:
        transaction.on_commit(lambda: of_lineages(wanted, at_most=AT_ONCE), robust=True)


@contextmanager
def batching_requests() -> Iterator[None]:
    """Context: collects requests and handles them once at its end; an import makes hundreds."""
    held: set[str] = set()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    if held:
        transaction.on_commit(lambda: of_lineages(held, at_most=AT_ONCE), robust=True)


def of_lineages(
    short_names: Iterable[str], *, at_most: int | None = None, today=None
) -> int | None:
    """Re-check the texts that cite these lineages; how many changed.

    None when it was not done: more than `at_most` texts.
    """
    names = set(short_names)
    if at_most is not None and texts_citing(names) > at_most:
        return None
    return sum(_changes(names, today or timezone.localdate()))


def texts_citing(short_names: Iterable[str]) -> int:
    names = set(short_names)
    return sum(_citing(model, names).count() for model in citation_sync.citing_models())


class ResumableRecheck:
    """Works off the requests; when stopped, it resumes from there at the next call.

    So the worker sends mail between two turns of a long re-check. What it has done so far is
    forgotten with its process: the requests stay until all is done, and it begins anew.
    """

    def __init__(self):
        self._steps: Iterator[int] | None = None

    def __call__(self, keep_going: Callable[[], bool] = lambda: True) -> int:
        self._steps, changed = self._steps or _steps(), 0
        try:
            for number in self._steps:
                changed += number
                if not keep_going():
                    return changed
        except BaseException:
            self._steps = None
            raise
        self._steps = None
        return changed


def _steps():
    """Batch by batch, how many texts changed; a request that is made again meanwhile stays."""
    asked = list(PendingRecheck.objects.all())
    yield from _changes({one.short_name for one in asked}, timezone.localdate())
    for one in asked:
        PendingRecheck.objects.filter(pk=one.pk, asked_at=one.asked_at).delete()


def _changes(names, today):
    """How many texts changed, batch by batch, each with the table as it is by then."""
    for model in citation_sync.citing_models() if names else []:
        for batch in _batches(_citing(model, names)):
            changed = citation_sync.refresh_batch(model, batch, table=Table.latest(), today=today)
            texts_checked.send(model, keys=[text.pk for text in batch])
            yield changed


def waiting() -> int:
    """How many lineages are still to be re-checked in what cites them."""
    return PendingRecheck.objects.count()


def late() -> QuerySet[PendingRecheck]:
    """The re-checks asked for so long ago that no worker can be there to do them."""
    return PendingRecheck.objects.filter(asked_at__lt=timezone.now() - LATE)


@transaction.atomic
def begin_day(today=None) -> bool:
    """Ask for every text once a day: laws take effect and end by date, with nobody's doing.

    True when the day was new.
    """
    today = today or timezone.localdate()
    if not _behind(today).update(rechecked_on=today):
        return False
    request_recheck([ALL])
    return True


def is_new_day() -> bool:
    """Whether `begin_day` is still to come today; changes nothing and holds nothing."""
    return _behind(timezone.localdate()).exists()


def _behind(today):
    stale = Q(rechecked_on__isnull=True) | ~Q(rechecked_on=today)
    return TableVersion.objects.filter(stale)


def _citing(model: type[CitingModel], short_names):
    texts = model.texts().order_by("pk")
    if ALL in short_names:
        return texts
    theirs = Q(short_name__in=short_names) | Q(leads_to__short_name__in=short_names)
    return texts.filter(pk__in=model.objects.filter(theirs).values(model.text_field))


def _batches(texts):
    """Texts in the order of their keys, some at a time, each a query: memory stays flat."""
    batch = list(texts[:BATCH])
    while batch:
        yield batch
        batch = list(texts.filter(pk__gt=batch[-1].pk)[:BATCH])

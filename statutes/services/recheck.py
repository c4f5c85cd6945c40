"""Re-checks the texts that cite the law: asked for in the transaction that changes the table.

Where few texts cite what changed they are seen to at once; the worker goes through all of them in
any case, so a process that dies, or two that meet, leave nothing unseen.
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
    """Ask, in this transaction, to re-check what cites these lineages; "" for every text."""
    wanted = set(short_names)
    for short_name in sorted(wanted):
        PendingRecheck.objects.update_or_create(short_name=short_name)
    held = _held.get()
    if held is not None:
        held |= wanted
    else:
        _see_to_few(wanted)


@contextmanager
def batching_requests() -> Iterator[None]:
    """Context: collects requests and handles them once at its end; an import makes hundreds."""
    held: set[str] = set()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    _see_to_few(held)


def _see_to_few(names):
    def see():
        if texts_citing(names) <= AT_ONCE:
            of_lineages(names)

    if names:
        transaction.on_commit(see, robust=True)


def of_lineages(short_names: Iterable[str], *, today=None) -> int:
    """Re-check the texts that cite these lineages; how many changed."""
    return sum(_changes(set(short_names), today or timezone.localdate()))


def texts_citing(short_names: Iterable[str]) -> int:
    names = set(short_names)
    return sum(_citing(model, names).count() for model in citation_sync.citing_models())


class Resumable:
    """Does what `begin` gives step by step; when told to stop, it goes on at the next call.

    So the worker sends mail between two turns of what takes long. How far it was is forgotten with
    its process: each step leaves every record whole, and the next process begins with the rest.
    """

    def __init__(self, begin: Callable[[], Iterator[object]]):
        self._begin = begin
        self._steps: Iterator[object] | None = None

    def __call__(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        self._steps = self._steps or self._begin()
        try:
            with batching_requests():
                for _ in self._steps:
                    if not keep_going():
                        return
        except BaseException:
            self._steps = None
            raise
        self._steps = None


def steps() -> Iterator[int]:
    """All that is asked for, batch by batch; a request that is made again meanwhile stays."""
    asked = list(PendingRecheck.objects.all())
    yield from _changes({one.short_name for one in asked}, timezone.localdate())
    for one in asked:
        PendingRecheck.objects.filter(pk=one.pk, asked_at=one.asked_at).delete()


def _changes(names, today):
    """How many texts changed, batch by batch, each with the table as it is by then."""
    for model in citation_sync.citing_models() if names else []:
        texts = _citing(model, names)
        batch = list(texts[:BATCH])
        while batch:  # each a query: memory stays flat
            changed = citation_sync.refresh_batch(model, batch, table=Table.latest(), today=today)
            texts_checked.send(model, keys=[text.pk for text in batch])
            yield changed
            batch = list(texts.filter(pk__gt=batch[-1].pk)[:BATCH])


def _citing(model: type[CitingModel], short_names):
    texts = model.texts().order_by("pk")
    if ALL in short_names:
        return texts
    theirs = Q(short_name__in=short_names) | Q(leads_to__short_name__in=short_names)
    return texts.filter(pk__in=model.objects.filter(theirs).values(model.text_field))


def waiting() -> int:
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
    return TableVersion.objects.filter(Q(rechecked_on__isnull=True) | ~Q(rechecked_on=today))

"""Keep the citations of stored texts, the warnings and what is decided about them true."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import starmap, zip_longest
from operator import attrgetter
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from statutes.base import Level, Outcome, Reason
from statutes.law.table import Table
from statutes.law.warnings import judge
from statutes.models import CitingModel, Decision, TableState
from statutes.models.statute import SHORT

Citing = TypeVar("Citing", bound=CitingModel)
# What is compared to see whether a text's records are still true; `found_on` follows from them.
FACTS = [
    *("short_name", "statute_id", "number", "sub", "until", "clause", "item", "start", "end"),
    *("quote", "level", "reason", "words", "leads_to_id", "fingerprint", "settled"),
]
STATE = Subquery(TableState.objects.values("state")[:1])
WRITTEN = [*(name.removesuffix("_id") for name in FACTS), "found_on"]


def citing_models() -> list[type[CitingModel]]:
    """The records of every app that keep citations: articles, canned replies, periods."""
    return [model for model in apps.get_models() if issubclass(model, CitingModel)]


def name_of(model: type[CitingModel], pk) -> str:
    """How a text is named in the records of decisions: `articles.article:12`."""
    return f"{model.text_model()._meta.label_lower}:{pk}"


def text_of_name(name: str) -> tuple[type[CitingModel] | None, str]:
    """The kind and the key that such a name means; (None, "") for a kind that there is not."""
    label, _, pk = name.partition(":")
    found = [model for model in citing_models() if model.text_model()._meta.label_lower == label]
    return (found[0], pk) if found else (None, "")


def admin_url(model: type[CitingModel], pk) -> str:
    meta = model.text_model()._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


def locked(model: type[CitingModel], pk):
    """The stored text, locked until the transaction ends; None when it is gone."""
    return model.texts().select_for_update().filter(pk=pk).first()


@transaction.atomic(savepoint=False)
def save_text(*, text: Any, **how) -> None:
    """Store a text with what it cites and the warnings about it; `how` goes to its `save`.

    The row is held from its storing on, so of two who save it the later one cites last.
    """
    text.save(**how)
    model = text.citations.model
    stored = _stored(model, [text.pk])
    known = next((row["state"] for row in stored[text.pk]), None)
    reading = Reading(model, text, Table.latest(known), timezone.localdate())
    _store(model, _untrue([reading], stored), stored)


def preview(model: type[Citing], text) -> list[Citing]:
    """What a text as it is typed cites, and is warned of: records of which none is stored."""
    reading = Reading(model, text, Table.latest(), timezone.localdate())
    _untrue([reading], _stored(model, [text.pk]))
    _decide(model, {text.pk: reading.records})
    return reading.records


def refresh_batch(model: type[CitingModel], texts: list, *, table: Table, today: date) -> int:
    """The same for many texts; how many of them changed.

    They are read without a lock: what somebody has saved meanwhile is read anew.
    """
    readings = {text.pk: Reading(model, text, table, today) for text in texts}
    changed = _untrue(readings.values(), _stored(model, readings))
    if not changed:
        return 0
    with transaction.atomic():
        now = model.texts().select_for_update().filter(pk__in=list(changed)).order_by("pk")
        renewed = [readings[text.pk].renewed(text) for text in now]
        stored = _stored(model, [reading.pk for reading in renewed])
        changed = _untrue(renewed, stored)
        _decide(model, changed)
        _store(model, changed, stored)
    return len(changed)


class Reading:
    """What one text cites on a day by one state of the table, as records that are not stored."""

    def __init__(self, model, text, table, today):
        self.model, self.pk, self.table, self.today = model, text.pk, table, today
        self.words, self.day = text.citing_words, text.citing_day
        found = judge(table, self.words, self.day, today)
        self.records = [self._record(*one) for one in found]

    def renewed(self, text):
        """The same when the text still is what was read, else another."""
        if (self.words, self.day) == (text.citing_words, text.citing_day):
            return self
        return Reading(self.model, text, self.table, self.today)

    def _record(self, citation, row, warning):
        record = self.model(
            **{_key(self.model): self.pk},
            short_name=citation.statute[:SHORT],
            statute_id=row and row.pk,
            number=citation.number,
            sub=citation.sub,
            until=citation.until,
            clause=citation.clause,
            item=citation.item,
            start=citation.start,
            end=citation.end,
            quote=citation.written[:300],
        )
        if warning:
            record.level, record.reason = warning.level, warning.reason
            record.words = warning.words[:400]
            record.leads_to_id = warning.leads_to and warning.leads_to.pk
            record.fingerprint = warning.fingerprint[:160]
            record.misquote, record.instead = warning.misquote, warning.instead
        return record


def _key(model):
    return model._meta.get_field(model.text_field).attname


def _stored(model, keys):
    """The rows of some texts by the key of the text, each with the state of the table."""
    key, found = _key(model), defaultdict(list)
    own = model.objects.filter(**{f"{key}__in": list(keys)}).order_by("start")
    for row in own.annotate(state=STATE).values("pk", key, "found_on", "state", *FACTS):
        found[row[key]].append(row)
    return found


def _untrue(readings, stored):
    """The new records of each text whose stored ones are not true any more, by its key.

    A warning that stood keeps the day on which it was found, and is settled as it was. Whether
    one that is new, or has come again, is settled is not known here: None.
    """
    before = {(pk, row["fingerprint"]): row for pk, rows in stored.items() for row in rows}
    for one in readings:
        for record in filter(attrgetter("level"), one.records):
            row = before.get((one.pk, record.fingerprint))
            record.found_on = (row and row["found_on"]) or one.today
            record.settled = row["settled"] if row else None
    return {
        one.pk: one.records
        for one in readings
        if not all(starmap(_is_row, zip_longest(one.records, stored[one.pk])))
    }


def _is_row(record, row):
    return bool(record and row) and all(getattr(record, name) == row[name] for name in FACTS)


def _store(model, records, stored):
    """Put the records of some texts in place of those that there are, row by row.

    A row is written over where there is one, so that a usual change of a text is one statement.
    """
    over, new, gone = [], [], []
    for pk, wanted in records.items():
        for record, row in zip_longest(wanted, stored[pk]):
            if record is None:
                gone.append(row["pk"])
            elif row is None:
                new.append(_decided(record, pk))
            elif not _is_row(record, row):
                record.pk = row["pk"]
                over.append(_decided(record, pk))
    if gone:
        model.objects.filter(pk__in=gone).delete()
    if over:
        model.objects.bulk_create(
            over, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
        )
    if new:
        model.objects.bulk_create(new)


def _decide(model, records):
    """Say of the new warnings of some texts which are settled; one query for all of them."""
    named = [(name_of(model, pk), one) for pk, own in records.items() for one in own]
    new = [(name, one) for name, one in named if one.settled is None]
    rows = Decision.objects.filter(text__in=[name for name, _ in new]).order_by("pk")
    # The last decision counts: what was taken back, or rewritten and has come again, is open
    last = {(row.text, row.fingerprint): row.outcome for row in rows}
    for name, one in new:
        one.settled = last.get((name, one.fingerprint)) == Outcome.CONFIRMED


def _decided(record, pk):
    """A record to be written; the database looks up whether a new warning is settled."""
    if record.settled is None:
        name = name_of(type(record), pk)
        last = Decision.objects.filter(text=name, fingerprint=record.fingerprint).order_by("-pk")
        stands = last.annotate(stands=Q(outcome=Outcome.CONFIRMED)).values("stands")[:1]
        record.settled = Coalesce(Subquery(stands), False)
    return record


# What a lawyer decides about warnings, and which are still open.


class NothingToDecideError(Exception):
    """The warning is gone or settled by now; the text of it is a sentence for the page."""


GONE = "这条提示已有变化：文字已修改、法规有变动或他人已作决定。请查看当前情况。"


def open_warnings(model: type[CitingModel], text) -> list[CitingModel]:
    """The warnings of a text that nobody has settled; for `note_rewritten` after a change."""
    return list(model.objects.open().filter(**{model.text_field: text}))


@transaction.atomic
def confirm(*, citation: CitingModel, lawyer: str, user, note: str = "") -> Decision:
    """A named lawyer lets every place of the text with that warning stand, while its facts do."""
    text = locked(type(citation), citation.text_id)
    alike = text and _alike(type(citation), text.pk, citation.fingerprint)
    kept = alike and alike.filter(settled=False).first()
    if not kept:
        raise NothingToDecideError(GONE)
    made = _record(kept, text, Outcome.CONFIRMED, user, lawyer, note)
    alike.update(settled=True)
    return made


@transaction.atomic
def take_back(*, decision: Decision, user, note: str = "") -> Decision:
    """Open a warning again that was confirmed; the confirmation stays on record beside it."""
    model, pk = text_of_name(decision.text)
    text = model and locked(model, pk)
    if not text or decision.pk not in decisions_in_force([decision]):
        raise NothingToDecideError(GONE)
    made = _record(decision, text, Outcome.REOPENED, user, decision.lawyer, note)
    _alike(model, pk, decision.fingerprint).update(settled=False)
    return made


@transaction.atomic(savepoint=False)
def note_rewritten(
    *, text, before: Iterable[CitingModel], now: Iterable[CitingModel], user
) -> list[Decision]:
    """Record which open warnings went because a text was changed and saved.

    `before` are its open warnings as they were (`open_warnings`), `now` all that it cites.
    """
    left, quotes = {one.fingerprint for one in now}, {one.quote for one in now}
    gone = {one.fingerprint: one for one in before if one.fingerprint not in left}
    made = []
    for one in gone.values():
        # A newer check, where the words stand as they did; else the text was rewritten
        unchanged = one.reason == Reason.REVISED and one.quote in quotes
        outcome = Outcome.RECHECKED if unchanged else Outcome.REWRITTEN
        made.append(_record(one, text, outcome, user))
    return made


@contextmanager
def tracking_warnings(
    model: type[CitingModel], text, user, tell: Callable[[str], object], *, change: bool
) -> Iterator[list[CitingModel]]:
    """Around saving a text: notes resolved warnings, tells new ones; gives what it then cites."""
    before = open_warnings(model, text) if change else []
    cited: list[CitingModel] = []
    yield cited
    cited += model.objects.filter(**{model.text_field: text})
    known = {one.fingerprint for one in before}
    open_now = [one for one in cited if one.level and not one.settled]
    new = [one.words for one in open_now if one.fingerprint not in known]
    note_rewritten(text=text, before=before, now=cited, user=user)
    for words in dict.fromkeys(new):
        tell(f"引用提示：{words}")


def decisions_in_force(decisions: Iterable[Decision]) -> set[int]:
    """The keys of the confirmations among these that hold: nothing was decided after them."""
    known = list(decisions)
    latest = (
        Decision.objects.filter(text__in={one.text for one in known})
        .values("text", "fingerprint")
        .annotate(last=Max("pk"))
        .values_list("last", flat=True)
    )
    confirmed = {one.pk for one in known if one.outcome == Outcome.CONFIRMED}
    return confirmed & set(latest)


def _alike(model, pk, fingerprint):
    own = {model.text_field: pk, "fingerprint": fingerprint}
    return model.objects.filter(**own).exclude(level="")


def _record(one, text, outcome, user, lawyer="", note=""):
    """Record what was decided of a warning, given as a citation or an earlier decision of it."""
    return Decision.objects.create(
        text=f"{text._meta.label_lower}:{text.pk}",
        title=str(text)[:120],
        fingerprint=one.fingerprint,
        quote=one.quote,
        reason=one.reason,
        words=one.words,
        outcome=outcome,
        lawyer=lawyer[:40],
        note=note[:300],
        user=user,
    )


def kinds_for(user) -> list[type[CitingModel]]:
    """The kinds of texts that a person may mend, or read, if she may decide of warnings."""
    decides = user.has_perm("statutes.add_decision")
    return [
        model
        for model in citing_models()
        if may_do(user, model, "change") or (decides and may_do(user, model, "view"))
    ]


def may_do(user, model: type[CitingModel], act: str) -> bool:
    meta = model.text_model()._meta
    return user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}")


def warned(model: type[CitingModel]) -> QuerySet:
    own = model.objects.open().filter(**{model.text_field: OuterRef("pk")})
    return model.text_model()._default_manager.filter(Exists(own.order_by()))


def grave(model: type[CitingModel]) -> QuerySet:
    """The open warnings of a kind that say that something must be mended."""
    return model.objects.open().filter(level=Level.RED)

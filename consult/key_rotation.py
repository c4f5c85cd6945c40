"""Rotating CONSULT_KEYS on a running site, and what still needs which key.

A run that was cut off is started again. A value is replaced only where the row still holds the one
that was opened. Receipt codes are stored only as hashes: a consultation opens with its code under
the key it came in with, until it is erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast, Substr

from consult import lifecycle
from consult.base.enums import BATCH_KIND, State
from consult.conflicts import blind_indexes, check, parties
from consult.conflicts.named import Named
from consult.crypto import keys
from consult.crypto.fields import (
    PREFIX,
    DecryptionError,
    Encrypted,
    EncryptedTextField,
    decrypt,
    encrypt,
)
from consult.files import storage
from consult.models import (
    Attachment,
    Consultation,
    ConsultKey,
    KnownName,
    OpponentName,
    ParkedFile,
    ShortName,
)
from firm.models import Batch, BatchItem

BATCH = 100
RAW = "raw_"  # what the database has of a column, past the field that opens it
# Of consultations: blind indexes are made again from what they stand for.
SOURCES = ("name", "opponent", "phone", "email")
FILES = (ParkedFile, Attachment)


@dataclass
class RotationProgress:
    """The result of one run: values re-encrypted, and places that could not be decrypted."""

    done: int = 0
    stuck: list[str] = field(default_factory=list)


def encrypted_models() -> dict[type[models.Model], list[str]]:
    """Every model with encrypted fields and their names: a new one cannot be forgotten."""
    found = {}
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        columns = [one.attname for one in fields if isinstance(one, EncryptedTextField)]
        if columns:
            found[model] = columns
    return found


def _encrypted() -> Iterator[tuple[QuerySet, list[str], list[str]]]:
    """Rows, their columns that hold values, and what else they are bound to: those of the encrypted
    fields; what batches hold for the way back, in a table that knows nothing of keys."""
    for model, columns in encrypted_models().items():
        yield model._base_manager.all(), columns, []
    of_consult = Batch.objects.filter(kind=BATCH_KIND).values("pk")
    yield BatchItem._base_manager.filter(batch__in=of_consult), ["before"], ["record"]


def rotate() -> Iterator[RotationProgress]:
    """Seal everything under the first key; yields its progress after each batch."""
    progress = RotationProgress()
    for work in (_values, _indexes, _several, _files, _tombstones):
        yield from work(progress)


def _first():
    return next(iter(settings.CONSULT_KEYS))


def _stale(rows, columns, prefix):
    """The rows of which a column holds something that does not begin with the prefix."""
    wanted = Q()
    for column in columns:
        rows = rows.alias(**{f"{column}_start": Substr(F(column), 1, len(prefix))})
        held = Q(**{f"{column}__isnull": False}) & ~Q(**{f"{column}_start": ""})
        wanted |= held & ~Q(**{f"{column}_start": prefix})
    return rows.filter(wanted).order_by("pk")


def _values(progress):
    for every, columns, bound in _encrypted():
        last, rows = None, _stale(every, columns, f"{PREFIX}:{_first()}:")
        while True:
            with transaction.atomic():
                ahead = rows.filter(pk__gt=last) if last is not None else rows
                locked = ahead.select_for_update().values("pk", *bound, *columns)
                batch = list(locked[:BATCH])
                for row in batch:
                    _reseal_row(rows.model, row, progress)
            if not batch:
                break
            last = batch[-1]["pk"]
            yield progress


def _reseal_row(model, row, progress):
    key = row["pk"]
    bound_to = row.get("record", key)  # of a batch's item: the consultation that it is about
    for column, value in row.items():
        if column in ("pk", "record") or not value or value.startswith(f"{PREFIX}:{_first()}:"):
            continue
        place = f"{model._meta.label_lower}.{column}:{bound_to}"
        try:
            fresh = Encrypted(encrypt(decrypt(value, place), place))
        except DecryptionError:
            progress.stuck.append(place)
            continue
        as_read = {f"{RAW}{column}": str(value)}
        same = model._base_manager.alias(**{f"{RAW}{column}": Cast(column, TextField())})
        progress.done += same.filter(pk=key, **as_read).update(**{column: fresh})


def _indexes(progress):
    """The blind indexes of consultations, from the values that they stand for."""
    for source in SOURCES:
        stale = _stale(Consultation.objects.all(), [f"{source}_index"], f"{_first()}:")
        for key in list(stale.values_list("pk", flat=True)):
            progress.done += _locked(Consultation, key, partial(_reindex, source=source))
        yield progress


def _reindex(row, source):
    index = f"{source}_index"
    typed = dict.fromkeys(SOURCES, "") | {source: getattr(row, source)}
    fresh = blind_indexes.stored_indexes(**typed)[index]
    same = Consultation.objects.filter(pk=row.pk, **{index: getattr(row, index)})
    return same.exclude(**{index: ""}).update(**{index: fresh})


def _several(progress):
    """The names, whole and short, under which a conflict check finds parties and consultations."""
    for model, owner, anew in (
        (KnownName, "party", parties.index),
        (
            OpponentName,
            "consultation",
            lambda one: check.store_opponents(one, Named.of("", one.opponent)),
        ),
        (ShortName, "party", parties.index),
        (ShortName, "consultation", lambda one: check.store_short_names(one, Named.by(one))),
    ):
        stale = (
            _stale(model.objects.all(), ["index"], f"{_first()}:")
            .exclude(**{owner: None})
            .order_by()
        )
        owners = model._meta.get_field(owner).related_model
        for key in list(stale.values_list(owner, flat=True).distinct()):
            progress.done += _locked(owners, key, anew) != 0
        yield progress


@transaction.atomic
def _locked(model, key, act):
    """What `act` does with a row, once locked; 0 where it is gone, or does not open."""
    row = model.objects.select_for_update().filter(pk=key).first()
    try:
        return act(row) if row else 0
    except DecryptionError:  # counted where the value itself is sealed anew
        return 0


def _files(progress):
    """The content of files, each written anew before the old one goes."""
    for model in FILES:
        for key in list(model.objects.exclude(key_id=_first()).values_list("pk", flat=True)):
            row = model.objects.filter(pk=key).first()
            try:
                if row:  # else erased meanwhile
                    storage.reseal(row)
                    progress.done += 1
            except Exception as error:  # a storage that is away stops no other file
                progress.stuck.append(f"{model._meta.label_lower}:{key} ({type(error).__name__})")
            yield progress


def _tombstones(progress):
    """What was erased, noted under the new key too: the old one may go."""
    try:
        progress.done += lifecycle.complete()
    except Exception as error:  # what a storage raises is its own
        progress.stuck.append(f"erasures ({type(error).__name__})")
    yield progress


@dataclass(frozen=True)
class Need:
    """What one key is still needed for; false when for nothing."""

    key_id: str
    encrypted: int  # values, indexes and files that a rotation has yet to do
    codes: int  # consultations whose receipt code only this key knows
    undated: int  # of these the ones that have not ended, so that no date of erasure is known
    last: date | None  # the latest date of erasure of the others

    def __bool__(self):
        return bool(self.encrypted or self.codes)


def needs() -> list[Need]:
    """What each key on the register is needed for, without the one that seals now."""
    first = next(iter(settings.CONSULT_KEYS), None)
    rows = ConsultKey.objects.exclude(key_id=first).order_by("pk")
    return [need_of(key_id) for key_id in rows.values_list("key_id", flat=True)]


def need_of(key_id: str) -> Need:
    alive = Consultation.objects.exclude(state=State.ERASED)
    bound = _beginning(alive, "code_hash", f"{key_id}:")
    value = f"{PREFIX}:{key_id}:"
    held = [
        _beginning(rows, column, value) for rows, columns, _ in _encrypted() for column in columns
    ]
    indexes: list[tuple] = [(Consultation, f"{source}_index") for source in SOURCES]
    indexes += [(model, "index") for model in (KnownName, OpponentName, ShortName)]
    held += [_beginning(model.objects.all(), column, f"{key_id}:") for model, column in indexes]
    held += [model.objects.filter(key_id=key_id) for model in FILES]
    return Need(
        key_id=key_id,
        encrypted=sum(rows.count() for rows in held),
        codes=bound.count(),
        undated=bound.filter(purge_on__isnull=True).count(),
        last=bound.aggregate(last=Max("purge_on"))["last"],
    )


def _beginning(rows, column, start):
    """The rows whose column begins with a text, letter by letter (SQLite's LIKE ignores case)."""
    return rows.alias(start=Substr(F(column), 1, len(start))).filter(start=start)


def forget(key_id: str) -> None:
    """Take a key off the register whatever it sealed: what it sealed stays shut for ever."""
    ConsultKey.objects.filter(key_id=key_id).delete()
    keys.look_again()

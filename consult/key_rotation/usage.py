"""What still needs which key, and taking a key that nothing needs off the register.

Receipt codes are kept only as hashes, so rotation cannot make them again: a consultation opens
with its code under the key it came in with, until it is erased.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max

from consult.base.enums import State
from consult.crypto import keys
from consult.crypto.fields import PREFIX
from consult.key_rotation.rotate import INDEXES, beginning, sealed_models
from consult.models import (
    Attachment,
    Consultation,
    ConsultKey,
    KnownName,
    OpponentName,
    ParkedFile,
    ShortName,
)


@dataclass(frozen=True)
class Need:
    """What one key is still needed for; false when for nothing."""

    key_id: str
    sealed: int  # values, indexes and files that a rotation has yet to do
    codes: int  # consultations whose receipt code only this key knows
    undated: int  # of these the ones that have not ended, so that no date of erasure is known
    last: date | None  # the latest date of erasure of the others

    def __bool__(self):
        return bool(self.sealed or self.codes)


def needs() -> list[Need]:
    """What each key on the register is needed for, without the one that seals now."""
    first = next(iter(settings.CONSULT_KEYS), None)
    rows = ConsultKey.objects.exclude(key_id=first).order_by("pk")
    return [need_of(key_id) for key_id in rows.values_list("key_id", flat=True)]


def need_of(key_id: str) -> Need:
    """What one key is needed for now."""
    alive = Consultation.objects.exclude(state=State.ERASED)
    bound = beginning(alive, "code_hash", f"{key_id}:")
    return Need(
        key_id=key_id,
        sealed=_sealed(key_id),
        codes=bound.count(),
        undated=bound.filter(purge_on__isnull=True).count(),
        last=bound.aggregate(last=Max("purge_on"))["last"],
    )


def _sealed(key_id):
    values = [
        beginning(model._base_manager.all(), column, f"{PREFIX}:{key_id}:").count()
        for model, columns in sealed_models().items()
        for column in columns
    ]
    indexes = [
        beginning(Consultation.objects.all(), index, f"{key_id}:").count()
        for index, _, _ in INDEXES
    ]
    names = sum(
        beginning(model.objects.all(), "index", f"{key_id}:").count()
        for model in (KnownName, OpponentName, ShortName)
    )
    files = [model.objects.filter(key_id=key_id).count() for model in (ParkedFile, Attachment)]
    return sum(values) + sum(indexes) + names + sum(files)


def release(need: Need) -> bool:
    """Take a key off the register when nothing needs it any more."""
    if need:
        return False
    forget(need.key_id)
    return True


def forget(key_id: str) -> None:
    """Take a key off the register whatever it sealed: what it sealed stays shut for ever."""
    ConsultKey.objects.filter(key_id=key_id).delete()
    keys.look_again()

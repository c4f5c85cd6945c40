"""What the office uploads: taken at once, looked at and imported by the worker.

Nothing of it is stored before a person has read what would change and confirmed it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from statutes.models import LawImport, OfficeImport

State, Kind = OfficeImport.Step, LawImport.Kind
LARGEST = 18 * 1024 * 1024  # bytes of one upload; the server before the site takes 20 MB
UNCONFIRMED = timedelta(days=1)  # that an upload waits for its confirmation
KEPT = timedelta(days=365)  # that a report is kept
GIVEN_UP = "没有确认，已过期，没有导入任何内容。"


@transaction.atomic
def take(upload: OfficeImport, files: Iterable[tuple[str, bytes]]) -> None:
    """Keep an upload, which is not saved yet, for the worker to look at; files by name."""
    files = list(files)
    upload.name = "、".join(name for name, _ in files)[:200]
    upload.state = State.CHECKING
    upload.save()
    for name, content in files:
        upload.files.create(name=name[-200:], content=content)


@transaction.atomic
def confirm(*, upload: OfficeImport, user: User) -> bool:
    """Hand an upload that was looked at to the worker; False when it waits for that no more."""
    begun = {"state": State.IMPORTING, "user": user, "done": 0, "total": 0, "words": ""}
    if not _ready(upload).update(**begun):
        return False
    upload.lines.all().delete()
    return True


@transaction.atomic
def drop(*, upload: OfficeImport) -> bool:
    """Give an upload up, and its files with it; False when it waits for that no more."""
    if not _ready(upload).update(state=State.DROPPED, finished_at=timezone.now()):
        return False
    upload.files.all().delete()
    return True


def _ready(upload):
    return type(upload)._default_manager.filter(pk=upload.pk, state=State.READY)


def give_up_unconfirmed(model: type[OfficeImport]) -> None:
    """Give up what nobody has confirmed within a day."""
    for one in model._default_manager.filter(
        state=State.READY, asked_at__lt=timezone.now() - UNCONFIRMED
    ):
        with transaction.atomic():
            if drop(upload=one):
                model._default_manager.filter(pk=one.pk).update(words=GIVEN_UP)


def forget_old() -> None:
    """Give up what nobody confirmed, and forget old reports; a worker's job."""
    give_up_unconfirmed(LawImport)
    # What a pack was made is asked by the next one: the newest report of each maker stays.
    old = LawImport.objects.filter(~Q(state__in=LawImport.WORK), asked_at__lt=timezone.now() - KEPT)
    newest = {
        one.signer: one.pk for one in LawImport.objects.filter(kind=Kind.PACK).order_by("made")
    }
    old.exclude(pk__in=newest.values()).delete()

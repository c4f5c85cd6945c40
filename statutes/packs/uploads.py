"""What the office uploads of the law: taken at once, looked at and imported by the worker.

Nothing of it is stored in the table before a person has read what would change and confirmed it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from statutes.models import LawImport, LawImportFile

State, Kind = LawImport.State, LawImport.Kind
LARGEST = 18 * 1024 * 1024  # bytes of one upload; the server before the site takes 20 MB
UNCONFIRMED = timedelta(days=1)  # that an upload waits for its confirmation
KEPT = timedelta(days=365)  # that a report is kept
GIVEN_UP = "没有确认，已过期，没有导入任何内容。"


@transaction.atomic
def take(
    *, user: User, kind: str, files: Iterable[tuple[str, bytes]], replace: bool = False
) -> LawImport:
    """Keep an upload for the worker to look at; files by name."""
    files = list(files)
    name = "、".join(name for name, _ in files)
    found = LawImport.objects.create(
        kind=kind, state=State.CHECKING, name=name[:200], replace=replace, user=user
    )
    for name, content in files:
        LawImportFile.objects.create(law_import=found, name=name[-200:], content=content)
    return found


@transaction.atomic
def confirm(*, law_import: LawImport, user: User) -> bool:
    """Hand an upload that was looked at to the worker; False when it waits for that no more."""
    ready = LawImport.objects.filter(pk=law_import.pk, state=State.READY)
    if not ready.update(state=State.IMPORTING, user=user, done=0, total=0, words=""):
        return False
    law_import.lines.all().delete()
    return True


@transaction.atomic
def drop(*, law_import: LawImport) -> bool:
    """Give an upload up, and its files with it; False when it waits for that no more."""
    ready = LawImport.objects.filter(pk=law_import.pk, state=State.READY)
    if not ready.update(state=State.DROPPED, finished_at=timezone.now()):
        return False
    law_import.files.all().delete()
    return True


def forget_old() -> None:
    """Give up what nobody confirmed, and forget old reports; a worker's job."""
    now = timezone.now()
    waiting = LawImport.objects.filter(state=State.READY, asked_at__lt=now - UNCONFIRMED)
    for one in waiting:
        with transaction.atomic():
            if drop(law_import=one):
                LawImport.objects.filter(pk=one.pk).update(words=GIVEN_UP)
    # What a pack was made is asked by the next one: the newest report of each maker stays.
    old = LawImport.objects.filter(~Q(state__in=LawImport.WORK), asked_at__lt=now - KEPT)
    newest = {
        one.signer: one.pk for one in LawImport.objects.filter(kind=Kind.PACK).order_by("made")
    }
    old.exclude(pk__in=newest.values()).delete()

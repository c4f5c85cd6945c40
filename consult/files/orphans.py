"""Files in the storage that belong to no row: left by a crash or an absent storage."""

import logging
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from consult.files import storage
from consult.models import Attachment, ParkedFile

log = logging.getLogger("antou.attachments")

OLD_ENOUGH = timedelta(hours=1)  # a younger one may belong to a transaction under way
BATCH = 500
OWNERS = (ParkedFile, Attachment)  # in the order in which a file changes hands
FEW = 50  # that may always go; more only when there are fewer of them than of known files


class TooManyOrphansError(Exception):
    """Most files belong to no row: this is likely another database than the one they belong to."""


def remove() -> int:
    """Delete orphans that are older than an hour; how many that were.

    Raises TooManyOrphansError instead where a mistake is likelier than so many orphans: a server
    that was started with an empty database must not empty the folder of the real one.
    """
    orphans = [name for name in _without_row(_names()) if _is_old(name)]
    known = sum(model.objects.count() for model in OWNERS)
    if len(orphans) > max(FEW, known):
        raise TooManyOrphansError(
            f"{len(orphans)} stored files, {known} rows: is this the database?"
        )
    removed = sum(_remove(name) for name in orphans)
    if removed:
        log.info("%s stored files removed that belonged to nothing", removed)
    return removed


def _names():
    """All names in the storage, which has one level of folders."""
    place = storage.private()
    try:
        folders, _ = place.listdir("")
    except FileNotFoundError:  # nothing was ever stored
        return
    for folder in folders:
        for name in place.listdir(folder)[1]:
            yield f"{folder}/{name}"


def _without_row(names):
    names = iter(names)
    while batch := list(islice(names, BATCH)):
        yield from sorted(set(batch) - _with_row(batch))


def _with_row(names):
    """Those of the names that belong to an attachment, or to a file that waits for its form."""
    return {
        name
        for model in OWNERS
        for name in model.objects.filter(stored_as__in=names).values_list("stored_as", flat=True)
    }


def _is_old(name):
    try:
        return storage.private().get_modified_time(name) < timezone.now() - OLD_ENOUGH
    except FileNotFoundError:  # discarded at this moment
        return False


def _remove(name):
    """Asked once more: a row may have come since."""
    if _with_row([name]):
        return False
    storage.private().delete(name)
    return True

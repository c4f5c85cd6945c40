"""Files that belong together: all of them lie in a storage, or none."""

import logging
from collections.abc import Mapping
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

log = logging.getLogger("antou.storage")


def save(storage: Storage, files: Mapping[str, bytes]) -> None:
    """Write files under new names, in this order.

    OSError where one is not taken; those before it are removed, unless the storage died altogether.
    """
    try:
        for name, data in files.items():
            storage.save(name, ContentFile(data))
    except OSError as error:
        log.error("files could not be stored (%s)", type(error).__name__)
        for name in files:
            with suppress(OSError):
                storage.delete(name)
        raise

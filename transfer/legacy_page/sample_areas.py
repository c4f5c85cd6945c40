"""The practice areas of the sample firm go: a site lists what its own firm has told.

An area that a person has rewritten is their own and stays.
"""

from django.db import transaction
from django.db.models import ProtectedError

from firm.models import PracticeArea
from firm.site import samples

TEXTS = ["name", "summary", "text"]


def remove():
    """Deletes them, the lower ones first; how many are gone from the site.

    One to which something of the firm's own belongs is hidden, and its texts are taken away.
    """
    rows = [area for area in PracticeArea.objects.order_by("parent") if _is_sample(area)]
    rows.sort(key=lambda area: area.parent_id is None)
    for area in rows:
        _remove(area)
    return len(rows)


def _is_sample(area):
    shipped = {row["slug"]: row for row in samples.shipped()["areas"]}.get(area.slug)
    return shipped is not None and all(
        samples.plain(getattr(area, name)) == samples.plain(shipped[name]) for name in TEXTS
    )


def _remove(area):
    try:
        with transaction.atomic():
            area.delete()
    except ProtectedError:
        area.summary = area.text = ""
        area.is_published = False
        area.save()

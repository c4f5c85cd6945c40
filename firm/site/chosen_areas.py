"""Which fields of law the firm works in, of those that come with the software and its own.

What comes with it is a name, a place in the tree, a sentence on what the field is about and why a
question in it may be sensitive: nothing that speaks for a firm.
"""

import json
from functools import cache
from pathlib import Path

from django.db import transaction

from firm.models import PracticeArea

NEUTRAL = ["slug", "name", "aliases", "summary", "sensitive", "sensitive_reason"]


@cache
def shipped() -> list[dict]:
    """The areas that come with the software; those of the sample firm, of which we take a part."""
    file = Path(__file__).parents[1] / "sample" / "firm.json"
    return json.loads(file.read_text(encoding="utf-8"))["areas"]


def on_offer() -> list[PracticeArea]:
    """All areas in the order of the tree; those that are not in the database yet are not saved."""
    known = list(PracticeArea.objects.select_related("parent"))
    taken = {area.slug for area in known} | {area.name for area in known}
    by_slug = {area.slug: area for area in known}
    for order, fields in enumerate(shipped(), start=1):
        if not {fields["slug"], fields["name"]} & taken:
            by_slug[fields["slug"]] = _new(fields, order * 10, by_slug.get(fields["parent"]))
    return _as_a_tree(list(by_slug.values()))


def _new(fields, order, parent):
    neutral = {name: fields[name] for name in NEUTRAL}
    return PracticeArea(order=order, parent=parent, is_published=False, **neutral)


def _as_a_tree(areas):
    """Each upper area with those below it behind it."""
    areas = sorted(areas, key=lambda area: (area.order, area.pk or 0))
    tops = [area for area in areas if area.parent is None]
    return [area for top in tops for area in [top, *(one for one in areas if _is_below(one, top))]]


def _is_below(area, top):
    return area.parent is not None and area.parent.slug == top.slug


@transaction.atomic
def choose(*, slugs: set[str]) -> list[PracticeArea]:
    """Show these areas and those above them, and no other; returns what is shown."""
    offered = on_offer()
    wanted = slugs | {
        area.parent.slug for area in offered if area.parent is not None and area.slug in slugs
    }
    for area in offered:
        is_shown = area.slug in wanted
        if is_shown or area.is_published:  # one that nobody has chosen yet is not stored
            area.is_published = is_shown
            area.save()
    return [area for area in offered if area.slug in wanted]


def are_chosen() -> bool:
    """Whether the firm has said what it works in."""
    return PracticeArea.objects.published().exists()

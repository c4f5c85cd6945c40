"""Which fields of law the firm works in, of those that come with the software and its own.

What comes with it is a name, a place in the tree, a sentence on what the field is about and why a
question in it may be sensitive: nothing that speaks for a firm.
"""

from django.db import transaction

from firm.models import PracticeArea
from firm.site import samples

NEUTRAL = ["slug", "name", "aliases", "summary", "sensitive", "sensitive_reason"]


def on_offer() -> list[PracticeArea]:
    """All areas in the order of the tree; those that are not in the database yet are not saved."""
    known = list(PracticeArea.objects.select_related("parent"))
    taken = {area.slug for area in known} | {area.name for area in known}
    by_slug = {area.slug: area for area in known}
    for order, fields in enumerate(samples.shipped()["areas"], start=1):
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


def has_shipped_text(area: PracticeArea) -> bool:
    """Whether an area still says what the sample says, which speaks for another firm."""
    return bool(_shipped(area))


def _shipped(area):
    """The fields of an area that are still the sample's."""
    return [
        name
        for name in samples.OF_AREAS
        if (text := getattr(area, name)) and samples.SAME_TEXT in samples.traces_in(text)
    ]


def _take_away(area):
    """Leave nothing of the sample in it; without a cost there is no day on which it held."""
    for name in _shipped(area):
        setattr(area, name, "")
    if not (area.costs or area.durations):
        area.facts_checked_on = None


def is_chosen(area: PracticeArea) -> bool:
    """Whether the firm has said that it works in this area: shown, and not as the sample has it."""
    return area.is_published and not has_shipped_text(area)


@transaction.atomic
def choose(*, slugs: set[str]) -> list[PracticeArea]:
    """Show these areas and those above them, and no other; returns what is shown.

    What is still the sample's is taken out of each that is chosen.
    """
    offered = on_offer()
    wanted = slugs | {
        area.parent.slug for area in offered if area.parent is not None and area.slug in slugs
    }
    for area in offered:
        if area.slug in wanted:
            _show(area)
        elif area.pk and area.is_published:
            area.is_published = False
            area.save()
    return [area for area in offered if area.slug in wanted]


def _show(area):
    area.is_published = True
    _take_away(area)
    area.save()


def withdraw_samples() -> int:
    """Hide the areas that nobody chose, without the texts of the sample; returns how many."""
    left = [area for area in PracticeArea.objects.all() if has_shipped_text(area)]
    for area in left:
        _take_away(area)
        area.is_published = False
        area.save()
    return len(left)


def are_chosen() -> bool:
    """Whether the firm has said what it works in: areas are shown, none as the sample has it."""
    shown = list(PracticeArea.objects.published())
    return bool(shown) and not any(map(has_shipped_text, shown))

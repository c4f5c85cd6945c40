"""What pages show of the firm, read once for as long as it is the same (`firm.base.kept`).

The records are shared by all requests of a process: to be looked at, never to be changed.
"""

from datetime import date

from firm.base import current_site, kept
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SpecialDay
from firm.site import known_holidays

FIRM = ("firm",)


def everyone() -> dict[int, Lawyer]:
    """All lawyers by their keys, published or not: an article keeps the name of its author."""
    return kept.get_or_make("lawyers", FIRM, lambda: _by_key(Lawyer))


def _by_key(model):
    return {one.pk: one for one in kept.settled(model.objects.all())}


def lawyers() -> tuple[Lawyer, ...]:
    """The published lawyers in their order; on the own site of one of them nobody else."""
    own = current_site.current()
    shown = (one for one in everyone().values() if one.is_published)
    return tuple(one for one in shown if own is None or one.pk == own.pk)


def lawyer(slug: str) -> Lawyer | None:
    """The published lawyer whose page has this name."""
    return next((one for one in lawyers() if one.slug == slug), None)


def profile(slug: str) -> Lawyer | None:
    """The same with honours and stations of practice."""
    known = lawyer(slug)
    return known and kept.get_or_make(f"profile {known.pk}", FIRM, lambda: _profile(known.pk))


def _profile(key):
    told = Lawyer.objects.prefetch_related("honours", "milestones").filter(pk=key)
    return next(iter(kept.settled(told)), None)  # none any more, it may be


def hosts() -> dict[str, Lawyer]:
    """The lawyers who have a host of their own by its name, published or not."""
    return {one.hostname: one for one in everyone().values() if one.hostname}


def every_area() -> dict[int, PracticeArea]:
    """All areas by their keys, each with the one above it, published or not."""
    return kept.get_or_make("areas", FIRM, _areas)


def _areas():
    areas = _by_key(PracticeArea)
    for one in areas.values():
        one.parent = areas.get(one.parent_id)
    return areas


def areas() -> tuple[PracticeArea, ...]:
    """The published areas in their order."""
    return tuple(one for one in every_area().values() if one.is_published)


def area(slug: str) -> PracticeArea | None:
    """The published area whose page has this name."""
    return next((one for one in areas() if one.slug == slug), None)


def areas_of(lawyer: Lawyer) -> list[PracticeArea]:
    """The published areas in which a lawyer works."""
    pairs = _pairs()
    return [one for one in areas() if (lawyer.pk, one.pk) in pairs]


def lawyers_of(area: PracticeArea) -> list[Lawyer]:
    """The published lawyers who work in an area."""
    pairs = _pairs()
    return [one for one in lawyers() if (one.pk, area.pk) in pairs]


def _pairs() -> frozenset[tuple[int, int]]:
    return kept.get_or_make("areas of lawyers", FIRM, _read_pairs)


def _read_pairs():
    return frozenset(Lawyer.areas.through.objects.values_list("lawyer", "practicearea"))


def pages() -> tuple[Page, ...]:
    """The published standing pages in their order."""
    return kept.get_or_make("pages", FIRM, lambda: tuple(Page.objects.published()))


def page(slug: str) -> Page | None:
    """The published standing page of this name."""
    return next((one for one in pages() if one.slug == slug), None)


def notice() -> Page | None:
    """The published privacy notice."""
    return next((one for one in pages() if one.kind == PageKind.PRIVACY), None)


def fees() -> Page | None:
    """The published page on what the firm charges."""
    return next((one for one in pages() if one.kind == PageKind.FEES), None)


def offices() -> tuple[Office, ...]:
    """The offices in their order."""
    return kept.get_or_make("offices", FIRM, lambda: kept.settled(Office.objects.all()))


def special_days() -> dict[date, SpecialDay]:
    """All holidays and made-up work days by their date, those of the office's own first."""
    return kept.get_or_make(
        "special days", FIRM, lambda: known_holidays.with_own(SpecialDay.objects.all())
    )

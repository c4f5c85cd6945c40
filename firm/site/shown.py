"""What pages show of the firm, read once for as long as it is the same (`firm.base.kept`).

The records are shared by all requests of a process: to be looked at, never to be changed.
"""

from firm.base import current_site, kept
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SpecialDay

FIRM = ("firm",)


def lawyers() -> tuple[Lawyer, ...]:
    """The published lawyers in their order; on the own site of one of them nobody else."""
    everyone = kept.get_or_make("lawyers", FIRM, _lawyers)
    own = current_site.current()
    return tuple(one for one in everyone if one.pk == own.pk) if own else everyone


def _lawyers():
    with current_site.everybody():
        return kept.settled(Lawyer.objects.published())


def lawyer(slug: str) -> Lawyer | None:
    """The published lawyer whose page has this name."""
    return next((one for one in lawyers() if one.slug == slug), None)


def profile(slug: str) -> Lawyer | None:
    """The same with honours and stations of practice."""
    known = lawyer(slug)
    return known and kept.get_or_make(f"profile {known.pk}", FIRM, lambda: _profile(known.pk))


def _profile(key):
    told = Lawyer.objects.prefetch_related("honours", "milestones")
    return kept.settled(told.filter(pk=key))[0]


def hosts() -> dict[str, Lawyer]:
    """The lawyers who have a host of their own by its name, published or not."""
    return kept.get_or_make("hosts", FIRM, _hosts)


def _hosts():
    rows = kept.settled(Lawyer.objects.exclude(hostname=""))
    return {one.hostname: one for one in rows}


def areas() -> tuple[PracticeArea, ...]:
    """The published areas in their order, each with the one above it."""
    return kept.get_or_make("areas", FIRM, _areas)


def _areas():
    return tuple(PracticeArea.objects.published().select_related("parent"))


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


def offices() -> tuple[Office, ...]:
    """The offices in their order."""
    return kept.get_or_make("offices", FIRM, lambda: kept.settled(Office.objects.all()))


def special_days() -> tuple[SpecialDay, ...]:
    """All holidays and made-up work days that were entered."""
    return kept.get_or_make("special days", FIRM, lambda: tuple(SpecialDay.objects.all()))

"""The firm's records as pages show them, and the acts that touch more than one row."""

import re
from datetime import date
from functools import lru_cache, partial

from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone
from django.utils.html import escape, strip_tags

from firm.base import caching, current_site, people
from firm.base.service_time import Week
from firm.models import (
    Lawyer,
    Office,
    Page,
    PageKind,
    PageVersion,
    PracticeArea,
    SiteSettings,
    SpecialDay,
)
from firm.site import opening_hours
from richtext.base.chinese import one_width

FIRM = ("firm",)
FOR_FORMS = [PageKind.PRIVACY, PageKind.MINORS, PageKind.FEES]
# Surnames that are read otherwise than their characters in a text.
READ_OTHERWISE = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "区": "ou", "解": "xie", "查": "zha", "朴": "piao",
    "翟": "zhai", "覃": "qin", "盖": "ge", "尉迟": "yuchi", "长孙": "zhangsun",
}  # fmt: skip
LONGEST_NAME = 40  # letters of a name in an address


@transaction.atomic
def save_page(*, page: Page) -> Page:
    """Save a page; a changed title or text becomes a new kept version, the first in public."""
    page.save()
    page.refresh_from_db()  # the body as the sanitiser left it
    latest = page.versions.first()
    if latest is None and not page.is_published:
        return page
    if latest is None or (latest.title, latest.body) != (page.title, page.body):
        number = latest.number + 1 if latest else 1
        latest = page.versions.create(number=number, title=page.title, body=page.body)
    if page.version != latest.number:
        page.version = latest.number
        page.save(update_fields=["version", "updated_at"])
    return page


def current_notice() -> PageVersion | None:
    """The privacy notice that a consent given now is bound to, None while there is none."""
    return current_version(PageKind.PRIVACY)


def current_version(kind: PageKind) -> PageVersion | None:
    """What the published page of a kind says now, None while there is none."""

    def read():  # those of all kinds that a form asks for at once; each kind exists once
        newer = PageVersion.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
        found = PageVersion.objects.filter(page__kind__in=FOR_FORMS, page__is_published=True)
        return {one.page.kind: one for one in found.exclude(Exists(newer)).select_related("page")}

    return caching.shared("versions of pages", FIRM, read).get(kind)


def notice_of_this_firm() -> PageVersion | None:
    """The published privacy notice if it speaks for the firm of the settings, else None.

    Without it no question is taken in (个人信息保护法 article 17). Whoever has asked already goes
    on under the version they agreed to.
    """
    notice = current_notice()
    return notice if notice and names(notice.body, SiteSettings.load().firm_name) else None


@lru_cache(maxsize=8)  # every public page asks, and a notice is long
def names(body: str, firm: str) -> bool:
    """Whether a text names the firm, however its brackets are written and wherever blanks stand."""
    return bool(firm) and plain(escape(firm)) in plain(body)


def plain(text):
    """A text without markup, widths of signs, spaces and the dashes of telephone numbers."""
    return re.sub(r"[\s\-–—]", "", one_width(strip_tags(str(text))))


def free_slug(name: str, model: type[Model] = Lawyer) -> str:
    """The name of a page: of a lawyer's, surname and given name as they are spoken, `gu-xiaodong`.

    Spelled by GB/T 28039, and 吕 as Lyu, since an address has no ü; numbered where that is taken.
    """
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a lawyer is new

    letters, parts = [], [name]
    if model is Lawyer:
        parts = name.split("·") if "·" in name else [*people.split(name)]
    for part in parts:
        read = [READ_OTHERWISE[part]] if part in READ_OTHERWISE else lazy_pinyin(part)
        spoken = "".join(re.sub("^([ln])v(?=e?$)", r"\1yu", one) for one in read).lower()
        letters.append(re.sub("[^a-z0-9-]", "", spoken).strip("-"))
    spoken = "-".join(filter(None, letters))[:LONGEST_NAME].rstrip("-")
    base = spoken or model.__name__.lower()
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (base, *numbered) if one not in taken)


def made_of(*groups: str) -> tuple | None:
    """By what a piece of a page is cached that is made of some groups on the site that is asked.

    None where nobody has read the versions of the content: then nothing is cached.
    """
    versions, own = caching.versions(), current_site.current()
    if versions is None:
        return None
    state = [getattr(versions, group) for group in groups]
    return groups, *state, own and own.pk, timezone.localdate()


# The records are shared by all requests of a process: to be looked at, never to be changed.


def everyone() -> dict[int, Lawyer]:
    """All lawyers by their keys, published or not: an article keeps the name of its author."""
    return caching.shared("lawyers", FIRM, partial(caching.by_key, Lawyer))


def lawyers() -> tuple[Lawyer, ...]:
    """The published lawyers in their order; on the own site of one of them nobody else."""
    own = current_site.current()
    shown = (one for one in everyone().values() if one.is_published)
    return tuple(one for one in shown if own is None or one.pk == own.pk)


def lawyer(slug: str) -> Lawyer | None:
    return next((one for one in lawyers() if one.slug == slug), None)


def profile(slug: str) -> Lawyer | None:
    """The same with honours and stations of practice."""
    known = lawyer(slug)
    if known is None:
        return None
    rows = Lawyer.objects.prefetch_related("honours", "milestones").filter(pk=known.pk)
    found = caching.shared(f"profile {known.pk}", FIRM, lambda: caching.settled(rows.all()))
    return next(iter(found), None)  # none any more, it may be


def of_host(hostname: str) -> Lawyer | None:
    """The lawyer, published or not, who has a host of their own by this name."""
    for one in everyone().values():
        if hostname and hostname == one.hostname:
            return one
    return None


def every_area() -> dict[int, PracticeArea]:
    """All areas by their keys, each with the one above it, published or not."""

    def read():
        areas = caching.by_key(PracticeArea)
        for one in areas.values():
            one.parent = areas.get(one.parent_id or 0)
        return areas

    return caching.shared("areas", FIRM, read)


def areas() -> tuple[PracticeArea, ...]:
    return tuple(one for one in every_area().values() if one.is_published)


def area(slug: str) -> PracticeArea | None:
    return next((one for one in areas() if one.slug == slug), None)


def areas_of(lawyer: Lawyer) -> list[PracticeArea]:
    pairs = _pairs()
    return [one for one in areas() if (lawyer.pk, one.pk) in pairs]


def areas_served() -> list[PracticeArea]:
    """The areas that a lawyer is said to work in; others merely sort articles."""
    served = {area for who, area in _pairs() if who in {one.pk for one in lawyers()}}
    return [one for one in areas() if one.pk in served]


def lawyers_of(area: PracticeArea) -> list[Lawyer]:
    pairs = _pairs()
    return [one for one in lawyers() if (one.pk, area.pk) in pairs]


def _pairs() -> frozenset[tuple[int, int]]:
    rows = Lawyer.areas.through.objects.values_list("lawyer", "practicearea")
    return caching.shared("areas of lawyers", FIRM, lambda: frozenset(rows.all()))


def pages() -> tuple[Page, ...]:
    return caching.shared("pages", FIRM, lambda: tuple(Page.objects.published()))


def page(*, slug: str = "", kind: str = "") -> Page | None:
    return next((one for one in pages() if slug == one.slug or kind == one.kind), None)


def offices() -> tuple[Office, ...]:
    return caching.shared("offices", FIRM, lambda: caching.settled(Office.objects.all()))


def special_days(week: Week | None) -> dict[date, SpecialDay]:
    """The holidays and made-up work days of a week by their date, the office's own first."""
    entered = caching.shared("special days", FIRM, lambda: tuple(SpecialDay.objects.all()))
    return opening_hours.with_own(entered, week)

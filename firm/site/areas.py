"""The areas that the firm works in, and those of each lawyer."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from firm.models import Lawyer, PracticeArea

# What comes with the software is a name, a place in the tree, a sentence on what the field is about
# and why a question in it may be sensitive: nothing that speaks for a firm.

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
            area = PracticeArea(order=order * 10, parent=by_slug.get(fields["parent"]))
            area.is_published = False
            for name in NEUTRAL:
                setattr(area, name, fields[name])
            by_slug[area.slug] = area
    found = sorted(by_slug.values(), key=lambda area: (area.order, area.pk or 0))
    below = defaultdict(list)
    for area in found:
        below[area.parent.slug if area.parent else ""].append(area)
    return [area for top in below[""] for area in [top, *below[top.slug]]]


@transaction.atomic
def choose(*, slugs: set[str]) -> list[PracticeArea]:
    """Show these areas and those above them, and no other; returns what is shown."""
    offered = on_offer()
    wanted = slugs | {area.parent.slug for area in offered if area.parent and area.slug in slugs}
    for area in offered:
        is_shown = area.slug in wanted
        if is_shown or area.is_published:  # one that nobody has chosen yet is not stored
            area.is_published = is_shown
            area.save()
    return [area for area in offered if area.slug in wanted]


# A lawyer sees what nobody is in charge of in the own areas, in those above and in those below
# them; a lawyer without areas sees all of it (`consult.desk.access`). So nobody moves areas, takes
# them away or adds one below an own one for oneself; superusers may, and 人员 does it for others.


def may_move(user: User) -> bool:
    """Whether a person may put an area below another one, as may who assigns areas to lawyers."""
    is_lawyer = Lawyer.objects.filter(user=user).exists()
    return user.is_superuser or (user.has_perm("firm.change_lawyer") and not is_lawyer)


def left_without(areas: Iterable[PracticeArea]) -> list[Lawyer]:
    """The lawyers with an account who work in these areas and in no other."""
    keys = [area.pk for area in areas]
    here = Lawyer.objects.filter(user__isnull=False, areas__in=keys)
    elsewhere = PracticeArea.lawyers.through.objects.exclude(practicearea__in=keys)
    return list(here.exclude(pk__in=elsewhere.values("lawyer")).distinct())

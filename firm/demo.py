"""The sample firm: an invented firm in an invented district, plainly marked as sample."""

import json
from pathlib import Path

from django.core.files import File
from django.utils import timezone

from firm import models
from firm.models import Lawyer, Page, PracticeArea
from firm.site import legal_pages, records

FOLDER = Path(__file__).parent / "sample"


def load():
    data = json.loads((FOLDER / "firm.json").read_text(encoding="utf-8"))
    _checked(models.SiteSettings(pk=1, **data["settings"]))
    year = timezone.localdate().year
    for day in data["holidays"]:  # with a fixed date; others are announced year by year
        for one in (year, year + 1):
            known = {"defaults": {"name": day["name"]}}  # a day that is known stays as it is
            models.SpecialDay.objects.get_or_create(date=f"{one}-{day['day']}", **known)
    made: dict[str, PracticeArea | None] = {"": None}
    for order, fields in enumerate(data["areas"], start=1):
        area = PracticeArea(order=order * 10, **{**fields, "parent": made[fields["parent"]]})
        made[area.slug] = _checked(area)
    for order, fields in enumerate(data["lawyers"], start=1):
        _lawyer(order * 10, **fields)
    for fields in data["offices"]:
        with (FOLDER / "maps" / fields.pop("map_image")).open("rb") as picture:
            _checked(models.Office(map_image=File(picture, name="map"), **fields))
    for order, fields in enumerate(data["pages"], start=1):
        records.save_page(page=Page(order=order * 10, **_page(**fields)))


def _page(kind, body="", filled=(), ending="", **fields):
    """A page of its own words, or the draft that any firm gets, with its gaps filled in."""
    body = body or legal_pages.written(kind)
    for words in filled:
        body = legal_pages.GAP.sub(words, body, count=1)
    known = {"title": legal_pages.TITLES[kind], "slug": kind}
    return {**known, **fields, "kind": kind, "body": body + ending}


def _checked(record):
    """Save a record after the checks of a person's input that the database does not make itself."""
    record.clean_fields(exclude={one.name for one in record._meta.fields if one.is_relation})
    record.clean()
    record.save()
    return record


def _lawyer(order, areas, honours, milestones, education, portrait, **fields):
    lawyer = Lawyer(order=order, education="\n".join(education), **fields)
    with (FOLDER / "portraits" / portrait).open("rb") as picture:
        lawyer.portrait = File(picture, name=portrait)
        _checked(lawyer)
    lawyer.areas.set(PracticeArea.objects.filter(slug__in=areas))
    for honour in honours:
        _checked(models.Honour(lawyer=lawyer, **honour))
    for milestone in milestones:
        _checked(models.Milestone(lawyer=lawyer, **milestone))

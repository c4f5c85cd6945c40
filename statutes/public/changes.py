"""What changes in the law: a feed of each text (Atom), and a calendar of the days ahead (ics)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from richtext.base import page_cache
from richtext.base.content_lines import calendar
from richtext.base.decoding import without_controls
from statutes.citations.places import article_digits
from statutes.law.table import Table, changed_places
from statutes.models import Statute
from statutes.public import reading

MOST = 20  # entries of a feed
HOST = urlsplit(settings.SITE_URL).hostname or ""


class Change(NamedTuple):
    """That a version begins to apply or ends on a day; since when that is known."""

    day: date
    made: date
    statute: Statute
    key: str  # names it for good, with the statute
    title: str
    words: str

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.statute.get_absolute_url()}"


def changes_of(versions: list[Statute]) -> Iterator[Change]:
    """What is known of the versions of one text."""
    starts = {row.effective_from for row in versions}
    for row in versions:
        name, end = f"《{row.short_name}》", row.effective_to
        day = row.effective_from or row.promulgated
        if day:
            year = f"（{row.year}年）" if row.year else ""
            title = f"{name}{year}{date_format(day)}{'起施行' if row.effective_from else '公布'}"
            yield Change(day, row.promulgated or day, row, "begins", title, _about(row))
        if end and end not in starts:  # else the next version says it
            by = row.replaced_by
            words = f"由《{by.short_name}》{row.replaced_part}取代。" if by else ""
            made = (by and by.promulgated) or end
            yield Change(end, made, row, "ends", f"{name}{date_format(end)}起不再适用", words)


def _about(row):
    places = "、".join(article_digits(*one) for one in sorted(changed_places(row.changed)))
    day = date_format(row.promulgated) if row.promulgated else ""
    said = {"公布日期": day, "制定机关": row.issuer, "文号": row.doc_no, "改动的条文": places}
    return "；".join(f"{name}：{value}" for name, value in said.items() if value)


def _response(content, kind):
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = "no-cache"  # kept, but asked for again each time
    return response


@page_cache.shared()
@conditional_page
@require_safe
def feed(request, slug):
    """The versions of a text, the newest first, whichever of them or of its names is asked for."""
    today, zone = timezone.localdate(), timezone.get_default_timezone()
    row, table = reading.find(slug)
    versions = table.versions(row.short_name) or [row]
    # That of the first version names the feed: with a newer one it is no other feed
    own = f"{settings.SITE_URL}{reverse('statutes:feed', args=[versions[0].slug])}"
    atom = Atom1Feed(
        title=without_controls(f"《{row.short_name}》的变动"),
        link=f"{settings.SITE_URL}{row.get_absolute_url()}",
        feed_url=own,
        feed_guid=own,
        author_name=HOST,
        language="zh-CN",
        description="",
    )
    for one in sorted(changes_of(versions), key=lambda one: one.day, reverse=True)[:MOST]:
        made = datetime.combine(min(one.made, today), time(), zone)
        atom.add_item(
            title=without_controls(one.title),
            link=one.url,
            description=escape(without_controls(one.words)),  # Atom takes it as HTML
            pubdate=made,
            updateddate=made,
            unique_id=f"{one.url}#{one.key}",
        )
    return _response(atom.writeString("utf-8"), atom.content_type)


@page_cache.shared()
@conditional_page
@require_safe
def coming(request):
    """Every change whose day is still ahead, as whole days in a calendar."""
    today, table = timezone.localdate(), Table.latest()
    names = {row.short_name for row in table.rows.values()}
    found = [one for name in names for one in changes_of(table.versions(name)) if one.day > today]
    events = [
        [
            ("UID", f"{one.statute.slug}-{one.key}@{HOST}"),
            ("DTSTAMP", f"{one.made:%Y%m%d}T000000Z"),  # not now: an unchanged file is the same
            ("DTSTART;VALUE=DATE", f"{one.day:%Y%m%d}"),
            ("SUMMARY", one.title),
            ("DESCRIPTION", one.words),
            ("URL", one.url),
            ("TRANSP", "TRANSPARENT"),
        ]
        for one in sorted(found, key=lambda one: (one.day, one.statute.slug))
    ]
    content = calendar("statutes", "法规变动", events)
    return _response(content, "text/calendar; charset=utf-8")

"""Structured data (JSON-LD) of the firm, equal to what its pages show.

`LegalService` for the firm (schema.org deprecates `Attorney` in its favour), `Person` for a
lawyer, `BreadcrumbList` for the way to a page.
"""

from firm.base.service_time import FULL_DAY, week_of
from firm.base.urls import absolute_url, here_url
from firm.site import shown

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def without_blanks(data):
    """What has a value."""
    return {key: value for key, value in data.items() if value}


def firm_reference(site):
    """The firm as other records point to it."""
    name = site.settings.firm_name or site.site_title
    return {"@type": "LegalService", "@id": absolute_url("/#firm"), "name": name}


def legal_service(site):
    """The firm with what its home page shows of it."""
    settings = site.settings
    return {
        "@context": "https://schema.org",
        **firm_reference(site),
        **without_blanks(
            {
                "url": absolute_url("/"),
                "telephone": site.phone,
                "description": settings.summary,
                "areaServed": settings.city,
                "identifier": settings.licence_number,
                "openingHoursSpecification": opening_hours(settings.hours),
            }
        ),
    }


def legal_service_with_offices(site, offices):
    """The firm with what its contact page shows: the mailbox and the offices, no introduction."""
    firm = {key: value for key, value in legal_service(site).items() if key != "description"}
    places = {"email": site.settings.email, "address": [office.address for office in offices]}
    return {**firm, **without_blanks(places)}


def opening_hours(text):
    """The hours that a page shows, as data; nothing where they are written too freely to be read.

    Two spans a day are two entries. 24:00 is said as 23:59, the last minute that the form knows.
    """
    days: dict[tuple[int, int], list[str]] = {}
    for name, spans in zip(WEEKDAYS, week_of(text) or (), strict=False):
        for span in spans:
            days.setdefault((span.start, span.end), []).append(name)
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": _clock(start),
            "closes": _clock(min(end, FULL_DAY - 1)),
        }
        for (start, end), names in days.items()
    ]


def _clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def person(lawyer, site):
    """A lawyer; `identifier` is the licence number."""
    picture = lawyer.portrait.picture
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        **without_blanks(
            {
                "name": lawyer.name,
                "jobTitle": lawyer.post or "律师",
                "url": absolute_url(lawyer.get_absolute_url()),
                "identifier": lawyer.licence_number,
                "telephone": lawyer.phone,
                "description": lawyer.summary,
                "image": absolute_url(picture.src) if picture else "",
                "knowsAbout": [area.name for area in shown.areas_of(lawyer)],
                "worksFor": firm_reference(site),
            }
        ),
    }


def of_area(area, site):
    """What the page of a practice area shows: the service, and the steps that it takes."""
    found = {"name": area.name, "description": area.summary, "url": _url(area)}
    service = {"@type": "Service", **without_blanks(found), "provider": firm_reference(site)}
    steps = [
        {"@type": "HowToStep", **without_blanks({"name": one.name, "text": one.words})}
        for one in area.step_entries
    ]
    way = [{"@type": "HowTo", "name": f"{area.name}：办理步骤", "step": steps}] if steps else []
    return [{"@context": "https://schema.org", **one} for one in [service, *way]]


def _url(record):
    return absolute_url(record.get_absolute_url())


def breadcrumbs(trail):
    """The way from the home page, `trail` as (title, path) pairs."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": here_url(path)}
            for place, (title, path) in enumerate(trail, start=1)
        ],
    }

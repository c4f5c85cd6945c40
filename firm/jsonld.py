"""Structured data of the firm, built beside the records it repeats.

`LegalService` for the firm (schema.org deprecates `Attorney` in its favour), `Person` for a
lawyer, `BreadcrumbList` for the way to a page.
"""

from firm.links import absolute_url


def _without_blanks(data):
    return {key: value for key, value in data.items() if value}


def firm_reference(site):
    """The firm as other records point to it."""
    name = site.settings.firm_name or site.site_title
    return {"@type": "LegalService", "@id": absolute_url("/#firm"), "name": name}


def legal_service(site, offices=()):
    """The firm with what the page shows of it."""
    settings = site.settings
    return {
        "@context": "https://schema.org",
        **firm_reference(site),
        **_without_blanks(
            {
                "url": absolute_url("/"),
                "telephone": site.phone,
                "email": settings.email,
                "description": settings.summary,
                "areaServed": settings.city,
                "identifier": settings.licence_number,
                "address": [office.address for office in offices],
            }
        ),
    }


def person(lawyer, site):
    """A lawyer; `identifier` is the licence number."""
    picture = lawyer.portrait.picture
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        **_without_blanks(
            {
                "name": lawyer.name,
                "jobTitle": lawyer.post or "律师",
                "url": absolute_url(lawyer.get_absolute_url()),
                "identifier": lawyer.licence_number,
                "telephone": lawyer.phone,
                "description": lawyer.summary,
                "image": absolute_url(picture.src) if picture else "",
                "knowsAbout": [area.name for area in lawyer.areas.all()],
                "worksFor": firm_reference(site),
            }
        ),
    }


def breadcrumbs(trail):
    """The way from the home page, `trail` as (title, path) pairs."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": absolute_url(path)}
            for place, (title, path) in enumerate(trail, start=1)
        ],
    }

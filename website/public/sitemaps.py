"""The sitemap: an index of files, each of one kind of addresses, within Baidu's limits.

Baidu takes at most 50,000 addresses and 10 MB a file. A statute whose percent-encoded address is
longer than 256 bytes (28 characters of Chinese) is left out; links lead to it.
"""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Citation
from articles.public import sitemaps as articles
from calculators.public import uses
from firm.base import current_site, dates
from firm.base.current_site import here_url
from firm.public import sitemaps as firm
from firm.public.sitemaps import MOST, Entry, Section
from richtext.base import page_cache
from statutes.public import reading as statutes

LONGEST = 256  # bytes of an address
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class PageSection(Section):
    def __init__(self, *names):
        self.names = names

    def entries(self, number):
        return [(reverse(name), None) for name in self.names]


class Cited(Section):
    """What an article of the site cites: found with the newest that has a citation of the kind."""

    def __init__(self, find, **kind):
        self.find, self.kind = find, kind

    def files(self):
        return [(1, None)] if Article.objects.published().filter(**self.kind).exists() else []

    def entries(self, number):
        return sorted(self.find(Citation.shown(of_all=True)))


class Tools(Section):
    """The list of the tools that the firm shows, and each of them."""

    def files(self):
        return [(1, None)] if uses.shown() else []

    def entries(self, number):
        own = [reverse("calculators:tool", args=[name]) for name in uses.shown()]
        return [(path, None) for path in (reverse("calculators:index"), *own)] if own else []


SECTIONS = {
    "standing": PageSection(
        "home",
        "areas",
        "articles:list",
        "firm:lawyers",
        "firm:contact",
        "consult:new",
        "statutes:list",
    ),
    **firm.SECTIONS,
    **articles.SECTIONS,
    "tools": Tools(),
    # In force, and such of their articles of which the text is here.
    "statutes": Cited(statutes.cited_statutes, citations__statute__isnull=False),
    "statute-articles": Cited(
        statutes.cited_articles,
        citations__number__isnull=False,
        citations__statute__imported_at__isnull=False,
    ),
}
# A lawyer's own site lists what it alone has: all else has its one address on the firm's.
OWN = {"standing": PageSection("home", "areas", "articles:list", "consult:new")}


@page_cache.shared()
@conditional_page
@require_safe
def index(request):
    sections = OWN if current_site.current() else SECTIONS
    files = [
        (reverse("sitemap_file", args=[name, number]), changed)
        for name, section in sections.items()
        for number, changed in section.files()
    ]
    return _xml("sitemapindex", "sitemap", files)


@page_cache.shared()
@conditional_page
@require_safe
def file(request, name, number):
    """One file; a number that holds nothing is no address of ours."""
    sections = OWN if current_site.current() else SECTIONS
    section = sections.get(name, Section())
    entries = section.entries(int(number)) if int(number) <= section.most_files else []
    if not entries:
        raise Http404("网站地图文件不存在")
    return _xml("urlset", "url", entries)


def _xml(root, element, entries: Iterable[Entry]):
    lines = [_line(element, here_url(path), changed) for path, changed in entries]
    body = "\n".join(list(filter(None, lines))[:MOST])
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">'
    return HttpResponse(f"{head}\n{body}\n</{root}>\n", content_type="application/xml")


def _line(element, address, changed: datetime | None):
    """One entry; empty for an address that is too long."""
    if len(address.encode()) > LONGEST:
        return ""
    when = f"<lastmod>{dates.iso(changed)}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(address)}</loc>{when}</{element}>"

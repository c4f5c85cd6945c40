"""Pages of no single app: home, robots; the search has a module of its own."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles.public import lists
from firm.base.urls import here_url
from firm.site import default_words, jsonld, page_words, shown
from firm.site.head import Head
from firm.site.identity import Identity
from richtext.base import page_cache
from website.public import areas, robots_txt

AREAS = 8  # on the home page; a page of their own has them all
NEWEST = 8  # articles there
FACES = 6  # lawyers on the home page; a firm of thirty has a page for them


@page_cache.shared(leads_on=True)
@require_safe
def home(request):
    """Who we are, what for, how to reach us, the newest answers."""
    site, lawyers = Identity(), shown.lawyers()
    branches = areas.tree()
    context = {
        "site": site,
        "areas": branches[:AREAS],
        "all_areas": len(branches) if len(branches) > AREAS else 0,
        "lawyers": lawyers[:FACES],
        "more": len(lawyers) if len(lawyers) > FACES else 0,
        "articles": lists.newest(NEWEST),
        "head": _own_head(site) if site.own else _head(site),
    }
    return render(request, "home.html", context)


def _head(site):
    return Head(
        *default_words.home(site),
        page="home",
        drawn=site.settings.slogan or site.site_title,
        path="/",
        data=[jsonld.legal_service(site)],
        verification=site.settings.baidu_verification,
    )


def _own_head(site):
    """The home page of a lawyer's own site; whose site it is for Baidu, Baidu asks of each host."""
    return Head(
        *default_words.home(site),
        page=page_words.key("lawyer", site.own),
        drawn=site.own.title,
        path="/",
        kind="profile",
        data=[jsonld.person(site.own, site)],
        own=True,
    )


@page_cache.shared()
@require_safe
def robots(request):
    """What crawlers leave alone, and where the sitemap is; no secret path is named."""
    context = {"training": robots_txt.unwelcome(), "sitemap": here_url("/sitemap.xml")}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def indexnow_key(request, key):
    """The file by which IndexNow knows that a push comes from us; there for the exact key alone."""
    ours = settings.INDEXNOW_KEY
    if not ours or not constant_time_compare(key, ours):
        raise Http404("文件不存在")
    return HttpResponse(ours, content_type="text/plain; charset=utf-8")

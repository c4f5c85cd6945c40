"""Pages of no single app: home, robots; the search has a module of its own."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles import answers
from articles.public import lists
from articles.public.branches import tree
from firm.base.urls import here_url
from firm.site import default_words, jsonld, page_words, shown
from firm.site.head import Head
from firm.site.identity import Identity
from richtext.base import page_cache
from website.public import robots_txt

AREAS = 8  # on the home page; a page of their own has them all
ANSWERS = 6  # articles there
FACES = 3  # lawyers in the first screen of a telephone; all have a page of their own
WORDS = 5  # that many look for, below the search box


@page_cache.shared(leads_on=True)
@require_safe
def home(request):
    """What people ask, who answers and by when; areas and answers that many look for first."""
    site, lawyers, branches = Identity(), shown.lawyers(), tree()
    often = lists.most_read(lists.ALL, ANSWERS)
    context = {
        "site": site,
        "often": answers.frequent_words()[:WORDS],
        "areas": branches[:AREAS],
        "more_areas": branches[AREAS:],
        "all_areas": len(branches),
        "lawyers": lawyers[:FACES],
        "more": len(lawyers) if len(lawyers) > FACES else 0,
        "articles": often or lists.newest(ANSWERS),
        "by_reads": bool(often),
        "about": _about(site),
        "head": _own_head(site) if site.own else _head(site),
    }
    return render(request, "home.html", context)


def _about(site):
    """What is said of who speaks, a paragraph each."""
    texts = [site.summary, site.solo.short_bio if site.solo else ""]
    return list(dict.fromkeys(filter(None, texts)))


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

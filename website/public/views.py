"""Pages of no single app: home, areas, robots.txt, security.txt."""

import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles import answers
from articles.public import lists
from articles.public.lists import tree
from firm.base import current_site
from firm.base.current_site import here_url
from firm.models import SiteSettings
from firm.site import head as site_head
from firm.site import records
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache

TITLE = "业务领域"
PATH = ".well-known/security.txt"
AHEAD = datetime.timedelta(days=180)  # the end of security.txt; its RFC wants less than a year
AREAS = 8  # on the home page; a page of their own has them all
ANSWERS = 6  # articles there
FACES = 3  # lawyers in the first screen of a telephone; all have a page of their own
WORDS = 4  # that many look for, below the search box


@page_cache.shared()
@require_safe
def area_list(request):
    """All areas, each with what it is about and how many articles it has."""
    branches = tree(lists.page_numbers())
    head = Head(
        *site_head.areas(Identity()),
        page="areas",
        drawn=TITLE,
        path=request.path,
        trail=[HOME, (TITLE, reverse("areas"))],
        own=True,
    )
    return render(request, "area_list.html", {"branches": branches, "head": head})


@page_cache.shared()
@require_safe
def show(request):
    """Where somebody who finds a hole in the site may write (RFC 9116).

    None without SECURITY_CONTACT, nor on a lawyer's host: it speaks for the firm's.
    """
    if not settings.SECURITY_CONTACT or current_site.current():
        raise Http404("文件不存在")
    expires = timezone.now().astimezone(datetime.UTC).date() + AHEAD
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {expires}T00:00:00Z", "Preferred-Languages: zh, en"]
    if settings.SITE_URL.startswith("https://"):
        lines.append(f"Canonical: {settings.SITE_URL}/{PATH}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@page_cache.shared(leads_on=True)
@require_safe
def home(request):
    """What people ask, who answers and by when; areas and answers that many look for first."""
    site, lawyers, branches = Identity(), records.lawyers(), tree()
    often = lists.most_read(lists.ALL, ANSWERS)
    about = [site.summary, site.solo and site.solo.short_bio]  # a paragraph each
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
        "about": list(dict.fromkeys(filter(None, about))),
        "head": Head(*site_head.home(site), path="/", **_head(site)),
    }
    return render(request, "home.html", context)


def _head(site):
    if own := site.own:  # whose site it is for Baidu, Baidu asks of each host
        data, page = [site_head.person(own, site)], site_head.key("lawyer", own)
        return {"page": page, "drawn": own.title, "kind": "profile", "data": data, "own": True}
    return {
        "page": "home",
        "drawn": site.settings.slogan or site.site_title,
        "data": [site_head.legal_service(site)],
        "verification": site.settings.baidu_verification,
    }


@page_cache.shared()
@require_safe
def robots(request):
    """What crawlers leave alone, and where the sitemap is; no secret path is named.

    Who trains models is asked to stay away while there is no database to ask: crawlers keep
    robots.txt for a day, and a day without a visit does less harm than one against the firm's will.
    """
    try:
        may_train = SiteSettings.load().ai_crawlers
    except DatabaseError:
        page_cache.facts().is_shared = may_train = False
    context = {"may_train": may_train, "sitemap": here_url("/sitemap.xml")}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def indexnow_key(request, key):
    """The file by which IndexNow knows that a push comes from us; there for the exact key alone."""
    ours = settings.INDEXNOW_KEY
    if not ours or not constant_time_compare(key, ours):
        raise Http404("文件不存在")
    return HttpResponse(ours, content_type="text/plain; charset=utf-8")

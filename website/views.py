"""Pages of no single app: home, search, robots, health."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import search as index
from articles import searched
from articles.models import Article
from firm import jsonld, paging
from firm.head import Head
from firm.identity import Identity
from firm.links import absolute_url
from firm.models import Lawyer, PracticeArea
from website import crawlers, health
from website.forms import SearchForm

PER_PAGE = 20


@require_safe
def home(request):
    """Who we are, what for, how to reach us, the newest answers."""
    site = Identity()
    below = PracticeArea.objects.published()
    areas = below.filter(parent=None).prefetch_related(Prefetch("children", below))
    context = {
        "site": site,
        "areas": areas,
        "lawyers": Lawyer.objects.published(),
        "articles": Article.objects.published().for_list()[:8],
        "head": Head(
            description=site.settings.summary or site.settings.slogan,
            path="/",
            data=[jsonld.legal_service(site)],
            verification=site.settings.baidu_verification,
        ),
    }
    return render(request, "home.html", context)


@require_safe
def search(request):
    """Articles that hold every word of the query."""
    form = SearchForm(request.GET)
    query = form.cleaned_data.get("q", "") if form.is_valid() else ""
    head = Head(title=f"搜索：{query}" if query else "搜索", index=False)
    context = {"form": form, "query": query, "head": head, **_hits(request, query)}
    return render(request, "search.html", context, status=200 if form.is_valid() else 400)


def _hits(request, query):
    number = paging.number_of(request)
    ids, total = index.search(query, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    searched.note(query, total)
    if number > 1 and not ids:
        raise Http404("没有这一页")
    found = Article.objects.published().select_related("area", "author").in_bulk(ids)
    words = index.marks_of(query)
    hits = [
        {
            "article": found[pk],
            "title": index.marked(found[pk].title, words),
            "snippet": index.snippet(found[pk], words),
        }
        for pk in ids
        if pk in found
    ]
    page = Paginator(range(total), PER_PAGE).page(number) if total else None
    return {"hits": hits, "total": total, "page": page}


@require_safe
def robots(request):
    """What crawlers leave alone, and where the sitemap is; no secret path is named."""
    context = {"training": crawlers.unwelcome(), "sitemap": absolute_url("/sitemap.xml")}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def indexnow_key(request, key):
    """The file by which IndexNow knows that a push comes from us; there for the exact key alone."""
    ours = settings.INDEXNOW_KEY
    if not ours or not constant_time_compare(key, ours):
        raise Http404("没有这个文件")
    return HttpResponse(ours, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def healthz(request):
    """For the operator's monitor: 503 without a database."""
    try:
        return JsonResponse(health.report())
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)

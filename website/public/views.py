"""Pages of no single app: home, search, robots."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles import search as index
from articles.models import Article
from articles.stats import search_log
from firm.base import current_site, pagination
from firm.base.urls import here_url
from firm.site import jsonld, shown
from firm.site.head import Head
from firm.site.identity import Identity
from richtext.base import page_cache
from website.public import areas, robots_txt
from website.public.forms import SearchForm

PER_PAGE = 20
SEARCH_TOLD = "查找律师撰写的法律问答和法规条文，可按业务领域和律师筛选。"
AREAS = 8  # on the home page; a page of their own has them all
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
        "articles": Article.objects.published().for_list()[:8],
        "head": _own_head(site) if site.own else _head(site),
    }
    return render(request, "home.html", context)


def _head(site):
    return Head(
        description=site.settings.summary or site.settings.slogan,
        path="/",
        data=[jsonld.legal_service(site)],
        verification=site.settings.baidu_verification,
    )


def _own_head(site):
    """The home page of a lawyer's own site; whose site it is for Baidu, Baidu asks of each host."""
    return Head(
        description=site.own.summary or site.own.bio[:110],
        path="/",
        kind="profile",
        data=[jsonld.person(site.own, site)],
        own=True,
    )


@require_safe
def search(request):
    """Articles that hold every word of the query, or else come near to it."""
    form = SearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    query = chosen.get("q", "")
    title = f"搜索：{query}" if query else "搜索"
    head = Head(title=title, description=SEARCH_TOLD, index=False)
    context = {"form": form, "query": query, "head": head}
    if query:
        lawyer = current_site.current() or chosen.get("lawyer")
        context |= _hits(request, query, chosen["area"], lawyer)
    return render(request, "search.html", context, status=200 if form.is_valid() else 400)


def _hits(request, query, area, author):
    """A page of hits with their words marked; what else may have been meant, if none holds all."""
    number = pagination.number_of(request)
    found = index.find_articles(query, PER_PAGE, (number - 1) * PER_PAGE, area, author)
    if number > 1 and not found.ids:
        raise Http404("页面不存在")
    if number == 1 and not (area or author):
        search_log.log_search(query, found.total)
    words = index.words_to_mark(query)
    shown = Article.objects.published().select_related("area", "author").in_bulk(found.ids)
    hits = [
        {
            "article": shown[pk],
            "title": index.split_at_hits(shown[pk].title, words),
            "snippet": index.snippet(shown[pk], words),
        }
        for pk in found.ids
        if pk in shown
    ]
    page = Paginator(range(found.total), PER_PAGE).page(number) if found.total else None
    others = [] if found.exact else index.suggest_queries(query, area, author)
    meant = [(words, _address(request, q=words)) for words in others]
    narrowed = area or (author and not current_site.current())
    everywhere = _address(request, area="", lawyer="") if narrowed else ""
    return {"hits": hits, "found": found, "page": page, "meant": meant, "everywhere": everywhere}


def _address(request, **changes):
    """This search with other words, or without what narrowed it down; its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    kept = [(name, value) for name, value in query.items() if value]
    return f"{request.path}?{urlencode(kept)}"


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

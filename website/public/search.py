"""The search page: what is found, with its words marked, and what else may have been meant."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import search as index
from articles.models import Article
from articles.public import cards
from articles.stats import search_log
from firm.base import current_site, pagination
from firm.site.head import Head
from website.public.forms import SearchForm

PER_PAGE = 20
TOLD = "查找律师撰写的法律问答和法规条文，可按业务领域和律师筛选。"


@require_safe
def search(request):
    """Articles that hold every word of the query, or else come near to it."""
    form = SearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    query = chosen.get("q", "")
    title = f"搜索：{query}" if query else "搜索"
    head = Head(title=title, description=TOLD, index=False)
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
    page = Paginator(range(found.total), PER_PAGE).page(number) if found.total else None
    others = [] if found.exact else index.suggest_queries(query, area, author)
    meant = [(words, _address(request, q=words)) for words in others]
    narrowed = area or (author and not current_site.current())
    everywhere = _address(request, area="", lawyer="") if narrowed else ""
    hits = _shown(found.ids, index.words_to_mark(query))
    return {"hits": hits, "found": found, "page": page, "meant": meant, "everywhere": everywhere}


def _shown(ids, words):
    """A page of hits: each with its words marked in the title and where they stand in the text."""
    public = Article.objects.published().filter(pk__in=ids).order_by()
    there = {one.pk: one for one in cards.with_names(public, "text")}
    return [
        {
            "article": one,
            "title": index.split_at_hits(one.title, words),
            "snippet": index.snippet(one, words),
            "area": cards.area_link(one.area),
            "author": one.author.title,
        }
        for one in (there[pk] for pk in ids if pk in there)
    ]


def _address(request, **changes):
    """This search with other words, or without what narrowed it down; its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    left = [(name, value) for name, value in query.items() if value]
    return f"{request.path}?{urlencode(left)}"

"""The search page: the slots of what was found, and what to try where nothing was."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from articles import answers
from articles import search as index
from articles.stats import search_log
from firm.base import current_site, pagination
from firm.site import shown
from firm.site.head import HOME, Head
from statutes import search as in_law
from website.public.forms import SearchForm

PER_PAGE = 20
TOLD = "查找法条、律师和律师撰写的法律问答，可按业务领域和律师筛选。"
MOST_OFFICES = 2  # whose addresses stand in the row of the contact page
LONGEST_TOLD = 40  # characters of a query that a sentence repeats


@require_safe
def search(request):
    """The article of law, the people and pages, the articles and the law for the words typed."""
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query, chosen = form.cleaned_data.get("q", ""), form.cleaned_data
    told = Truncator(query).chars(LONGEST_TOLD, truncate="……")
    context = {"form": form, "query": query, "told": told, "head": _head(told, request.path)}
    if query and valid:
        lawyer = current_site.current() or chosen.get("lawyer")
        context |= _answers(request, query, chosen["area"], lawyer)
    if not context.get("total"):
        context |= {"words": _frequent(request), "areas": shown.areas()}
    return render(request, "search.html", context, status=200 if valid else 400)


def _head(told, path):
    title = f"搜索：{told}" if told else "搜索"
    return Head(title=title, description=TOLD, index=False, trail=[HOME, ("搜索", path)])


def _answers(request, query, area, author):
    """A page of what was found; what else may have been meant, if no article holds all words."""
    number = pagination.number_of(request)
    answer = answers.find(query, PER_PAGE, (number - 1) * PER_PAGE, area, author)
    found = answer.found
    if number > 1 and not found.ids:
        raise Http404("页面不存在")
    if number == 1 and not (area or author):
        search_log.log_search(query, answer.total)
    others = [] if found.exact else index.suggest_queries(query[: answers.LONGEST], area, author)
    narrowed = bool(area or (author and not current_site.current()))
    return {
        "answer": answer,
        "offices": shown.offices()[:MOST_OFFICES],
        "total": answer.total,
        # A name alone is no question that a form should begin with.
        "asks": not answer.total or bool(found.total or answer.said),
        "page": Paginator(range(found.total), PER_PAGE).page(number) if found.total else None,
        "meant": [(words, _address(request, q=words)) for words in others],
        "partial": not answer.counts and not (index.is_whole() and in_law.is_whole()),
        "narrowed": narrowed,
        "everywhere": _address(request, area="", lawyer="") if narrowed else "",
        "cut": answers.LONGEST if len(query) > answers.LONGEST else 0,
    }


def _frequent(request):
    return [
        (words, f"{request.path}?{urlencode({'q': words})}") for words in answers.frequent_words()
    ]


def _address(request, **changes):
    """This search with other words, or without what narrowed it down; its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    left = [(name, value) for name, value in query.items() if value]
    return f"{request.path}?{urlencode(left)}"

"""The search page: the slots of what was found, and what to try where nothing was."""

from html import escape
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.forms.utils import flatatt
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from articles import answers
from articles import search as index
from articles.stats import search_log
from calculators import parameters
from calculators.public import finding, results
from firm.base import current_site, queries
from firm.base.forms import RecordField, field_of
from firm.site import records
from firm.site.head import HOME, Head
from statutes.search import indexing as in_law

LONGEST_QUERY = 800  # characters that come back in the box; as many fit into an address
PER_PAGE = 10
ONE_WORD = 3  # characters: 加班 asks for whatever there is
FEW = 5  # articles among which nobody narrows down
MOST_OFFICES = 2  # whose addresses stand in the row of the contact page
LONGEST_QUOTED = 40  # characters of a query that a sentence repeats


class Choice(forms.Select):
    """A list written at once: a template for each of a hundred lines takes ten times as long."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = str(value or "")
        line = '<option value="{}"{}>{}</option>'.format
        options = "\n".join(
            line(escape(one), " selected" if one == chosen else "", escape(str(label)))
            for one, label in self.choices
        )
        own = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, own, mark_safe(options))


class Words(forms.CharField):
    """Whatever somebody looks for, however long; what no text can hold is a gap in it."""

    def to_python(self, value):
        typed = super().to_python((value or "").replace("\x00", " ")) or ""
        return typed[:LONGEST_QUERY]


def narrowed_by(label, everything):
    """A list of records, of which one may be chosen."""
    return RecordField(
        label=label,
        known_by="slug",
        required=False,
        empty_label=everything,
        widget=Choice(attrs={"form": "find"}),
        error_messages={"invalid_choice": f"{label}不存在，请重新选择。"},
    )


class SearchForm(forms.Form):
    q = Words(required=False)
    area = narrowed_by("业务领域", "全部领域")
    lawyer = narrowed_by("律师", "全部律师")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "area", RecordField).offer(records.areas())
        field_of(self, "lawyer", RecordField).offer(records.lawyers())
        if current_site.current():  # there is nobody else to choose
            del self.fields["lawyer"]

    @property
    def narrowing(self):
        return [field for field in self if field.name != "q"]


@require_safe
def search(request):
    """The article of law, the people and pages, the articles and the law for the words typed."""
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query, chosen = form.cleaned_data.get("q", ""), form.cleaned_data
    quoted = Truncator(query).chars(LONGEST_QUOTED, truncate="……")
    head = Head(
        title=f"搜索：{quoted}" if quoted else "搜索",
        description="查找法条、律师和律师撰写的法律问答，可按业务领域和律师筛选。",
        index=False,
        trail=[HOME, ("搜索", request.path)],
    )
    context = {"form": form, "query": query, "quoted": quoted, "head": head}
    if query and valid:
        lawyer = current_site.current() or chosen.get("lawyer")
        context |= _answers(request, query, chosen["area"], lawyer)
    if not context.get("total"):
        words = [
            (one, f"{request.path}?{urlencode({'q': one})}") for one in answers.frequent_words()
        ]
        context |= {"words": words, "areas": records.areas()}
    return render(request, "search.html", context, status=200 if valid else 400)


def _answers(request, query, area, author):
    """A page of what was found; what else may have been meant, if no article holds all words."""
    number = queries.number_of(request)
    answer = answers.find(query, PER_PAGE, (number - 1) * PER_PAGE, area, author)
    found = answer.found
    if number > 1 and not found.ids:
        raise Http404("页面不存在")
    tools = []
    if number == 1 and not (area or author):
        search_log.log_search(query, answer.total)
        is_word = len(query) <= ONE_WORD and not found.exact
        tools = finding.find(query) if is_word else finding.asked_for(query)
    if tools:  # the rule that it applies before others
        figures = parameters.current().starting_with(tools[0].keys, timezone.localdate())
        answer.said.sort(key=lambda one: one.place not in results.places(figures))
    laws = len(answer.said) if len(answer.said) < answers.MOST_OF_LAW else "多"
    near = [(len(tools), "项计算"), (len(answer.hits), "篇文章"), (laws, "个法条")]
    near.append((len(answer.named), "个业务领域"))
    others = [] if found.exact else index.suggest_queries(query[: answers.LONGEST], area, author)
    narrowed = bool(area or (author and not current_site.current()))
    return {
        "answer": answer,
        "tools": tools,
        "offices": records.offices()[:MOST_OFFICES],
        "total": answer.total + len(tools),
        "near": "、".join(f"{some}{unit}" for some, unit in near if some),
        # A name alone is no question that a form should begin with.
        "asks": not answer.total or bool(found.total or answer.said),
        "page": Paginator(range(found.total), PER_PAGE).page(number) if found.total else None,
        "meant": [(words, _address(request, q=words)) for words in others],
        "partial": not answer.counts and not (index.INDEX.is_whole() and in_law.LAW.is_whole()),
        "narrowed": narrowed,
        "narrowable": narrowed or found.total > FEW,
        "everywhere": _address(request, area="", lawyer="") if narrowed else "",
        "cut": answers.LONGEST if len(query) > answers.LONGEST else 0,
    }


def _address(request, **changes):
    """This search with other words, or without what narrowed it down; its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    left = [(name, value) for name, value in query.items() if value]
    return f"{request.path}?{urlencode(left)}"

"""The list of what is to be reviewed, and the history of decisions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consult.base import staff
from firm.base.pagination import page_of
from statutes.models import Decision
from statutes.services import citation_sync, decisions, open_work
from website.office.law_review import deciding, rows
from website.office.law_review.forms import NO_LAWYER, ConfirmForm, FilterForm

PER_PAGE, PER_HISTORY = 20, 50
DECIDE = "statutes.add_decision"
CHANGED = "提示刚刚有变化，现为{}条，请查看后再确认。"
KEPT = "{}确认保留{}条提示，记录在案。"
MOVED = "有{}条提示此前已有变化，未作记录，请查看当前情况。"
IN_PARTS = "一次最多确认{}条，另有{}条，请继续确认。"


def _kinds(request):
    """The kinds of texts that the person sees; without any, the page is closed."""
    kinds = open_work.kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    return kinds


@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """List what is open; a POST confirms what was ticked in it."""
    kinds = _kinds(request)
    known = {"kinds": rows.kind_choices(kinds), "laws": rows.laws(kinds)}
    sought = FilterForm(request.GET, **known)
    pairs = rows.narrowed(kinds, sought.wanted)
    if request.method == "POST":
        return _decide(request, kinds, sought, pairs)
    return _list(request, sought, pairs, ConfirmForm(lawyer=_signing(request)))


def _signing(request):
    """The lawyer in whose name is confirmed: who is logged in, or nobody."""
    return getattr(request.user, "lawyer", None)


def _decide(request, kinds, sought, pairs):
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    signing = _signing(request)
    form = ConfirmForm(request.POST, lawyer=signing, law=sought.wanted.get("law", ""))
    if not form.is_valid():
        return _list(request, sought, pairs, form, status=422)
    given = form.cleaned_data
    if given["everything"] and given["everything"] != (number := rows.number(pairs)):
        form.add_error(None, CHANGED.format(number))
        return _list(request, sought, pairs, form, status=409)
    chosen = deciding.all_keys(pairs) if given["everything"] else given["chosen"]
    now, later = chosen[: deciding.AT_A_TIME], chosen[deciding.AT_A_TIME :]
    named = {"lawyer": signing.name, "user": request.user}
    done, gone = deciding.confirm(models=kinds, chosen=now, note=given["note"], **named)
    if done:
        messages.success(request, KEPT.format(signing.title, done))
    if gone:
        messages.warning(request, MOVED.format(gone))
    if later:
        messages.warning(request, IN_PARTS.format(len(now), len(later)))
    return redirect(f"{request.path}?{_without_page(request)}".rstrip("?"))


def _list(request, sought, pairs, form, status=200):
    page = page_of(request, rows.ordered(pairs) if pairs else [], PER_PAGE)
    context = {
        "title": "待复核",
        "sought": sought,
        "narrowed": bool(sought.wanted),
        "entries": rows.entries(page.object_list, pairs, request.user),
        "texts": page.paginator.count,
        "number": rows.number(pairs),
        "page": page,
        "form": form,
        "ticked": set(form.data.getlist("chosen")) if form.is_bound else set(),
        "may_decide": request.user.has_perm(DECIDE) and form.lawyer is not None,
        "needs_lawyer": NO_LAWYER if form.lawyer is None and request.user.has_perm(DECIDE) else "",
        "one_law": sought.wanted.get("law", ""),
        "query": _without_page(request),
    }
    return _page(request, "review", context, status)


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Who decided what, the newest first."""
    kinds = _kinds(request)
    seen = Q(pk__in=[])
    for model in kinds:
        seen |= Q(text__startswith=f"{rows.label_of(model)}:")
    found = Decision.objects.filter(seen).select_related("user__lawyer")
    page = page_of(request, found, PER_HISTORY)
    standing = decisions.in_force(page.object_list)
    mended = _where_mended(request, kinds, page.object_list)
    context = {
        "title": "复核记录",
        "page": page,
        "rows": [
            (one, staff.display_name(one.user), mended.get(one.text, ""), one.pk in standing)
            for one in page.object_list
        ],
        "may_decide": request.user.has_perm(DECIDE),
        "query": "",
    }
    return _page(request, "history", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a confirmed warning again."""
    kinds = _kinds(request)
    decision = get_object_or_404(Decision, pk=pk)
    model, _ = citation_sync.text_of_name(decision.text)
    if model not in kinds or not request.user.has_perm(DECIDE):
        raise PermissionDenied
    try:
        decisions.take_back(decision=decision, user=request.user)
        messages.success(request, "已撤销确认，这条提示回到“待复核”。原来的记录保留。")
    except decisions.NothingToDecideError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:law_review_history")


def _where_mended(request, kinds, found):
    """Where the texts of decisions are changed, of those that are still there."""
    places, named = {}, [citation_sync.text_of_name(one.text) for one in found]
    for model in kinds:
        if open_work.may(request.user, model, "change"):
            keys = {pk for kind, pk in named if kind is model}
            for pk in model.texts().filter(pk__in=keys).values_list("pk", flat=True):
                places[citation_sync.name_of(model, pk)] = citation_sync.admin_url(model, pk)
    return places


def _without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _page(request, name, context, status=200):
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/law_review/{name}.html", context, status=status)

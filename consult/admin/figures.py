"""数据: how the desk did, in numbers alone, for whoever may see them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.stats import search_log
from consult.base import policy
from consult.base.enums import OPEN
from consult.base.policy import Action
from consult.desk import metrics
from consult.figures import tables
from consult.figures.tables import Overview, Table
from consult.models import Consultation
from firm.models import SiteSettings


def urls(site) -> list:
    return [
        path("figures/", site.admin_view(page), name="figures"),
        path("figures/<slug:key>.csv", site.admin_view(table_file), name="figures_file"),
    ]


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found, by = _requested(request)
    context = {
        **admin.site.each_context(request),
        "title": "数据",
        "found": found,
        "choices": tables.choices(localdate()),
        "tiles": _tiles(found, request.user),
        "bars": found.bars,
        "tables": [(one, _heads(found, one, by)) for one in _in_order(found, by)],
        "said": tables.said(),
        # What readers looked for most and found nothing by.
        "words": search_log.looked_for(found.period.start).filter(most=0)[:8],
        "untold": tables.UNTOLD_WHY,
        "by_clock": not SiteSettings.load().service_time,
    }
    return render(request, "admin/consult/figures/page.html", context)


@never_cache
@require_safe
def table_file(request: HttpRequest, key: str) -> HttpResponse:
    """One table in the order in which it stands on the page."""
    found, by = _requested(request)
    table = next((one for one in _in_order(found, by) if one.key == key), None)
    if table is None:
        raise Http404("没有这张表")
    span = "最近12个月" if key == "months" else found.period.label
    text = tables.text_of(table, span)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{table.title}-{localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _requested(request) -> tuple[Overview, tuple[str, str]]:
    """The figures that are asked for, and the table and column that they are ordered by."""
    if not request.user.has_perm("consult.see_figures"):
        raise PermissionDenied
    key, _, column = request.GET.get("sort", "").partition(":")
    return tables.overview(request.GET.get("period", "")), (key, column)


def _in_order(found, by):
    return [one.ordered(by[1]) if one.key == by[0] else one for one in found.tables]


def _heads(found: Overview, table: Table, by: tuple[str, str]) -> list[dict]:
    """Each column's words, the way to order by it, the largest first, and how it is ordered now."""
    heads = []
    for name, label in table.columns.items():
        now = by[1] if by[0] == table.key and by[1].removeprefix("-") == name else ""
        order = {f"-{name}": "descending", name: "ascending"}.get(now, "")
        wanted = name if now.startswith("-") else f"-{name}"
        query = urlencode({"period": found.period.key, "sort": f"{table.key}:{wanted}"})
        heads.append({"label": label, "address": f"?{query}#{table.key}", "order": order})
    return heads


def _tiles(found: Overview, user) -> list[dict]:
    """Numbers, each with its name, what is said below it, and the list that it counts."""
    this, then, against = found.now, found.before, found.against
    wanted = {"open": Q(state__in=OPEN), "late": metrics.kinds(user)["late"]}
    waits, inbox, pace = metrics.numbers(Consultation.objects.all(), wanted), "", ""
    if policy.may(user, Action.READ):
        inbox = reverse("admin:consult_consultation_changelist")
    if this.middle is not None and then.middle is not None:
        pace = _than(against, this.middle, then.middle, ("慢", "快"), "小时")
    received = _than(against, this.received, then.received)
    engaged = _than(against, this.engaged, then.engaged)
    late = inbox and f"{inbox}?work=late"
    rows = [
        ("收到咨询", this.received, received, ""),
        ("按时答复", _shown(this.share, "%"), f"超时{this.late}条", ""),
        ("答复用时（中位数）", _shown(this.middle, "小时"), pace, ""),
        ("已委托", this.engaged, engaged, ""),
        ("现在等待答复", waits["open"], "", inbox),
        ("现在已超时", waits["late"], "", late),
    ]
    return [dict(zip(("label", "number", "told", "address"), row, strict=True)) for row in rows]


def _shown(value: float | None, unit: str) -> str:
    return tables.UNTOLD if value is None else f"{round(value, 1):g}{unit}"


def _than(against: str, now: float, then: float, words=("多", "少"), unit="") -> str:
    more = round(now - then, 1)
    if not more:
        return f"与{against}持平"
    return f"比{against}{words[more < 0]}{abs(more):g}{unit}"

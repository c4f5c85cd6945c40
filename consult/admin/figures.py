"""数据: how the desk did, in numbers alone, for whoever may see them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.stats import search_log
from consult.base import policy
from consult.base.enums import OPEN, State
from consult.base.policy import Action
from consult.desk import metrics, tally
from consult.figures import charts, tables
from consult.figures.tables import Overview, Table
from consult.models import Consultation
from firm.base.dates import short_day
from firm.models import SiteSettings

COUNTED = "{:g}条".format


def urls(site) -> list:
    return [
        path("figures/", site.admin_view(page), name="figures"),
        path("figures/<slug:key>.csv", site.admin_view(table_file), name="figures_file"),
    ]


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found, by = _requested(request)
    start = found.period.start
    vain = search_log.looked_for(start).filter(most=0)  # what readers looked for most
    context = {
        **admin.site.each_context(request),
        "title": "数据",
        "found": found,
        "choices": tables.choices(localdate()),
        **_asks(found, request.user),
        "tables": [(one, _heads(found, one, by)) for one in _in_order(found, by)],
        "lists": [
            ("咨询人的评价", "最近12个整月", tables.said()),
            ("没有结果的搜索词", f"{short_day(start)}以来", vain.values_list("words", "times")[:8]),
        ],
        "untold": tables.UNTOLD_WHY,
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
        label = "用时" if name == "middle" else label  # a file has the plain hours
        heads.append({"label": label, "address": f"?{query}#{table.key}", "order": order})
    return heads


def _asks(found: Overview, user) -> dict:
    """The three questions: each with its answer, what is said below it, and its chart."""
    this, then, against, site = found.now, found.before, found.against, SiteSettings.load()
    start, end = map(tally.start_of, (found.period.start, found.period.end))
    came = Q(received_at__gte=start, received_at__lt=end)
    wanted = {"open": Q(state__in=OPEN), "late": metrics.kinds(user)["late"]}
    wanted |= {"spam": came & Q(state=State.SPAM), "doubted": came & Q(state=State.QUARANTINED)}
    counts = metrics.numbers(Consultation.objects.all(), wanted)
    on_time = tables.UNTOLD if this.share is None else f"{round(this.share, 1):g}%"
    pace = ""
    if this.middle is not None and then.middle is not None:
        pace = "，用时" + _than(against, this.middle, then.middle, tables.lasting)
    promise = f"{'承诺' if site.reply_promise_hours else '目标'}{site.target_hours}小时"
    sources = next(one for one in found.tables if one.key == "sources")
    first = sources.lines[0] if sources.lines else None
    share = first and round(100 * (first.values[0] or 0) / this.received)
    received = charts.lately([(name, number or None) for name, number in found.months("received")])
    middle = found.months("middle")[-len(received) :]
    span = f"最近{len(received)}个月，含本月"
    half = "" if this.middle is None else f"中位用时{tables.lasting(this.middle)}，"
    return {
        "asks": [
            (
                "来了多少？",
                f"{this.received}条，{_than(against, this.received, then.received)}",
                f"已委托{this.engaged}条，{_than(against, this.engaged, then.engaged)}",
                f"每月收到，{span}",
                charts.columns(received),
            ),
            (
                "答得多快？",
                f"{half}超时{this.late}条",
                f"按时{on_time}{pace}。",
                f"每月中位用时（小时），{span}",
                charts.columns(middle, site.target_hours, promise),
            ),
            (
                "从哪里来？",
                f"{share}%来自{first.label}".replace("100%", "全部")
                if first
                else "数目太少，不分列",
                *("", "", None),
            ),
        ],
        "sources": sources.rows[: len(sources.lines)],
        "reads": policy.may(user, Action.READ),
        "counts": counts,
        "by_clock": not site.service_time,
    }


def _than(against: str, now: float, then: float, say=COUNTED) -> str:
    if say(now) == say(then):
        return f"与{against}持平"
    return f"比{against}{'多少'[now < then]}{say(abs(now - then))}"

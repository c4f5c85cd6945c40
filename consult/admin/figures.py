"""数据: how the desk did, in numbers alone, for whoever may see them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consult.base import policy
from consult.base.policy import Action
from consult.figures import rules, tables
from consult.figures.tables import Overview, Table
from firm.models import SiteSettings

RIGHT = "consult.see_figures"
EVEN = "持平"


@dataclass(frozen=True)
class Tile:
    """A number with its name, what is said below it, and the list that it counts."""

    label: str
    number: str
    told: str = ""
    address: str = ""


def urls(site) -> list:
    """The page, and each of its tables as a file."""
    guarded = site.admin_view
    return [
        path("figures/", guarded(page), name="figures"),
        path("figures/<slug:key>.csv", guarded(table_file), name="figures_file"),
    ]


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The figures of a period."""
    found, by = _asked(request)
    context = {
        **admin.site.each_context(request),
        "title": "数据",
        "found": found,
        "choices": rules.choices(localdate()),
        "tiles": _tiles(found, request.user),
        "bars": tables.bars(found.months),
        "tables": [(one, _heads(found, one, by)) for one in _in_order(found, by)],
        "said": tables.said(),
        "words": tables.not_found(found.period),
        "untold": tables.UNTOLD_WHY,
        "by_clock": not SiteSettings.load().service_time,
    }
    return render(request, "admin/consult/figures/page.html", context)


@never_cache
@require_safe
def table_file(request: HttpRequest, key: str) -> HttpResponse:
    """One table in the order in which it stands on the page."""
    found, by = _asked(request)
    table = next((one for one in _in_order(found, by) if one.key == key), None)
    if table is None:
        raise Http404("没有这张表")
    span = "最近12个月" if table is found.months else found.period.label
    content = tables.text_of(table, span)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{table.title}-{localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _asked(request) -> tuple[Overview, tuple[str, str]]:
    """The figures that are asked for, and the table and column that they are ordered by."""
    if not request.user.has_perm(RIGHT):
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


def _tiles(found: Overview, user) -> list[Tile]:
    now, then, against = found.now, found.before, found.against
    waits, inbox, late = tables.waiting(), "", ""
    if policy.may(user, Action.READ):
        inbox = reverse("admin:consult_consultation_changelist")
        late = f"{inbox}?work=late"
    return [
        Tile("新咨询", f"{now.received}", _than(against, now.received, then.received)),
        Tile("按时答复", _shown(now.share, "%"), f"超时{now.late}条"),
        Tile("答复用时（中位数）", _shown(now.middle, "小时"), _pace(against, now, then)),
        Tile("已委托", f"{now.engaged}", _than(against, now.engaged, then.engaged)),
        Tile("现在等待答复", f"{waits['open']}", address=inbox),
        Tile("现在已超时", f"{waits['late']}", address=late),
    ]


def _shown(value: float | None, unit: str) -> str:
    return tables.UNTOLD if value is None else f"{round(value, 1):g}{unit}"


def _than(against: str, now: int, then: int) -> str:
    """By how much it is more or less than before."""
    if now == then:
        return f"与{against}{EVEN}"
    return f"比{against}{'多' if now > then else '少'}{abs(now - then)}"


def _pace(against: str, now: Any, then: Any) -> str:
    """By how much an answer came sooner or later than before; "" where one of them is not known."""
    if now.middle is None or then.middle is None:
        return ""
    less = round(then.middle - now.middle, 1)
    if not less:
        return f"与{against}{EVEN}"
    return f"比{against}{'快' if less > 0 else '慢'}{abs(less):g}小时"

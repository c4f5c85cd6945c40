"""The list of tools, and one tool: asked on GET, answered on POST. Facts are stored nowhere."""

import uuid
from datetime import UTC, date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from calculators import parameters
from calculators.formulas.base import WrongFacts, rounded
from calculators.public import changes, finding, results, uses
from calculators.public.forms import ToolForm
from firm.base.current_site import absolute_url
from firm.site.head import HOME, LONGEST_TITLE, Head, firm_reference
from firm.site.identity import Identity
from richtext.base import page_cache
from richtext.base.content_lines import calendar

TITLE = "费用、赔偿和期限计算"
OFTEN = 4  # tools that stand first
LONGEST = 100  # characters of what is looked for
DUE = "事项到期"  # all that a calendar is told: others may see it
ALARMS = ("-P7D", "-P1D")


@page_cache.shared(q=page_cache.words)
@require_safe
def index(request):
    """All tools, those used most first; `?q=`: the one that fits, and its neighbours."""
    tools, query = uses.by_use(), request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if not tools:
        raise Http404("页面不存在")
    today = timezone.localdate()
    badges = {one.name: [row for row in changes.of(one, today) if row.is_ahead] for one in tools}
    crumbs = [HOME, ("计算", reverse("calculators:index"))]
    head = Head(
        title=f"{query}：计算" if query else "诉讼费、经济补偿、期限计算",
        description=f"{TITLE}：{'、'.join(one.label for one in tools)}。结果的每一行都写明依据。",
        path="" if query else request.path,
        drawn=TITLE,
        index=not query,
        trail=[*crumbs, (query, request.get_full_path())] if query else crumbs,
    )
    context = {
        "head": head,
        "title": TITLE,
        "query": query,
        "found": finding.find(query) if query else [],
        "total": len(tools),
        "often": tools[:OFTEN],
        "others": tools[OFTEN:],
        "badges": {name: rows[0].badge for name, rows in badges.items() if rows},
    }
    return render(request, "calculators/index.html", context)


@page_cache.shared()
@csrf_exempt  # a post changes nothing: it asks for a sum, and the page is the same for everybody
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def tool(request, name):
    found = uses.shown().get(name)
    if found is None:
        raise Http404("页面不存在")
    if request.method != "POST":
        return _page(request, found, ToolForm(found))
    form, result = ToolForm(found, request.POST), None
    if form.wants_row:  # nothing is judged yet
        form.is_valid()
        form.errors.clear()
    elif form.is_valid():
        try:
            result = found.answer(form.facts, parameters.current())
        except WrongFacts as wrong:
            form.wrong(wrong.name, wrong.words)
    if result and "calendar" in request.POST and result.days:
        response = _calendar(result)
    else:
        response = _page(request, found, form, result)
        if result:
            uses.count(found)
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request, found, form, result=None):
    today = timezone.localdate()
    figures = parameters.current()
    rules = [one for one in figures.starting_with(found.keys, today) if not one.region]
    day = (result and result.day) or today
    used = (result.uses if result else ()) or rules
    asked = "算" in found.title  # as people type it: 诉讼费怎么算
    title = f"{found.title if asked else found.question.rstrip('？')}：{found.label}计算"
    path = reverse("calculators:tool", args=[found.name])
    head = Head(
        title=title if len(title) <= LONGEST_TITLE else found.title,
        description=f"{found.lead}按{found.law}计算，每一行写明依据的条文。",
        path=path,
        drawn=found.title,
        trail=[HOME, ("计算", reverse("calculators:index")), (found.label, path)],
        data=lambda: [_application(found, path)],
    )
    context = {
        "head": head,
        "tool": found,
        "form": form,
        "regions": figures.regions(),
        "result": result,
        "changes": changes.of(found, today),
        "rules": results.rules(rules, today),
        "day": day,
        "today": today,
        "law": [one for one in results.cites(used, day) if one.address],
        "places": results.places(rules),
    }
    if result:
        is_day = isinstance(result.total, date)
        last = next((one.amount for one in reversed(result.lines) if one.amount), None)
        adds = not (last is None or result.total is None or is_day) and rounded(last)
        context |= {
            "decided_by": results.decided_by(found, result),
            "text": results.as_text(found, result),
            "is_day": is_day,
            # The total is one more line where the last one does not say it already
            "is_summed": adds and adds != result.total,
            "left": (result.total - today).days if is_day else None,
        }
    return render(request, "calculators/tool.html", context, status=422 if form.errors else 200)


def _application(found, path):
    return {
        "@context": "https://schema.org",
        "@type": "WebApplication",
        "name": found.title,
        "description": found.lead,
        "url": absolute_url(path),
        "applicationCategory": "UtilitiesApplication",
        "operatingSystem": "All",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "CNY"},
        "provider": firm_reference(Identity()),
    }


def _calendar(result):
    """The days as whole days with alarms; nothing of the matter or the person."""
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    alarm = [("BEGIN", "VALARM"), ("ACTION", "DISPLAY"), ("DESCRIPTION", DUE)]
    events = [
        [
            ("UID", str(uuid.uuid4())),
            ("DTSTAMP", now),
            ("DTSTART;VALUE=DATE", f"{day:%Y%m%d}"),
            ("SUMMARY", DUE),
            ("TRANSP", "TRANSPARENT"),
            *(part for at in ALARMS for part in (*alarm, ("TRIGGER", at), ("END", "VALARM"))),
        ]
        for day, _ in result.days
    ]
    response = HttpResponse(
        calendar("tools", DUE, events), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="day.ics"'
    return response

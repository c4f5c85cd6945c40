"""The page of a search in the law: statutes by their names, articles of law by their words."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from statutes import search as in_law
from statutes.base.enums import Status
from statutes.models import TableVersion
from statutes.public import head, names, reading
from statutes.public.forms import JumpForm

PER_PAGE = 20
MOST = 1000  # hits that can be turned to
FEW = 8  # statutes that stand open; hundreds have 法 in their names


def answer(request, form):
    """What is found; a query that means one article leads straight to it."""
    asked, day = form.cleaned_data, timezone.localdate()
    table = reading.names_and_versions()
    within = reading.find(asked["statute"], day) if asked["statute"] else None
    meant = [] if within else [one for one in in_law.meant(asked["q"], day, table) if one.place]
    if there := _only_article(asked["q"], meant, within):
        return redirect("statutes:article", there[0].slug, there[1])
    context = {
        "form": form,
        "query": asked["q"],
        "within": within,
        "meant": meant if len(meant) > 1 else [],
        "missing": reading.missing_one(meant[0]) if len(meant) == 1 else "",
        "near": meant[0].statute if len(meant) == 1 else None,
        "table": TableVersion.objects.first(),
        "head": head.of_list(asked["q"], asked["kind"]),
        **({} if meant else _by_words(asked, within, day, table)),
        **({} if within else _by_name(asked, day, table)),
    }
    return render(request, "statutes/statute_list.html", context)


def _only_article(query, meant, within):
    """Statute and place of the one article that is meant and is there; None otherwise."""
    found = [(one.statute, one.place) for one in meant]
    if within:
        jump = JumpForm({"article": query})
        found = [(within, jump.cleaned_data["article"])] if jump.is_valid() else []
    return found[0] if len(found) == 1 and reading.exists(*found[0]) else None


def _by_name(asked, day, table):
    """The statutes whose names hold the words, on the first page alone."""
    found = names.matching(names.lineages(table, day), asked["q"])
    shown = [one for one in found if asked["kind"] in ("", one.kind)]
    first = asked["page"] in ("", "1")
    return {
        "kind": asked["kind"],
        "kinds": names.kinds_of(found) if first else [],
        "total": len(shown),
        "statutes": shown[:FEW] if first else [],
        "further": shown[FEW:] if first else [],
    }


def _by_words(asked, within, day, table):
    """A page of the articles of law, and the same search with and without old ones."""
    number = int(asked["page"] or 1)
    if number > MOST // PER_PAGE:
        raise Http404("页面不存在")
    ended = within is not None and within.status_on(day) != Status.IN_FORCE
    found = in_law.find_in_law(
        asked["q"],
        PER_PAGE,
        (number - 1) * PER_PAGE,
        statute=within,
        kind=asked["kind"],
        with_old=bool(asked["old"]) or ended,
        day=day,
        table=table,
    )
    if number > 1 and not found.hits:
        raise Http404("页面不存在")
    pages = Paginator(range(min(found.total, MOST)), PER_PAGE)
    return {
        "found": found,
        "partial": not found.exact and not in_law.is_whole(),
        "page": pages.page(number) if found.total else None,
        "has_texts": table.has_texts,
        "switched": "" if ended else _address(asked, old="" if asked["old"] else "1"),
        "everywhere": _address(asked, statute="") if within else "",
    }


def _address(asked, **changes):
    """This search with something changed, from its first page."""
    left = {**asked, "page": "", **changes}
    said = {name: value for name, value in left.items() if value}
    return f"{reverse('statutes:list')}?{urlencode(said)}"

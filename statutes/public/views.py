"""List of statutes, one statute, a part of a long one, one article and its card."""

from functools import cache

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from richtext.base import page_cache
from statutes.citations.places import Place
from statutes.law.table import Table, validity
from statutes.models import Statute, TableVersion
from statutes.public import article_page, found, head, names, reading
from statutes.public.as_it_stood import DayForm, applied, as_it_stood
from statutes.public.found import FindForm, JumpForm, ListForm
from statutes.search.meaning import missing_words

FEW = 24  # texts of a kind that need no letters
LIMIT_OF_CARD = 400  # characters


@page_cache.shared(
    q=page_cache.words,
    kind=page_cache.slug,
    page=page_cache.page_number,
    statute=page_cache.never,
    old=page_cache.never,
)
@require_safe
def statute_list(request):
    """The texts of a kind by their letters, or what is found in their names and their words."""
    form = ListForm(request.GET)
    if not form.is_valid():
        raise Http404("页面不存在")
    if form.cleaned_data["q"]:
        return found.answer(request, form)
    kind = form.cleaned_data["kind"]
    if form.cleaned_data["page"]:  # the list had pages once
        return redirect(head.list_path(kind), permanent=True)
    day, table = timezone.localdate(), Table.latest()
    everything = names.lineages(table, day)
    kinds = table.made(("kinds", day), lambda: names.kinds_of(everything))
    shown = kind or next((one.value for one, _ in kinds), "")
    name = shown, day
    listed = table.made(("of", *name), lambda: [one for one in everything if one.kind == shown])
    letters = table.made(("letters", *name), lambda: names.by_letter(listed))
    context = {
        "form": form,
        "kind": shown,
        "kinds": kinds,
        "number": len(everything),
        "is_front": not kind,
        "made_of": "law",
        "statutes": listed,
        "letters": letters if len(listed) > FEW else [],
        "has_texts": table.has_texts,
        "table": TableVersion.objects.first,
        "head": head.of_list("", kind),
    }
    return render(request, "statutes/statute_list.html", context)


def _page(request, template, statute, stands, context):
    known = {"statute": statute, "standing": stands, "made_of": "law"}
    context["table"] = TableVersion.objects.first
    return render(request, f"statutes/{template}.html", {**known, **context})


@page_cache.shared(article=page_cache.never)
@require_safe
def statute_detail(request, slug):
    """One version: what it is, where it stands, its contents; its text when that is short."""
    statute, table = reading.find(slug)
    jump = JumpForm(request.GET) if "article" in request.GET else JumpForm()
    if jump.is_bound and jump.is_valid():
        return redirect("statutes:article", statute.slug, jump.cleaned_data["article"])
    if statute.slug != slug:
        return redirect(statute)
    outline = reading.outline_of(statute, table)
    pages, stands = outline.pages, validity(statute, timezone.localdate())
    context = {
        "versions": Statute.objects.for_list().filter(short_name=statute.short_name),
        "contents": cache(lambda: reading.contents_of(statute, outline)),
        "outline": outline,
        "pages": cache(lambda: reading.lines_of(statute, outline)),
        "texts": len(pages) == 1 and cache(lambda: reading.texts_of(statute, outline, pages[0])),
        "jump": jump,
        "find": FindForm(initial={"statute": slug}),
        "head": head.of_statute(statute, stands, table),
    }
    return _page(request, "statute_detail", statute, stands, context)


@page_cache.shared()
@require_safe
def statute_part(request, slug, number):
    """One page of a long statute: of a part of it."""
    statute, table = reading.find(slug)
    if statute.slug != slug:
        return redirect("statutes:part", statute.slug, number)
    outline = reading.outline_of(statute, table)
    pages = outline.pages if len(outline.pages) > 1 else []  # what is on one page has no other
    page = next((one for one in pages if (one.part, one.number) == number), None)
    if page is None:
        raise Http404("页面不存在")
    title, stands = outline.range_of(page), validity(statute, timezone.localdate())
    before, after = reading.around(statute, outline, page)
    context = {
        "title": title,
        "before": before,
        "after": after,
        "contents": cache(lambda: reading.contents_of(statute, outline, page)),
        "pages": cache(lambda: reading.lines_of(statute, outline, page)),
        "texts": cache(lambda: reading.texts_of(statute, outline, page)),
        "jump": JumpForm(),
        "head": head.of_statute(statute, stands, table, reading.page_path(statute, page), title),
    }
    return _page(request, "statute_part", statute, stands, context)


@page_cache.shared()
@require_safe
def statute_written(request, slug, words):
    """第577条 in an address, as people write it: on to its one spelling, or what there is.

    A name means another version once the law has moved, so only a version leads on for good.
    """
    statute, table = reading.find(slug)
    form = JumpForm({"article": words})
    place = form.cleaned_data["article"] if form.is_valid() else None
    if place is None or not reading.exists(statute, place, table):
        return _no_article(request, statute, reading.outline_of(statute, table), place)
    return redirect("statutes:article", statute.slug, place, permanent=statute.slug == slug)


def _no_article(request, statute, outline, place, **of_a_day):
    """That there is no such article, or on the day that was asked for none; and what there is."""
    last = Place(statute.article_count) if statute.article_count else None
    if outline.rows:
        last = outline.rows[-1].place
    if of_a_day:
        words = of_a_day["then"].words
    elif place:
        words = missing_words(statute, place, last)
    else:
        known = f"《{statute.short_name}》最后一条是{last.words}。" if last else ""
        words = f"网址中的条文序号无法识别。{known}"
    context = {
        "statute": statute,
        "place": place,
        "missing": words,
        "contents": [{**one, "children": []} for one in reading.contents_of(statute, outline)],
        "jump": JumpForm(),
        "head": {"title": "没有这一条", "path": of_a_day.get("plain", ""), "index": False},
        **of_a_day,
    }
    return render(request, "statutes/no_article.html", context, status=200 if of_a_day else 404)


@page_cache.shared(on=page_cache.never)
@require_safe
def statute_article(request, slug, address):
    """One article: its text, where it stands, who cites it, what comes before and after.

    With `?on=` as it stood on that day: under a name its number is that of the version of then.
    """
    day, (statute, table) = timezone.localdate(), reading.find(slug)
    form = DayForm(request.GET if "on" in request.GET else None)
    if statute.slug != slug:
        named = form.day and applied(statute.short_name, form.day, table)
        query = request.GET.urlencode() if form.is_bound else ""
        return redirect(f"{(named or statute).article_path(*address)}{query and '?'}{query}")
    outline = reading.outline_of(statute, table)
    if not reading.exists(statute, address, table):
        return _no_article(request, statute, outline, address)
    then = as_it_stood(statute, address, form.day, table) if form.day else None
    of_a_day = {"day": form, "then": then, "plain": statute.article_path(*address)}
    if then:
        if not (then.statute and then.place):
            return _no_article(request, statute, outline, address, **of_a_day)
        if then.statute != statute:
            statute, address = reading.find(then.statute.slug)[0], then.place
            outline = reading.outline_of(statute, table)
    stands = validity(statute, day)
    page = article_page.page_of(statute, address, outline, stands.status, form.day or day, table)
    text = page["article"].text if page["article"] else ""
    told = head.of_article(statute, address, text, stands, page["is_worth_finding"])
    if form.is_bound:
        told |= {"path": of_a_day["plain"], "index": False, "data": []}
    if then:
        told["title"] += f"（{date_format(then.on)}）"
    in_context = ""  # where it is read among its neighbours
    if address in outline:
        at = outline.index(address)
        in_context = reading.page_url(statute, outline, at, f"art-{address}")
    context = {
        "place": address,
        "page": page,
        "article": page["article"],
        **of_a_day,
        "neighbours": reading.neighbours(statute, outline, address),
        "in_context": in_context,
        "head": told,
    }
    return _page(request, "article_detail", statute, stands, context)


@page_cache.shared()
@require_safe
@cache_control(public=True, max_age=600)
@conditional_page
def article_card(request, slug, address):
    """What a link to an article shows beside it: a fragment, for `statute_card.js`."""
    statute, table = reading.find(slug)
    if statute.slug != slug:
        return redirect("statutes:card", statute.slug, address)
    articles = statute.articles.filter(number=address.number, sub=address.sub)
    article = articles.first() if statute.has_text else None
    if article is None and (statute.has_text or not reading.exists(statute, address, table)):
        raise Http404("没有这一条")
    text = article.text if article else ""
    context = {
        "statute": statute,
        "standing": validity(statute, timezone.localdate()),
        "place": address,
        "text": f"{text[:LIMIT_OF_CARD].rstrip()}……" if len(text) > LIMIT_OF_CARD else text,
    }
    response = render(request, "statutes/includes/card.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response

"""The search in the law: what was typed, and the page of what was found."""

import re
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from richtext.base.chinese import to_int
from statutes.base import Kind, Status
from statutes.citations.places import LARGEST_SUB, Place
from statutes.citations.words import HAN
from statutes.law.table import Table
from statutes.models import TableVersion
from statutes.public import head, names, reading
from statutes.search.finding import find_in_law
from statutes.search.indexing import LAW
from statutes.search.meaning import meant, missing_words

LONGEST = 300  # characters that are looked for; a page says so where there were more


class QueryField(forms.CharField):
    """The words of a search: NUL, which no database takes, is a blank; what is too long is cut."""

    def to_python(self, value: object) -> str:
        words = super().to_python(str(value or "").replace("\0", " "))
        return (words or "")[:LONGEST].strip()


ARTICLE = re.compile(r"第?\s*([^\s第条之-]{1,12})\s*条?\s*(?:(?:之|-)\s*([^\s条]{1,4}))?")
# 第一款第（二）项 behind the number of an article: the page of the article shows it.
WITHIN = re.compile(
    rf"(?<=条)(.*?)\s*(?:第?[{HAN}\d]{{1,3}}款)?\s*(?:第?[（(]?[{HAN}\d]{{1,3}}[）)]?项)?$"
)


class ListForm(forms.Form):
    """What the list shows: words to look for, one kind, a page.

    `statute` is the slug of the one whose text is searched, `old` asks for what is not in force.
    Other values than those of our links are no address.
    """

    q = QueryField(
        label="要找的法规或者条文",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "例如：民法典577，试用期"}),
    )
    kind = forms.ChoiceField(
        required=False, choices=[("", "全部"), *Kind.choices], widget=forms.HiddenInput
    )
    page = forms.RegexField(r"\A[1-9][0-9]{0,2}\Z", required=False, widget=forms.HiddenInput)
    statute = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    old = forms.ChoiceField(required=False, choices=[("", ""), ("1", "")], widget=forms.HiddenInput)

    @property
    def is_cut(self):
        return len(self.data.get("q", "").strip()) > LONGEST


class FindForm(forms.Form):
    """The box on the page of a statute: the list answers it."""

    q = QueryField(
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "例如：赔偿", "id": "id_words"}
        )
    )
    statute = forms.CharField(widget=forms.HiddenInput)


class JumpForm(forms.Form):
    """The number of an article to go to, as people type it."""

    article = forms.CharField(
        label="跳到第几条",
        max_length=20,
        error_messages={"required": "请填写条文序号。", "max_length": "条文序号过长。"},
        widget=forms.TextInput(attrs={"placeholder": "例如：12", "autocomplete": "off"}),
    )

    def clean_article(self):
        """577, 第577条, 第五百七十七条, 224-1 and 224条之一 as a place; 款 and 项 are left out."""
        typed = ARTICLE.fullmatch(WITHIN.sub(r"\1", self.cleaned_data["article"]))
        number = to_int(typed[1]) if typed else None
        sub = to_int(typed[2]) if typed and typed[2] else 0
        if not number or sub is None or sub > LARGEST_SUB:
            raise forms.ValidationError("请填写条文序号，例如：577，或224条之一。")
        return Place(number, sub)


PER_PAGE = 20
MOST = 1000  # hits that can be turned to
FEW = 8  # statutes that stand open; hundreds have 法 in their names


def answer(request, form):
    """What is found; a query that means one article leads straight to it."""
    asked, day = form.cleaned_data, timezone.localdate()
    table = Table.latest()
    within = reading.find(asked["statute"])[0] if asked["statute"] else None
    articles = [] if within else [one for one in meant(asked["q"], day, table) if one.place]
    there = [(one.statute, one.place) for one in articles if one.place]
    if within:
        jump = JumpForm({"article": asked["q"]})
        there = [(within, jump.cleaned_data["article"])] if jump.is_valid() else []
    if len(there) == 1 and reading.exists(*there[0], table):
        return redirect("statutes:article", there[0][0].slug, there[0][1])
    one = articles[0] if len(articles) == 1 else None
    context = {
        "form": form,
        "query": asked["q"],
        "within": within,
        "meant": articles if len(articles) > 1 else [],
        "missing": one
        and one.place
        and (one.missing or missing_words(one.statute, one.place, None)),
        "near": one and one.statute,
        "table": TableVersion.objects.first(),
        "head": head.of_list(asked["q"], asked["kind"]),
        **({} if articles else _by_words(asked, within, day, table)),
        **({} if within else _by_name(asked, day, table)),
    }
    return render(request, "statutes/statute_list.html", context)


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
    number = int(asked["page"] or 1)
    if number > MOST // PER_PAGE:
        raise Http404("页面不存在")
    ended = within is not None and within.status_on(day) != Status.IN_FORCE
    found = find_in_law(
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
        "partial": not found.exact and not LAW.is_whole(),
        "page": pages.page(number) if found.total else None,
        "has_texts": table.has_texts,
        "switched": "" if ended else _address(asked, old="" if asked["old"] else "1"),
        "everywhere": _address(asked, statute="") if within else "",
    }


def _address(asked, **changes):
    left = {**asked, "page": "", **changes}
    said = {name: value for name, value in left.items() if value}
    return f"{reverse('statutes:list')}?{urlencode(said)}"

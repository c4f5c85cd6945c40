"""The review of warnings: the list, decisions on one or on many, and their history."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from consult.desk import access
from firm.base import queries
from firm.base.forms import field_of, is_key
from firm.base.queries import page_of
from statutes.base import Level
from statutes.models import CitingModel, Decision
from statutes.models.statute import SHORT
from statutes.services import citation_sync
from website.office.admin_base import need, office_page

AT_A_TIME = 500  # decisions in one transaction, for which others who write have to wait
PER_PAGE, PER_HISTORY = 20, 50
DECIDE = "statutes.add_decision"
NOT_OF_ONE_LAW = "全部确认一次只能针对一部法规，请先按法规筛选。"
NOTHING_CHOSEN = "请先勾选要确认保留的提示。"
NO_LAWYER = (
    "确认保留须由律师本人登录后进行。您的账号没有关联律师资料：如您是律师，请管理员在“人员”中关联。"
)
CHANGED = "提示刚刚有变化，现为{}条，请查看后再确认。"
CONFIRMED = "{}确认保留{}条提示，记录在案。"
MOVED = "有{}条提示此前已有变化，未作记录，请查看当前情况。"
IN_PARTS = "一次最多确认{}条，另有{}条，请继续确认。"
CONTEXT = 16  # characters of the text shown on each side of a citation
RANKS = [When(level=level, then=Value(rank)) for rank, level in enumerate(Level)]
RANK = Case(*RANKS, output_field=IntegerField())


@dataclass
class Finding:
    first: CitingModel
    key: str  # by which a form names it
    places: list[tuple[str, str, str]] = field(default_factory=list)  # before, quote, after


@dataclass
class Entry:
    text: object
    words: str
    kind: str
    mend: str  # where it is changed, for who may
    page: str  # where the public reads it
    of_key: dict[str, Finding] = field(default_factory=dict)

    @property
    def findings(self):
        return self.of_key.values()


def label_of(model: type[CitingModel]) -> str:
    """A kind of text in a query string: articles.article."""
    return model.text_model()._meta.label_lower


def narrowed(models: list[type[CitingModel]], wanted: dict) -> list:
    """The open citations of each kind that a filter asks for, as pairs of kind and queryset."""
    name, _, pk = wanted.get("text", "").partition(":")
    labels, found = {wanted.get("kind", ""), name} - {""}, []
    for model in models:
        said = {model.text_field: pk, "level": wanted.get("level"), "short_name": wanted.get("law")}
        if labels <= {label_of(model)}:
            chosen = {column: value for column, value in said.items() if value}
            found.append((model, model.objects.open().filter(**chosen)))
    return found


def laws(models: list[type[CitingModel]]) -> list[tuple[str, int]]:
    """The statutes that are warned of, with the number of warnings, the most first."""
    counted: Counter[str] = Counter()
    for name, number in _together(
        model.objects.open().order_by().values_list("short_name").annotate(number=Count("pk"))
        for model in models
    ):
        counted[name] += number
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def ordered(pairs: list) -> QuerySet:
    """Texts, the gravest, then the newest first: dicts of their `place` in `pairs` and `key`."""
    texts = (
        rows.order_by()
        .values(place=Value(place), key=F(model.text_field))
        .annotate(rank=Min(RANK), newest=Max("found_on"))
        for place, (model, rows) in enumerate(pairs)
    )
    return _together(texts).order_by("rank", "-newest", "place", "key")


def _together(found) -> QuerySet:
    first, *others = found
    return first.union(*others, all=True)


def keys(pairs: list) -> list[str]:
    found = {}
    for model, rows in pairs:
        columns = model.text_field, "fingerprint"
        for pk, fingerprint in rows.order_by(model.text_field, "start").values_list(*columns):
            found[f"{citation_sync.name_of(model, pk)}|{fingerprint}"] = True
    return list(found)


def entries(shown: Iterable[dict], pairs: list, user) -> list[Entry]:
    """The texts of a page, as `ordered` gives them, with their warnings, in the order given."""
    wanted = [(pairs[one["place"]][0], one["key"]) for one in shown]
    found = {}
    for model, rows in pairs:
        pks = [pk for kind, pk in wanted if kind is model]
        texts = model.texts().in_bulk(pks) if pks else {}
        own = rows.filter(**{f"{model.text_field}__in": pks}).select_related("leads_to")
        for row in own.order_by(RANK, "start"):
            text = texts[row.text_id]
            name = citation_sync.name_of(model, text.pk)
            if (model, text.pk) not in found:
                may_mend = citation_sync.may_do(user, model, "change")
                found[model, text.pk] = Entry(
                    text=text,
                    words=text.citing_words,
                    kind=model.text_model()._meta.verbose_name,
                    mend=citation_sync.admin_url(model, text.pk) if may_mend else "",
                    page=text.get_absolute_url() if hasattr(text, "get_absolute_url") else "",
                )
            entry, key = found[model, text.pk], f"{name}|{row.fingerprint}"
            finding = entry.of_key.setdefault(key, Finding(row, key))
            finding.places.append(_place(entry.words, row))
    return [found[one] for one in wanted if one in found]


def _place(words, row):
    """A citation with the words around it in its paragraph, on one line."""
    first = words.rfind("\n", 0, row.start) + 1
    # Somebody may just have stored a shorter text: the place is then behind its end.
    last = len(words[: row.end]) + len(words[row.end :].partition("\n")[0])
    begin, end = max(row.start - CONTEXT, first), min(row.end + CONTEXT, last)
    opening, closing = "…" if begin > first else "", "…" if end < last else ""
    before, after = words[begin : row.start].lstrip(), words[row.end : end].rstrip()
    return opening + before, words[row.start : row.end], after + closing


@transaction.atomic
def confirm(*, kinds: list[type[CitingModel]], chosen: list[str], **named) -> int:
    """Confirm warnings by their keys; how many were, as others may have changed by then.

    Each text is held from its turn on: all in the order in which a re-check holds them, or two
    who meet wait for each other.
    """
    done = 0
    for key in sorted(chosen, key=_order):
        name, _, fingerprint = key.partition("|")
        model, pk = citation_sync.text_of_name(name)
        if model in kinds and is_key(pk):  # a kind that the person sees
            own = {model.text_field: pk, "fingerprint": fingerprint}
            if citation := model.objects.open().filter(**own).first():
                with suppress(citation_sync.NothingToDecideError):
                    citation_sync.confirm(citation=citation, **named)
                    done += 1
    return done


def _order(key):
    label, _, pk = key.partition("|")[0].partition(":")
    return label, len(pk), pk


class FilterForm(forms.Form):
    """The query string of the list; what it says wrongly is left out."""

    kind = forms.ChoiceField(label="类别", required=False)
    level = forms.ChoiceField(label="级别", required=False, choices=[("", "全部"), *Level.choices])
    law = forms.CharField(label="法规", required=False, max_length=SHORT, widget=forms.Select)
    text = forms.RegexField(r"^[a-z]+\.[a-z]+:[0-9]{1,18}$", required=False)

    def __init__(self, data, *, kinds, laws):
        super().__init__(data, label_suffix="")
        field_of(self, "kind", forms.ChoiceField).choices = [("", "全部"), *kinds]
        chosen = self["law"].value() or ""
        listed = {law: f"{law}（{number}）" for law, number in laws}
        self.fields["law"].widget.attrs.pop("maxlength", None)  # nothing is typed here
        listed.setdefault(chosen[:SHORT], chosen[:SHORT])
        choices = [(law, label) for law, label in listed.items() if law]
        self.fields["law"].widget.choices = [("", "全部"), *choices]

    @property
    def wanted(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChosenField(forms.MultipleChoiceField):
    """Warnings by their keys; whether each is still there is asked when it is decided on."""

    def valid_value(self, value):
        return len(value) <= 400 and "\x00" not in value


class ConfirmForm(forms.Form):
    """Which warnings a lawyer lets stand: who is logged in, never in the name of another.

    `everything` is the number of all that the person saw, of one law.
    """

    chosen = ChosenField(required=False)
    everything = forms.IntegerField(required=False, min_value=1)
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="例如：讨论的是2019年签订的合同，适用当时的法律。仅本所人员可见。",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "说明最多300个字，现在有%(show_value)d个字。",
            "null_characters_not_allowed": "含有不可见的空字符，请删去或重新输入。",
        },
    )

    def __init__(self, data=None, *, lawyer, law=""):
        super().__init__(data, label_suffix="")
        self.lawyer, self.law = lawyer, law

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.lawyer is None:
            self.add_error(None, NO_LAWYER)
        elif data.get("everything") and not self.law:
            self.add_error(None, NOT_OF_ONE_LAW)
        elif not (data.get("chosen") or data.get("everything")):
            self.add_error(None, NOTHING_CHOSEN)
        return data


def _kinds(request):
    """The kinds of texts that the person sees; without any, the page is closed."""
    kinds = citation_sync.kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    return kinds


def review(request: HttpRequest) -> HttpResponse:
    kinds = _kinds(request)
    named = [(label_of(model), model.text_model()._meta.verbose_name) for model in kinds]
    sought = FilterForm(request.GET, kinds=named, laws=laws(kinds))
    pairs = narrowed(kinds, sought.wanted)
    lawyer = getattr(request.user, "lawyer", None)  # who is logged in, or nobody
    if request.method != "POST":
        return _list(request, sought, pairs, ConfirmForm(lawyer=lawyer))
    need(request.user, DECIDE)
    form = ConfirmForm(request.POST, lawyer=lawyer, law=sought.wanted.get("law", ""))
    if not form.is_valid():
        return _list(request, sought, pairs, form, status=422)
    given = form.cleaned_data
    if given["everything"] and given["everything"] != (number := _number(pairs)):
        form.add_error(None, CHANGED.format(number))
        return _list(request, sought, pairs, form, status=409)
    chosen = keys(pairs) if given["everything"] else given["chosen"]
    now, later = chosen[:AT_A_TIME], chosen[AT_A_TIME:]
    said = {"lawyer": form.lawyer.name, "user": request.user, "note": given["note"]}
    done = confirm(kinds=kinds, chosen=now, **said)
    if done:
        messages.success(request, CONFIRMED.format(form.lawyer.title, done))
    if gone := len(now) - done:
        messages.warning(request, MOVED.format(gone))
    if later:
        messages.warning(request, IN_PARTS.format(len(now), len(later)))
    return redirect(f"{request.path}?{_without_page(request)}".rstrip("?"))


def _number(pairs):
    return sum(queries.numbers({label_of(model): found for model, found in pairs}).values())


def _list(request, sought, pairs, form, status=200):
    page = page_of(request, ordered(pairs) if pairs else [], PER_PAGE)
    may_decide = request.user.has_perm(DECIDE)
    context = {
        "title": "待复核",
        "sought": sought,
        "narrowed": bool(sought.wanted),
        "entries": entries(page.object_list, pairs, request.user),
        "texts": page.paginator.count,
        "number": _number(pairs),
        "page": page,
        "form": form,
        "ticked": set(form.data.getlist("chosen")) if form.is_bound else set(),
        "may_decide": may_decide and form.lawyer is not None,
        "needs_lawyer": NO_LAWYER if may_decide and form.lawyer is None else "",
        "one_law": sought.wanted.get("law", ""),
        "query": _without_page(request),
    }
    return office_page(request, "law_review/review", context, status)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    kinds = _kinds(request)
    seen = Q(pk__in=[])
    for model in kinds:
        seen |= Q(text__startswith=f"{label_of(model)}:")
    found = Decision.objects.filter(seen).select_related("user__lawyer")
    page = page_of(request, found, PER_HISTORY)
    valid = citation_sync.decisions_in_force(page.object_list)
    # Where the texts are changed, of those that are still there.
    mended, about = {}, [citation_sync.text_of_name(one.text) for one in page.object_list]
    for model in kinds:
        if citation_sync.may_do(request.user, model, "change"):
            pks = {pk for kind, pk in about if kind is model}
            for pk in model.texts().filter(pk__in=pks).values_list("pk", flat=True):
                mended[citation_sync.name_of(model, pk)] = citation_sync.admin_url(model, pk)
    context = {
        "title": "复核记录",
        "page": page,
        "rows": [
            (one, access.display_name(one.user), mended.get(one.text, ""), one.pk in valid)
            for one in page.object_list
        ],
        "may_decide": request.user.has_perm(DECIDE),
        "query": "",
    }
    return office_page(request, "law_review/history", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    kinds = _kinds(request)
    decision = get_object_or_404(Decision, pk=pk)
    model, _ = citation_sync.text_of_name(decision.text)
    if model not in kinds:
        raise PermissionDenied
    need(request.user, DECIDE)
    try:
        citation_sync.take_back(decision=decision, user=request.user)
        messages.success(request, "已撤销确认，这条提示回到“待复核”。原来的记录保留。")
    except citation_sync.NothingToDecideError as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:law_review_history")


def _without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def urls(site) -> list:
    guarded, past = site.admin_view, "law-review/history/"
    return [
        path("law-review/", guarded(review), name="law_review"),
        path(past, guarded(history), name="law_review_history"),
        path(f"{past}<int:pk>/take-back/", guarded(take_back), name="law_review_take_back"),
    ]

"""The review of warnings: the list, decisions on one or on many, and their history."""

from contextlib import suppress

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consult.desk import access
from firm.base.forms import field_of, is_key
from firm.base.queries import page_of
from statutes.base import Level
from statutes.models import CitingModel, Decision
from statutes.models.statute import SHORT
from statutes.services import citation_sync, decisions
from website.office.admin_base import office_page
from website.office.law_review import rows

AT_A_TIME = 500  # decisions in one transaction, for which others who write have to wait
LONGEST_NOTE = 300
PER_PAGE, PER_HISTORY = 20, 50
DECIDE = "statutes.add_decision"
NOT_OF_ONE_LAW = "全部确认一次只能针对一部法规，请先按法规筛选。"
NOTHING_CHOSEN = "请先勾选要确认保留的提示。"
NO_LAWYER = (
    "确认保留须由律师本人登录后进行。您的账号没有关联律师资料："
    "您是律师的，请负责账号的同事在“人员”中关联。"
)
CHANGED = "提示刚刚有变化，现为{}条，请查看后再确认。"
KEPT = "{}确认保留{}条提示，记录在案。"
MOVED = "有{}条提示此前已有变化，未作记录，请查看当前情况。"
IN_PARTS = "一次最多确认{}条，另有{}条，请继续确认。"


@transaction.atomic
def confirm(
    *, models: list[type[CitingModel]], chosen: list[str], lawyer: str, note: str, user
) -> tuple[int, int]:
    """Confirm warnings by their keys; how many were, and how many had changed by then.

    Each text is held from its turn on: all in the order in which a re-check holds them, or two
    who meet wait for each other.
    """
    done = 0
    for key in sorted(chosen, key=_order):
        if citation := _open(models, key):
            with suppress(decisions.NothingToDecideError):
                decisions.confirm(citation=citation, lawyer=lawyer, user=user, note=note)
                done += 1
    return done, len(chosen) - done


def _order(key):
    """Texts of a kind by their keys as numbers: the longer one is the greater."""
    label, _, pk = key.partition("|")[0].partition(":")
    return label, len(pk), pk


def _open(models, key):
    """The open citation that a key names, in a kind that the person sees."""
    name, _, fingerprint = key.partition("|")
    model, pk = citation_sync.text_of_name(name)
    if model is None or model not in models or not is_key(pk):
        return None
    own = {model.text_field: pk, "fingerprint": fingerprint}
    return model.objects.open().filter(**own).first()


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
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChosenField(forms.MultipleChoiceField):
    """Warnings by their keys; whether each is still there is asked when it is decided on."""

    def valid_value(self, value):
        return len(value) <= 400 and "\x00" not in value


class ConfirmForm(forms.Form):
    """Which warnings a lawyer lets stand, and why; all of them at once for one law alone.

    `lawyer` is the one who is logged in: nobody confirms in the name of another. `everything` is
    the number of warnings that the person saw.
    """

    chosen = ChosenField(required=False)
    everything = forms.IntegerField(required=False, min_value=1)
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST_NOTE,
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
    kinds = decisions.kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    return kinds


@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """List what is open; a POST confirms what was ticked in it."""
    kinds = _kinds(request)
    sought = FilterForm(request.GET, kinds=rows.kind_choices(kinds), laws=rows.laws(kinds))
    pairs = rows.narrowed(kinds, sought.wanted)
    signing = getattr(request.user, "lawyer", None)  # who is logged in, or nobody
    if request.method != "POST":
        return _list(request, sought, pairs, ConfirmForm(lawyer=signing))
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    form = ConfirmForm(request.POST, lawyer=signing, law=sought.wanted.get("law", ""))
    if not form.is_valid():
        return _list(request, sought, pairs, form, status=422)
    given = form.cleaned_data
    if given["everything"] and given["everything"] != (number := rows.number(pairs)):
        form.add_error(None, CHANGED.format(number))
        return _list(request, sought, pairs, form, status=409)
    chosen = rows.keys(pairs) if given["everything"] else given["chosen"]
    now, later = chosen[:AT_A_TIME], chosen[AT_A_TIME:]
    named = {"lawyer": form.lawyer.name, "user": request.user}
    done, gone = confirm(models=kinds, chosen=now, note=given["note"], **named)
    if done:
        messages.success(request, KEPT.format(form.lawyer.title, done))
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
    return office_page(request, "law_review/review", context, status)


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
            (one, access.display_name(one.user), mended.get(one.text, ""), one.pk in standing)
            for one in page.object_list
        ],
        "may_decide": request.user.has_perm(DECIDE),
        "query": "",
    }
    return office_page(request, "law_review/history", context)


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
        if decisions.may(request.user, model, "change"):
            keys = {pk for kind, pk in named if kind is model}
            for pk in model.texts().filter(pk__in=keys).values_list("pk", flat=True):
                places[citation_sync.name_of(model, pk)] = citation_sync.admin_url(model, pk)
    return places


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

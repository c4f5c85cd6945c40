"""Canned replies and questions by area, and what can be put into a reply."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Prefetch, Q, Value, When
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from articles import search
from articles.models import Article
from consult.base import placeholders
from consult.client import facts
from consult.models import AreaFact, CannedCitation, CannedReply
from firm.admin.base import EditableListMixin
from firm.base.current_site import absolute_url
from firm.site.identity import Identity
from statutes.admin import base
from statutes.base import PUBLIC_LEVELS
from statutes.services import citation_sync

ABOUT = "咨询人选好类别后，可以点开“补充几项情况”填写，都可以不填。请只问与答复有关的内容。"
TAKEN = "已为{}采用建议的问题，共{}项，可以逐项修改、停用或删除。"
NOTHING = "没有可以采用的建议：相关领域都已有自己的问题。"
MOST_ARTICLES = 20
LAW_MOVED = "（法规有变动，请先核对）"
CHECK_FIRST = "已插入的常用答复请先核对："


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    """Canned replies; a wrong variable is refused when one is saved, by its name."""

    list_display = ["title", "area", "order", "is_active", "checked_on", base.review]
    list_filter = ["is_active", "area"]
    list_select_related = ["area"]
    search_fields = ["title", "text"]
    nothing_yet = "常用的表述可以存为常用答复，答复时直接选用，称呼和时间自动填入。"
    fields = ["title", "area", "text", "law", "checked_on", "order", "is_active"]
    readonly_fields = ["law"]

    def get_queryset(self, request):
        return base.counted(super().get_queryset(request), CannedCitation)

    @admin.display(description="法规提示")
    def law(self, reply):
        found = citation_sync.open_warnings(CannedCitation, reply) if reply.pk else []
        name = citation_sync.name_of(CannedCitation, reply.pk)
        return render_to_string("admin/statutes/open_warnings.html", {"found": found, "name": name})

    def save_model(self, request, obj, form, change):
        """New words are of today."""
        if "text" in form.changed_data:
            obj.written_on = timezone.localdate()
        user, tell = request.user, partial(messages.warning, request)
        with citation_sync.tracking_warnings(CannedCitation, obj, user, tell, change=change):
            citation_sync.save_text(text=obj)


class OneArea(admin.RelatedOnlyFieldListFilter):
    """One area at a time, as it is asked; the first until another is chosen or words are sought."""

    template = "admin/consult/areafact/areas.html"
    is_above = True

    def __init__(self, field, request, *args, **kwargs):
        super().__init__(field, request, *args, **kwargs)
        if self.lookup_val is None and self.lookup_choices and SEARCH_VAR not in request.GET:
            first: Any = [str(self.lookup_choices[0][0])]  # its stubs know one value alone
            self.lookup_val = self.used_parameters[self.lookup_kwarg] = first

    def choices(self, changelist):
        everything, *areas = super().choices(changelist)
        asked = {SEARCH_VAR: changelist.query}
        everything["query_string"] = changelist.get_query_string(asked, [self.lookup_kwarg])
        return [everything, *areas]


@admin.register(AreaFact)
class AreaFactAdmin(EditableListMixin, admin.ModelAdmin):
    change_list_template = "admin/consult/areafact/change_list.html"
    list_display = ["name", "area", "shown_as", "kind", "order", "is_active"]
    list_editable = ["order", "is_active"]
    list_filter = [("area", OneArea), "is_active"]
    list_select_related = ["area"]
    list_per_page = 200
    ordering = ["area__order", "area", "order", "pk"]
    search_fields = ["name", "question"]
    nothing_yet = "咨询人可以在提交时补充几项情况，例如入职时间、月工资，答复时不必再问。"
    questions = ["area", "name", "question", "help", "kind", "choices", "order", "is_active"]
    fieldsets = [(None, {"description": ABOUT, "fields": [*questions]})]

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self._take_over))
        return [path("suggested/", view, name="consult_areafact_suggested"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        may = self.has_add_permission(request)
        known = {"suggested": facts.without_questions() if may else []}
        return super().changelist_view(request, {**known, **(extra_context or {})})

    def _take_over(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        areas = facts.take_over()
        number = AreaFact.objects.filter(area__in=areas).count()
        names = "、".join(f"“{area}”" for area in areas)
        messages.success(request, TAKEN.format(names, number) if areas else NOTHING)
        return redirect("admin:consult_areafact_changelist")

    @admin.display(description="咨询人看到的问法")
    def shown_as(self, fact):
        return fact.asked


# A choice is one thing to put in: how it is listed, its text, what to look at first.


def canned_replies(consultation):
    """The canned replies of a consultation's area and those of all areas, with their warnings."""
    areas = Q(area=None) | Q(area=consultation.area) | Q(area=consultation.area.parent_id)
    warned = CannedCitation.objects.open().filter(level__in=PUBLIC_LEVELS)
    known = Prefetch("citations", warned, to_attr="warned")
    return CannedReply.objects.filter(areas, is_active=True).prefetch_related(known)


def filled(reply, values):
    """A canned reply as a choice, marked for the lawyer when the law that it cites has moved."""
    said = list(dict.fromkeys(one.words for one in reply.warned))
    more = f"另有{len(said) - 2}条提示。" if len(said) > 2 else ""
    hint = f"{CHECK_FIRST}{''.join(said[:2])}{more}" if said else ""
    label = f"{reply.title}{LAW_MOVED}" if hint else reply.title
    text = placeholders.fill_variables(reply.text, values)
    return {"key": str(reply.pk), "label": label, "text": text, "hint": hint}


def values(consultation, user, signature):
    """What stands for each variable in a reply of this user to this client."""
    lawyer = getattr(user, "lawyer", None)
    until = consultation.promised_until
    promised = date_format(timezone.localtime(until), "n月j日H:i") if until else ""
    return {
        **{one.name: one.value for one in consultation.facts.all()},
        placeholders.NAME: consultation.name,
        placeholders.AREA: consultation.area.name,
        placeholders.PROMISE: promised,
        placeholders.LAWYER: signature,
        placeholders.PHONE: (lawyer and lawyer.phone) or Identity().phone,
    }


def articles(consultation, words=""):
    """Public articles to link: those that words find, else the newest, the area's own first."""
    if words:
        found, _ = search.search(words, limit=MOST_ARTICLES)
        by_key = Article.objects.published().in_bulk(found)
        return [linked(by_key[key]) for key in found if key in by_key]
    own_first = Case(When(area=consultation.area, then=Value(0)), default=Value(1))
    newest = Article.objects.published().order_by(own_first, "-publish_at", "-pk")
    return [linked(article) for article in newest.only("pk", "title")[:MOST_ARTICLES]]


def linked(article):
    text = f"《{article.title}》\n{absolute_url(article.get_absolute_url())}"
    return {"key": str(article.pk), "label": article.title, "text": text}

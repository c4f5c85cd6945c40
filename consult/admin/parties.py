"""Known parties: kept by hand or by a list, found by name through the index.

Whoever may see the list sees the names: it is of no use without. No name is in an address, in a
message or in Django's history.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from consult.base.exceptions import MissingKeyError
from consult.conflicts import parties, party_csv
from consult.crypto.fields import DecryptionError, encrypt, opens
from consult.forms.conflicts import ConfirmForm, ListForm, PartyForm, PartySearchForm
from consult.models import KnownParty
from statutes.data.csv_files import CsvError

LOCKED = "（暂时无法解密）"
MOST_FOUND = 50
MOST_NAMED = 20  # lines of a list that are named with their reason
WHAT_IS_ALIKE = (
    "收到的咨询会与这里的名称比对，写法略有不同也认得出：空格、间隔号、括号、全角半角、大小写、"
    "简体繁体，以及“有限公司”“股份有限公司”一类的组织形式。"
)
NOT_READY = "咨询密钥不对或者缺失，无法加密保存，什么也没有写入。请联系运维人员核对CONSULT_KEYS。"


class PartySearch(admin.ModelAdmin):
    """Search by name: posted, answered at once, in no address."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.search_view)
        return [path("search/", view, name="consult_knownparty_search"), *super().get_urls()]

    def search_view(self, request):
        """The form; posted, with the parties that bear the name."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = PartySearchForm(request.POST if request.method == "POST" else None)
        context = {"form": form, "title": "查找当事人"}
        if form.is_bound and form.is_valid():
            found = parties.with_name(form.cleaned_data["name"])[:MOST_FOUND]
            context |= {"searched": True, "found": [(one, self.called(one)) for one in found]}
        status = 422 if form.errors else 200
        return self._page(request, "search", context, status)

    @admin.display(description="名称")
    def called(self, party):
        try:
            return party.name
        except DecryptionError:
            return LOCKED

    def _page(self, request, name, context, status=200):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        template = f"admin/consult/knownparty/{name}.html"
        return _unkept(render(request, template, context, status=status))


class PartyImport(PartySearch):
    """Import of a list: looked at first, stored when it is confirmed."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="consult_knownparty_import"), *super().get_urls()]

    def import_view(self, request):
        """The form; with a file the preview; with the preview confirmed, the import."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, ListForm())
        return self._import(request) if "sealed" in request.POST else self._preview(request)

    def _ask(self, request, form, status=200):
        return self._page(request, "import", {"form": form, "title": "导入当事人"}, status)

    def _preview(self, request):
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, form, 422)
        try:
            text = party_csv.text_of(form.cleaned_data["file"].read(party_csv.LARGEST + 1))
            reading = party_csv.parse(text)
            sealed = encrypt(text, _bound_to(request))
        except (CsvError, MissingKeyError) as error:
            form.add_error("file", NOT_READY if isinstance(error, MissingKeyError) else str(error))
            return self._ask(request, form, 422)
        confirm = ConfirmForm(initial={"sealed": sealed}, bound_to=_bound_to(request))
        shown, rest = reading.bad[:MOST_NAMED], max(0, len(reading.bad) - MOST_NAMED)
        context = {"reading": reading, "bad": shown, "rest": rest, "confirm": confirm}
        return self._page(request, "preview", {**context, "title": "导入当事人：核对"})

    def _import(self, request):
        form = ConfirmForm(request.POST, bound_to=_bound_to(request))
        if not form.is_valid():
            fresh = ListForm()
            messages.error(request, str(form.errors["sealed"][0]))
            return self._ask(request, fresh, 422)
        reading = party_csv.parse(form.cleaned_data["sealed"])
        try:
            sealed = parties.register_all(parties=reading.new)
        except MissingKeyError:
            messages.error(request, NOT_READY)
            return self._ask(request, ListForm(), 503)
        messages.success(request, f"已导入{len(reading.new)}位当事人。")
        if sealed:
            messages.warning(request, parties.SEALED.format(sealed))
        return redirect("admin:consult_knownparty_changelist")


@admin.register(KnownParty)
class KnownPartyAdmin(PartyImport):
    """The register of known parties."""

    form = PartyForm
    list_display = ["called", "role", "registered", "reference"]
    nothing_yet = "登记委托人和对方当事人，收到的咨询会与这里比对，可能有利益冲突的先封存。"
    list_filter = ["role", "created_at"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "former_names", "role", "matter"],
                "description": WHAT_IS_ALIKE,
            },
        )
    ]

    def save_model(self, request, obj, form, change):
        parties.register(party=obj)

    def changelist_view(self, request, extra_context=None):
        context = {"search_form": PartySearchForm(auto_id="search_%s"), **(extra_context or {})}
        return _unkept(super().changelist_view(request, context))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A party whose key is missing cannot be shown, and must not be saved over."""
        party = self.get_object(request, object_id) if object_id else None
        if party and not opens([party]):
            messages.error(request, f"{party}暂时无法解密，请联系运维人员核对CONSULT_KEYS。")
            return redirect("admin:consult_knownparty_changelist")
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except MissingKeyError:
            messages.error(request, NOT_READY)
            return redirect("admin:consult_knownparty_changelist")
        return _unkept(response)

    @admin.display(description="编号")
    def reference(self, party):
        return party.id.hex[:8].upper()

    @admin.display(description="登记日期", ordering="created_at")
    def registered(self, party):
        return timezone.localdate(party.created_at)


def _bound_to(request):
    """A sealed list opens for the person who uploaded it and nowhere else."""
    return f"consult.knownparty.import:{request.user.pk}"


def _unkept(response):
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response

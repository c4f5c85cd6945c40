"""Known parties: kept by hand or by a list, found by name through the index.

Whoever may see the list sees the names: it is of no use without. No name is in an address, in a
message or in Django's history.
"""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from consult.admin import party_pages
from consult.base.exceptions import MissingKeyError
from consult.conflicts import parties
from consult.crypto.fields import opens
from consult.forms.conflicts import PartyForm, PartySearchForm
from consult.models import KnownParty

WHAT_IS_ALIKE = (
    "收到的咨询会与这里的名称比对，写法略有不同也能识别：空格、间隔号、括号、全角半角、大小写、"
    "简体繁体，以及“有限公司”“股份有限公司”一类的组织形式。省去地名、行业或者换了组织形式的简称"
    "（如“宏达建材厂”）只作提示，由人判断，不封存。"
)


@admin.register(KnownParty)
class KnownPartyAdmin(admin.ModelAdmin):
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

    def get_urls(self):
        views = {"search": party_pages.find, "import": party_pages.bring_in}
        wrap = self.admin_site.admin_view
        own = [
            path(f"{name}/", wrap(view), {"admin": self}, name=f"consult_knownparty_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        parties.register(party=obj)

    def changelist_view(self, request, extra_context=None):
        context = {"search_form": PartySearchForm(auto_id="search_%s"), **(extra_context or {})}
        return party_pages.uncached(super().changelist_view(request, context))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A party whose key is missing cannot be shown, and must not be saved over."""
        party = self.get_object(request, object_id) if object_id else None
        if party and not opens([party]):
            messages.error(request, f"{party}暂时无法解密，请联系运维人员核对CONSULT_KEYS。")
            return redirect("admin:consult_knownparty_changelist")
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except MissingKeyError:
            messages.error(request, party_pages.NOT_READY)
            return redirect("admin:consult_knownparty_changelist")
        return party_pages.uncached(response)

    @admin.display(description="编号")
    def reference(self, party):
        return party.id.hex[:8].upper()

    @admin.display(description="登记日期", ordering="created_at")
    def registered(self, party):
        return timezone.localdate(party.created_at)

    @admin.display(description="名称")
    def called(self, party):
        return party_pages.party_name(party)

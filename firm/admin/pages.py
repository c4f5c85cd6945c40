"""Standing pages: each change of text is kept, and a legal page is confirmed where it is read."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import path

from firm.admin.base import SectionedMixin, SpokenSlugMixin, tell
from firm.models import Page
from firm.site import legal_pages, records
from firm.site.legal_pages import State
from richtext.core.editor import EditorAdminMixin, tidy_pasted, upload_picture

CONFIRM = "_confirm"  # the name of the button that saves and leads to the text, to be read
NOTHING = "—"


class PageForm(forms.ModelForm):
    """A page; one with a gap is kept, but not shown to visitors."""

    def clean(self):
        data = super().clean() or self.cleaned_data
        typed = Page(title=data.get("title", ""), body=data.get("body", ""))
        gaps = legal_pages.gaps_in(typed) if data.get("is_published") else []
        if gaps:
            self.add_error("is_published", legal_pages.GAPS_LEFT.format("、".join(gaps)))
        return data


@admin.register(Page)
class PageAdmin(SectionedMixin, SpokenSlugMixin, EditorAdminMixin, admin.ModelAdmin):
    form = PageForm
    rich_fields = ["body"]
    list_display = ["title", "kind", "version", "confirmation", "in_foot", "is_published"]
    list_select_related = ["confirmed_by__lawyer"]
    nothing_yet = "请先填写隐私告知，否则网站不能接收咨询。"
    readonly_fields = ["version", "confirmation"]
    fieldsets = [
        ("页面", {"fields": [("title", "kind"), "body", "is_published"]}),
        ("版本和确认", {"fields": [("version", "confirmation")]}),
        ("页脚、网址和搜索", {"fields": ["in_foot", ("slug", "order"), "aliases"]}),
    ]
    open_sections = ["页面"]
    summaries = {
        "版本和确认": lambda page: f"第{page.version}版" if page.version else "尚未公开",
        "页脚、网址和搜索": lambda page: tell(page.in_foot and "在页脚显示", page.slug),
    }
    change_form_template = "admin/firm/page/change_form.html"

    @admin.display(description="确认")
    def confirmation(self, page):
        return legal_pages.state_words(page) if page.kind in legal_pages.KINDS else NOTHING

    def save_model(self, request, obj, form, change):
        records.save_page(page=obj)

    def response_change(self, request, obj):
        if CONFIRM not in request.POST or obj.kind not in legal_pages.KINDS:
            return super().response_change(request, obj)
        return redirect("admin:confirm_page", obj.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        legal = bool(obj and obj.kind in legal_pages.KINDS)
        context |= {"confirm": CONFIRM if legal and self.has_change_permission(request) else ""}
        context |= {"confirmed": legal and legal_pages.state_of(obj) == State.CONFIRMED}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_delete_permission(self, request, obj=None):
        # Consents point to its versions: a page that was published is hidden, not deleted.
        return super().has_delete_permission(request, obj) and not (obj and obj.version)

    def get_urls(self):
        """The editor's upload lives in the admin, named for every app that has the editor."""
        own = [
            path("picture/upload/", upload_picture, name="firm_upload_picture"),
            path("pasted/", tidy_pasted, name="firm_tidy_pasted"),
        ]
        return [*own, *super().get_urls()]

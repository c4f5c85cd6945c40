"""The checks in the editorial office: hints beside the fields, in the list, on pages of their own.

They are told of what the form shows, and never keep anything from being saved.
"""

from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.admin import check_pages
from articles.admin.check_filters import StandingFilter
from articles.law import review_due
from articles.quality import findings

HEAD = f"{check_pages.FOLDER}/hints_head.html"
TEXTS = ["title", "summary", "body"]
TOLD = "有{number}项提示{grave}，在编辑页各栏下面，可以改写或者写明理由保留。"
GRAVE = "，其中{}项可能违反规定"


class ChecksAdminMixin:
    """Shows what the checks advise; the hints of a field stand in its help text."""

    @property
    def media(self):
        """Added here, since of several mixins with a class Media only the first one's counts."""
        js = ["js/article_hints.js", "js/article_places.js"]
        css = {"all": ["css/law_list.css", "css/article_hints.css"]}
        return super().media + Media(js=[Script(name, defer=True) for name in js], css=css)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        of_one = require_http_methods(["GET", "POST"])(wrap(self.hints_of))
        return [
            path(
                "checks/", require_safe(wrap(self.hints_checkup)), name="articles_article_checkup"
            ),
            path(
                "checks/typed/", require_POST(wrap(self.hints_typed)), name="articles_article_typed"
            ),
            path("<path:object_id>/checks/", of_one, name="articles_article_hints"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "hints"]

    def get_fieldsets(self, request, obj=None):
        (name, first), *rest = super().get_fieldsets(request, obj)
        return [(name, {**first, "fields": ["hints", *first["fields"]]}), *rest]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), StandingFilter]

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return ["last_check" if name == "checked_on" else name for name in columns]

    @admin.display(description="最近核对", ordering="checked_on")
    def last_check(self, article):
        """The date of the last check, marked when it is too old."""
        if article.checked_on is None:
            return format_html('<span class="badge">{}</span>', "未核对")
        day = date_format(article.checked_on)
        if not review_due.is_old(article.checked_on):
            return day
        return format_html(
            '{} <span class="badge badge-red">超过{}个月</span>', day, review_due.MONTHS
        )

    @admin.display(description="检查提示")
    def hints(self, article):
        """How many hints there are, at the head of the form, with those that have no field."""
        found = getattr(article, "shown_hints", None) or findings.Hints(article)
        named = getattr(article, "hinted_fields", [])
        may = getattr(article, "may_decide", False)
        rest = check_pages.piece(found.besides(named), may)
        context = {"hints": found, "rest": rest, "article": article, "may_decide": may}
        return render_to_string(HEAD, context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        found = findings.typed(_shown(form)) if form.instance.pk or form.is_bound else None
        may = self.has_change_permission(request, obj)
        _put_beside(form, found or findings.Hints(form.instance), may)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        """What was done is said first, then what is advised."""
        response = super().response_add(request, obj, post_url_continue)
        self._tell_of_hints(request, findings.typed(obj))
        return response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        self._tell_of_hints(request, findings.typed(obj))
        return response

    def _tell_of_hints(self, request, found):
        if found.open:
            grave = GRAVE.format(found.grave) if found.grave else ""
            words = TOLD.format(number=len(found.open), grave=grave)
            (messages.warning if found.grave else messages.info)(request, words)

    def hints_typed(self, request):
        """The hints for a text as typed; for the form's script."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        return check_pages.typed_page(request, self.has_change_permission(request))

    def hints_checkup(self, request):
        """All published articles with open hints."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return check_pages.checkup_page(request)

    def hints_of(self, request, object_id):
        """The hints of one article, where they are kept and taken back."""
        article = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404("没有这篇文章")
        return never_cache(check_pages.article_page)(request, article)


def _shown(form):
    """An article with what the form shows: as stored, as pending, or as it was posted."""
    article = copy(form.instance)
    for name in TEXTS:
        if name in form.fields:
            setattr(article, name, form[name].value() or "")
    return article


def _put_beside(form, found, may):
    """Add the hints of each field to its help text; the others are for the head of the form."""
    names = [name for name in check_pages.FIELDS if name in form.fields]
    for name in names:
        shown, beside = form[name], check_pages.piece(found.of(name), may)
        shown.help_text = format_html(
            '{}<div class="hints" data-hints="{}">{}</div>', shown.help_text, name, beside
        )
    article = form.instance
    article.shown_hints, article.hinted_fields, article.may_decide = found, names, may

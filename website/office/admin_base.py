"""What every page of the admin has: its fields, its wording, its lookups, its filters."""

import re
from contextlib import suppress
from functools import cache

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import BooleanFieldListFilter, FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.widgets import AdminFileWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.forms import FileInput
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import camel_case_to_spaces, capfirst

from firm.base.forms import ManyRecordsField
from richtext.core.sanitise import storable

CHOOSE = [("", "请选择")]
NOT_SAVED = "“{}”没有保存，请重新选择。"
YES_NO = {True: ("yes", "是"), False: ("no", "否"), None: ("unknown", "不清楚")}
LOOKUPS = {
    "", "exact", "id__exact", "pk__exact", "isnull", "isempty", "in",
    "gte", "gt", "lte", "lt", "year", "month", "day",
}  # fmt: skip
# Numbers and years that no database holds, and times that are before all times in Beijing.
BEYOND = re.compile(r"[0-9]{19}|^0[0-9]{3}-")
YEAR = re.compile("[1-9][0-9]{3}")
LONGEST_QUERY = 100
# Over what the frame of a page holds: nothing of the desk, not even what there is.
OUTSIDE = {"available_apps": [], "is_nav_sidebar_enabled": False, "has_permission": False}


def need(user, *rights: str) -> None:
    """PermissionDenied for who has none of the rights."""
    if not any(map(user.has_perm, rights)):
        raise PermissionDenied


def office_page(request, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A page of the office that is no form or list of the admin, in its frame."""
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/{name}.html", context, status=status)


class LineField(forms.CharField):
    """A text of one line, whatever was pasted, without what no database holds."""

    def clean(self, value):
        return " ".join(storable(super().clean(value)).split())


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day; its seconds are shown only where it has some, so that none are lost."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")

    def format_value(self, value):
        shown = super().format_value(value)
        seconds = getattr(value, "second", 0)
        return f"{shown}:{seconds:02}" if shown and seconds else shown


class MomentInput(forms.MultiWidget):
    supports_microseconds = False

    def __init__(self, attrs=None):
        day, clock = DayInput({"aria-label": "日期"}), ClockInput({"aria-label": "时刻"})
        super().__init__([day, clock], attrs)

    decompress = forms.SplitDateTimeWidget.decompress


class Pills(forms.CheckboxSelectMultiple):
    """Several of a list, each a box to tick with its name; grouped where the choices are."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        context["label"] = self.attrs.get("aria-label", "")
        return render_to_string("admin/includes/pills.html", context)


WIDGETS = {
    models.DateTimeField: MomentInput,  # before the day, which it is a kind of
    models.DateField: DayInput,
    models.TimeField: ClockInput,
}


class PlainFields(BaseModelAdmin):
    """For each form and row: nothing beside a field makes, changes or deletes another record."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The browser's own date boxes; a list to choose from, without signs beside it."""
        for kind, widget in WIDGETS.items():
            if isinstance(db_field, kind):
                kwargs.setdefault("widget", widget())
                break
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Boxes to tick, named as a group for who hears the page; an absurd key is refused."""
        kwargs.setdefault("form_class", ManyRecordsField)
        kwargs.setdefault("widget", Pills)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and isinstance(field.widget, Pills):
            field.widget.attrs["aria-label"] = field.label
        return field


@cache
def _plain(inline):
    return type(inline.__name__, (PlainFields, inline), {"__module__": inline.__module__})


class PictureWidget(AdminFileWidget):
    """A picture as a picture: where it lies on the disk says nothing to a person."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        context["box"] = FileInput(self.attrs).render(name, None, attrs, renderer)
        return render_to_string("admin/includes/picture.html", context)


class OfficeAdmin(PlainFields, admin.ModelAdmin):
    """Mixed into every page of the admin: plain words, and bounds for what an address may ask.

    Django takes every lookup on every local field: a regular expression stops the server on
    SQLite, and a hidden relation tells which consultations exist. A page's own `nothing_yet` says
    what its list is for while it is empty.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.FileField):
            kwargs["widget"] = PictureWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        """The rows in a form have fields like the form's own."""
        return [_plain(inline) for inline in super().get_inlines(request, obj)]

    def get_action_choices(self, request, default_choices=CHOOSE):
        return super().get_action_choices(request, default_choices)

    def render_change_form(self, request, context, *args, **kwargs):
        """A form that comes back with errors has lost its picture, and says so beside the field."""
        form = context["adminform"].form
        if context.get("errors"):
            for name in form.fields.keys() & form.files.keys() - form.errors.keys():
                form.add_error(name, NOT_SAVED.format(form.files[name].name))
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("empty_label", "（不选）" if db_field.blank else "请选择")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        blank = db_field.blank or not db_field.has_default()
        kwargs.setdefault("choices", db_field.get_choices(blank, CHOOSE))
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def construct_change_message(self, request, form, formsets, add=False):
        """Fields joined by 、 here; Django would put blanks around its 和."""
        message = super().construct_change_message(request, form, formsets, add)
        if isinstance(message, str):  # a page's own words, as those of the articles
            return message
        for part in message:
            changed = part.get("changed", {})
            if "fields" in changed:
                changed["fields"] = ["、".join(map(str, changed["fields"]))]
        return message

    def get_deleted_objects(self, objs, request):
        """Without the bookkeeping that goes along; it has no names for people."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        hidden = [model._meta for model in apps.get_models(True) if _is_bookkeeping(model)]
        plurals = {opts.verbose_name_plural for opts in hidden}
        starts = tuple(f"{capfirst(opts.verbose_name)}: " for opts in hidden)
        counts = {name: number for name, number in counts.items() if name not in plurals}
        return _shown(found, starts), counts, missing, _shown(protected, starts)

    def lookup_allowed(self, lookup, value, request=None):
        listed = self.get_list_filter(request) if request else self.list_filter
        own = [getattr(entry, "parameter_name", None) for entry in listed]
        fields = [entry[0] if isinstance(entry, tuple) else entry for entry in listed]
        field, _, rest = lookup.partition("__")
        known, asked = field in [*fields, self.date_hierarchy] and rest in LOOKUPS, str(value)
        good = YEAR.fullmatch(asked) if rest == "year" else not BEYOND.search(asked)
        return lookup in own or bool(known and good and len(asked) <= 40)

    def response_action(self, request, queryset):
        """Do it to rows that can be ticked; a key of another kind would be answered with 500."""
        if all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return super().response_action(request, queryset)
        messages.error(request, "没有执行：勾选的内容已经不在，请重新勾选。")
        return redirect(request.get_full_path())

    def _get_edited_object_pks(self, request, prefix):
        """The rows of a list edited in place; a key that is too long overflows in SQLite."""
        return [key for key in super()._get_edited_object_pks(request, prefix) if self._is_key(key)]

    def _is_key(self, ticked):
        try:
            return self.model._meta.pk.clean(ticked, None) is not None
        except ValidationError:
            return False

    def get_object(self, request, object_id, from_field=None):
        """An empty name of a field is none; Django would look for it and answer 500."""
        return super().get_object(request, object_id, from_field or None)

    def get_changeform_initial_data(self, request):
        """What the address fills in, without what its field cannot read: that would be a 500."""
        readable = {}
        for name, value in super().get_changeform_initial_data(request).items():
            with suppress(FieldDoesNotExist, ValidationError):
                readable[name] = self.model._meta.get_field(name).to_python(value)
        return readable

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term[:LONGEST_QUERY])

    def view_on_site(self, obj):
        """Without Django's detour, which fails on odd keys; none for what no visitor sees."""
        if not getattr(obj, "is_published", True):
            return None
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


def _is_bookkeeping(model):
    """Tables that nobody named for people: joins, what is computed, a library's own."""
    opts = model._meta
    unnamed = opts.verbose_name == camel_case_to_spaces(opts.object_name)
    return bool(opts.auto_created) or unnamed or opts.app_label.startswith("otp_")


def _shown(found, hidden):
    """Nested lists of lines without those that begin so, each with a Chinese colon."""
    lines = []
    for one in found:
        if isinstance(one, list):
            lines.append(_shown(one, hidden))
        elif not str(one).startswith(hidden):
            line = str(one).replace(": ", "：", 1)
            lines.append(mark_safe(line) if hasattr(one, "__html__") else line)
    return [line for line in lines if line]


def _boolean_icon(value):
    name, words = YES_NO[value]
    icon = static(f"admin/img/icon-{name}.svg")
    return format_html('<img src="{}" alt="{}">', icon, words)


class YesNoFilter(BooleanFieldListFilter):
    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        # That one would be long with the name of its column.
        self.title = "是否显示" if field.name == "is_published" else f"是否{self.title}"


class RelatedFilter(RelatedFieldListFilter):
    """Rows without a related record by what they lack; “无” says nothing of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = format_html("未设{}", self.title)


def teach() -> None:
    """Every list asks these filters without naming them, and has our icons (no hook of Django)."""
    admin_list._boolean_icon = _boolean_icon  # type: ignore[attr-defined]  # not in its stubs
    FieldListFilter.register(
        lambda field: isinstance(field, models.BooleanField), YesNoFilter, True
    )
    FieldListFilter.register(lambda field: bool(field.remote_field), RelatedFilter, True)

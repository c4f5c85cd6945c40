"""Wording of the admin for lists, changes and deletions."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.forms import FileInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import camel_case_to_spaces, capfirst

CHOOSE = [("", "请选择")]
NOT_KEPT = "“{}”没有保存，请重新选择。"
YES_NO = {True: ("yes", "是"), False: ("no", "否"), None: ("unknown", "不清楚")}


class PictureWidget(AdminFileWidget):
    """A picture as a picture: where it lies on the disk says nothing to a person."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        context["box"] = FileInput(self.attrs).render(name, None, attrs, renderer)
        return render_to_string("admin/includes/picture.html", context)


class PlainWords(admin.ModelAdmin):
    """Mixed into every page of the admin, before Django's own words.

    A page's own `nothing_yet` says what its list is for while it is empty.
    """

    def get_action_choices(self, request, default_choices=CHOOSE):
        return super().get_action_choices(request, default_choices)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.FileField):
            kwargs["widget"] = PictureWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        """A form that comes back with errors has lost its picture, and says so beside the field."""
        form = context["adminform"].form
        if context.get("errors"):
            for name in form.fields.keys() & form.files.keys() - form.errors.keys():
                form.add_error(name, NOT_KEPT.format(form.files[name].name))
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
        hidden = [model._meta for model in apps.get_models(True) if is_bookkeeping(model)]
        plurals = {opts.verbose_name_plural for opts in hidden}
        starts = tuple(f"{capfirst(opts.verbose_name)}: " for opts in hidden)
        counts = {name: number for name, number in counts.items() if name not in plurals}
        return _shown(found, starts), counts, missing, _shown(protected, starts)


def is_bookkeeping(model) -> bool:
    """Tables that nobody named for people: joins, what is computed, a library's own."""
    opts = model._meta
    unnamed = opts.verbose_name == camel_case_to_spaces(opts.object_name)
    return bool(opts.auto_created) or unnamed or opts.app_label.startswith("otp_")


def _shown(found, hidden):
    """Nested lists of lines without those that begin so, each with a Chinese colon."""
    lines = [_shown(one, hidden) if isinstance(one, list) else one for one in found]
    kept = [one for one in lines if one and not str(one).startswith(hidden)]
    return [one if isinstance(one, list) else _colon(one) for one in kept]


def _colon(line):
    """`文章: …` as 文章：…; what was safe stays safe, no more."""
    told = str(line).replace(": ", "：", 1)
    return mark_safe(told) if hasattr(line, "__html__") else told


def boolean_icon(value):
    """The picture of a yes or no, with words for who cannot see it."""
    name, words = YES_NO[value]
    icon = static(f"admin/img/icon-{name}.svg")
    return format_html('<img src="{}" alt="{}">', icon, words)


def teach_icons():
    """Django writes True and False there and has no hook; every page asks this one function."""
    admin_list._boolean_icon = boolean_icon  # type: ignore[attr-defined]  # not in its stubs

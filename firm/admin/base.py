"""Shared pieces of the admin: lists with views and filters, long forms in sections."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import wraps
from itertools import islice
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.contrib.admin.utils import flatten
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import FieldDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, models
from django.forms import BaseModelFormSet
from django.http import JsonResponse, QueryDict
from django.utils.html import strip_tags
from django.utils.text import Truncator

from firm.site import legal_pages, records
from richtext.core import pictures

OUTDATED = "固定页面{}的正文与现在的情况不一致，请核对修改后重新确认。"


def never(admin, request, obj=None):
    """In place of a permission that nobody has."""
    return False


class NamedList(BaseModelFormSet):
    """The fields that are edited in a list: they stand in cells, so each tells its name itself."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", field.label)


class EditableListMixin(admin.ModelAdmin):
    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(request, **{"formset": NamedList, **kwargs})


class SpokenSlugMixin(admin.ModelAdmin):
    """The name of a page may be left out: it is then written as the record's name is spoken."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "slug":
            kwargs["required"] = False
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_form(self, request, form, change):
        row = super().save_form(request, form, change)
        row.slug = row.slug or form.initial.get("slug") or records.free_slug(str(row), self.model)
        return row


class StatedInPagesMixin(admin.ModelAdmin):
    """What legal pages state too: who changes it hears which of them are to be mended."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        titles = "、".join(f"“{page}”" for page in legal_pages.outdated())
        if form.changed_data and titles:
            messages.warning(request, OUTDATED.format(titles))


class PictureNotStoredForm(forms.ModelForm):
    """Of each picture of a post it says that it is not stored, where its field has not."""

    def clean(self):
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, UploadedFile):
                self.add_error(name, pictures.NOT_TAKEN)


class PictureMixin(admin.ModelAdmin):
    """Where the storage dies while a picture is saved, the form comes back as it was typed."""

    def changeform_view(self, request, *args, **kwargs):
        """Django makes the form itself: the second answer has an admin of its own."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except OSError:  # of the storage: a database has errors of its own
            if self.form is PictureNotStoredForm or not request.FILES:
                raise
            again = type(self)(self.model, self.admin_site)  # everything is rolled back
            again.form = PictureNotStoredForm
            return again.changeform_view(request, *args, **kwargs)


class Tab(NamedTuple):
    words: str
    number: int | None
    address: str
    chosen: bool


class Select(NamedTuple):
    title: str
    name: str
    options: list[tuple[str, str]]
    chosen: str


def without_empty(request: QueryDict) -> QueryDict:
    """An address with what was chosen alone; a form sends its empty boxes, too."""
    chosen = request.copy()
    for name in [name for name, value in request.items() if not value]:
        del chosen[name]
    return chosen


def frame(
    cl,
    filters: Sequence,
    views: list[Tab],
    orders: list[tuple[str, str]],
    told: Collection[str] = (),
) -> dict:
    """What stands above the rows of a change list: views, filters, and what is narrowed by now.

    `orders` are numbers of columns, backwards with a minus; `told`: filters that the view tells.
    """
    selects, chips = [], []
    for one in filters:
        name = getattr(one, "parameter_name", None) or one.lookup_kwarg
        options = {str(value): str(words) for value, words in one.lookup_choices}
        chosen = cl.params.get(name, "")
        nothing = getattr(one, "nothing", "全部")  # what no choice means
        selects.append(Select(one.title, name, [("", nothing), *options.items()], chosen))
        if chosen and chosen in options and name not in told:
            address = cl.get_query_string(remove=[name, PAGE_VAR])
            chips.append((f"{one.title}：{options[chosen]}", address))
    names = {one.name for one in selects} | {SEARCH_VAR, ORDER_VAR, PAGE_VAR}
    order = cl.params.get(ORDER_VAR, "")
    return {
        "views": views,
        "selects": [*selects, Select("排序", ORDER_VAR, orders, order)],
        "chips": chips,
        "kept": [(name, value) for name, value in cl.params.items() if name not in names],
        "cleared": cl.get_query_string(remove=[*names]),
    }


BETWEEN = " · "
MOST = 2  # values of a section, where nobody says what sums it up
LONGEST = 24  # characters of a value
NOTHING = "未填"


@dataclass(frozen=True)
class Section:
    title: str
    key: str
    sum: str
    lacking: str
    is_open: bool
    fieldset: Fieldset | None = None
    rows: list[InlineAdminFormSet] = dataclass_field(default_factory=list)


class SectionedMixin(admin.ModelAdmin):
    """A form in sections.

    `open_sections` stand open from the start, `open_when_new` in the form of a new record.
    `summaries` gives a section's value while it is folded, else its first values are told;
    `lacking` what it still needs. `rows_section` is the title of the section with the rows, and
    that of the one behind it.
    """

    change_form_template = "admin/sectioned_form.html"
    open_sections: Iterable[str] = ()
    open_when_new: Iterable[str] = ()
    summaries: Mapping[str, Callable[[Any], str]] = {}
    lacking: Mapping[str, Callable[[Any], str]] = {}
    rows_section = ("", "")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["sections"] = self._sections(context, add, obj or self.model())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _sections(self, context, add, record):
        found = []
        for part in context["adminform"]:
            names = flatten(part.fields)
            values = (_shown(record, name) for name in names)
            first = islice(filter(None, values), MOST)
            wrong = any(name in part.form.errors for name in names)
            fields = [part.form[name] for name in names if name in part.form.fields]
            lacks = any(one.field.required and one.value() in (None, "") for one in fields)
            needed = add and (lacks or part.name in self.open_when_new)
            is_open = wrong or needed or part.name in self.open_sections
            known = {"key": f"part-{names[0]}", "is_open": is_open, "fieldset": part}
            found.append(self._section(part.name, record, first, **known))
        if rows := list(context["inline_admin_formsets"]):
            title, behind = self.rows_section
            counts = ((one, one.formset.initial_form_count()) for one in rows)
            values = (f"{one.opts.verbose_name_plural}{n}项" for one, n in counts if n)
            wrong = any(one.formset.total_error_count() for one in rows)
            titles = [section.title for section in found]
            at = titles.index(behind) if behind in titles else len(found)
            known = {"key": "part-rows", "is_open": wrong, "rows": rows}
            found.insert(at, self._section(title, record, values, **known))
        return found

    def _section(self, title, record, values, **known):
        summary = self.summaries.get(title, lambda _: tell(*values))(record)
        lacks = self.lacking.get(title, lambda _: "")(record)
        return Section(title=title, sum=summary, lacking=lacks, **known)


def tell(*values) -> str:
    """The values that there are, in a line; what a section says while it is folded."""
    return BETWEEN.join(str(value) for value in values if value) or NOTHING


def _shown(record, name):
    """The value of a field in a few characters; "" for an empty one and for what is no field."""
    try:
        column = record._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return ""
    if column.many_to_many:
        return ""
    value = getattr(record, name)
    if isinstance(column, models.BooleanField):
        return str(column.verbose_name) if value else ""
    if isinstance(column, models.FileField):
        return f"有{column.verbose_name}" if value else ""
    chosen = dict(column.flatchoices).get(value, value)
    # Marks without end would be put in order, in the square of their number
    return Truncator(strip_tags(str(chosen or ""))[:1000]).chars(LONGEST)


# Addresses for the script that stores what is being typed (unsaved.js). They answer JSON and never
# lead to another page: words that could not be stored are said to be so.

LOGGED_OUT = "登录已过期。写的内容还在这一页，请在新窗口登录后回来接着写。"
BUSY = "系统繁忙，稍后自动重试。"


def answer(status=200, **said) -> JsonResponse:
    """JSON of which no copy is kept; `error` tells who types why nothing was stored."""
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def for_script(view: Callable) -> Callable:
    """A view of an admin that says in JSON too that a session has ended or nothing is stored."""

    @wraps(view)
    def guarded(request, admin, **kwargs):
        if not admin.admin_site.has_permission(request):
            return answer(401, error=LOGGED_OUT)
        try:
            return view(request, admin, **kwargs)
        except OperationalError:
            return answer(503, error=BUSY)

    return guarded

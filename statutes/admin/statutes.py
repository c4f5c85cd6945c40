"""The table of statutes: one row for each version, its form, and where its text comes from."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from statutes.admin import files, missing, texts
from statutes.admin.base import LawAdmin, may_import, report_recheck
from statutes.base import Status
from statutes.data import rows
from statutes.data.table_csv import split_aliases
from statutes.law.table import tidy_places
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.services import citation_sync, table


class StatuteForm(forms.ModelForm):
    """One version of a statute; contradictions with the table become errors of the field."""

    class Meta:
        model = Statute
        fields: list[str] = []  # the admin's own, in the order in which it shows them
        help_texts = {
            "name": "公布时的名称，例如：中华人民共和国公司法。",
            "slug": "出现在网页地址里，例如：公司法-2023。留空自动填写；保存后不能修改。",
            "status": "填写日期后，状态随日期自动更新，无需手工修改；日期不清楚时在此选择。",
            "replaced_by": "由另一部法规取代时选择。同一部法规修改时此栏留空，另行新增版本。",
            "article_count": "最后一条的序号，例如1260。引用的条文超出该数时提示。",
            "official_url": "官方网站上这部法规的地址，可以不填。",
            "checked_on": "最近一次与官方文本核对的日期。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # it is shown only, once it is stored
            self.fields["slug"].required = False
        if "replaced_by" in self.fields:
            others = Statute.objects.exclude(pk=self.instance.pk).for_list()
            field = self.fields["replaced_by"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = others
        for name in {"aliases", "note"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean_aliases(self):
        return "\n".join(split_aliases(self.cleaned_data["aliases"]))

    def clean_changed(self):
        try:
            return tidy_places(self.cleaned_data["changed"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if "slug" in self.fields and not data.get("slug") and data.get("short_name"):
            day = data.get("promulgated") or data.get("effective_from")
            taken = set(Statute.objects.values_list("slug", flat=True))
            data["slug"] = rows.slug_of(data["short_name"], day, taken)
        return data

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # Django's hook, which its stubs leave out
        if not set(self.errors) - {NON_FIELD_ERRORS}:
            # Beside its field each fault is clearer than the constraint that says the same.
            faults = table.check(statute=self.instance)
            if faults:
                self.errors.pop(NON_FIELD_ERRORS, None)
            for fault in faults:
                own = fault.slug == self.instance.slug and fault.field in self.fields
                self.add_error(fault.field if own else None, fault.words)


DIFFERS = "与本表不一致，请核对"
LONG = [f"statute__{name}" for name in ("preamble", "annex", "note")]


class SourceFilter(admin.SimpleListFilter):
    """The rows of which the source of their text says something else."""

    title = "条文来源"
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [("differs", "与本表不一致")]

    def queryset(self, request, queryset):
        if self.value() != "differs":
            return queryset
        today = timezone.localdate()
        sources = TextSource.objects.select_related("statute").defer(*LONG)
        return queryset.filter(
            pk__in=[one.pk for one in sources if one.contradicts(one.statute, today)]
        )


BADGES = {Status.IN_FORCE: "green", Status.FUTURE: "blue", Status.REPEALED: "red"}
CARRIED = ["name", "short_name", "aliases", "kind", "issuer"]  # into the form of a newer version

ENDED = "{}的失效日期已自动填为{}。"


@admin.register(Statute)
class StatuteAdmin(LawAdmin):
    """Versions of statutes; a change is judged with the table and re-checks what cites it."""

    form = StatuteForm
    list_display = ["short_name", "version", "standing", "effective_from", "imported", "cited"]
    list_filter = ["kind", "status", SourceFilter]
    search_fields = ["name", "short_name", "aliases", "doc_no"]
    nothing_yet = "法规表为空。重新启动网站后，自动载入随软件提供的法规表。"
    search_help_text = "全称、简称、其他名称或者文号。"
    date_hierarchy = "effective_from"
    readonly_fields = ["versions", "imported", "cited", "text_from"]
    fieldsets = [
        ("名称", {"fields": [("name", "short_name"), "aliases", "kind"]}),
        ("制定机关和网址", {"fields": [("issuer", "doc_no"), "slug"]}),
        (
            "施行和失效",
            {
                "description": (
                    "法规修改时请勿改写本行，应新增版本，旧版的失效日期自动填写。"
                    "法规废止时填失效日期；如由其他法规取代，再选“取代它的法规”。"
                    "保存后，引用它的文章、常用答复和时效期限重新核对。"
                ),
                "fields": [
                    ("promulgated", "effective_from"), ("effective_to", "status"),
                    ("replaced_by", "replaced_part"), "versions",
                ],
            },
        ),
        (
            "条文",
            {
                "fields": [
                    ("article_count", "changed"), ("imported", "cited"), "text_from",
                    "official_url",
                ],
            },
        ),
        ("核对", {"fields": ["source", "checked_on", "note"]}),
    ]  # fmt: skip
    change_form_template = "admin/statutes/statute/change_form.html"
    open_sections = ["施行和失效"]
    summaries = {
        "施行和失效": lambda row: _validity(row) if row.pk else "未填",
        "条文": lambda row: f"共{row.article_count}条" if row.article_count else "未填",
        "核对": lambda row: f"{row.checked_on}核对" if row.checked_on else "未核对",
    }

    def get_urls(self):
        views = {"export": files.take_out, "import": files.bring_in, "texts": texts.bring_in}
        views["missing"] = missing.show
        wrap = self.admin_site.admin_view
        own = [
            path(f"{name}/", wrap(view), {"admin": self}, name=f"statutes_statute_{name}")
            for name, view in views.items()
        ]
        there = wrap(texts.one)
        own.append(path("texts/<int:pk>/", there, {"admin": self}, name="statutes_statute_text"))
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {"may_import": may_import(request, self), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_queryset(self, request):
        found = super().get_queryset(request).defer("preamble", "annex")
        articles = StatuteArticle.objects.filter(statute=OuterRef("pk")).order_by()
        number = Subquery(articles.values("statute").values(number=Count("pk")))
        total: Combinable = Value(0)
        for model in citation_sync.citing_models():
            rows = model.objects.filter(short_name=OuterRef("short_name"), statute=OuterRef("pk"))
            texts = Count(model.text_field, distinct=True)
            total += Coalesce(Subquery(rows.order_by().values("statute").values(number=texts)), 0)
        return found.annotate(imported_articles=Coalesce(number, 0), citing_texts=total)

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The table is held while a form is judged and stored: nobody comes between."""
        with transaction.atomic():
            if request.method == "POST":
                table.lock()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        known = Statute.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        # The empty form with what a newer version has in common with this one
        carried = urlencode({name: getattr(known, name) for name in CARRIED}) if known else ""
        newer = carried and f"{reverse('admin:statutes_statute_add')}?{carried}"
        context = {"newer_version": newer, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request, obj, form, change):
        if change and not form.changed_data:
            return
        saved = table.save_statute(statute=obj)
        for older in saved.closed:
            assert older.effective_to  # that is what closed it
            messages.info(request, ENDED.format(older, date_format(older.effective_to)))
        report_recheck(request, saved.moved)

    def delete_model(self, request, obj):
        table.delete(statutes=[obj])

    def get_deleted_objects(self, objs, request):
        """The articles of a text go with it, counted, not listed by the thousand."""
        _, counts, needed, protected = super().get_deleted_objects(objs, request)
        needed.discard(str(StatuteArticle._meta.verbose_name))
        return [str(one) for one in objs], counts, needed, protected

    @admin.display(description="版本", ordering="promulgated")
    def version(self, statute):
        return f"{statute.year}年" if statute.year else "—"

    @admin.display(description="今天的状态", ordering="status")
    def standing(self, statute):
        status = statute.status_on()
        badge = BADGES.get(status, "grey")
        return format_html('<span class="badge badge-{}">{}</span>', badge, status.label)

    @admin.display(description="已导入条文")
    def imported(self, statute):
        number = getattr(statute, "imported_articles", 0)
        if not number:
            return ""
        there = reverse("admin:statutes_statutearticle_changelist")
        return format_html('<a href="{}?statute={}">{}条</a>', there, statute.pk, number)

    @admin.display(description="条文来源")
    def text_from(self, statute):
        source = TextSource.objects.filter(statute=statute.pk).first()
        if source is None:
            return "—"
        said = [str(Status(source.status).label)] if source.status else []
        if source.effective_from:
            said.append(f"{date_format(source.effective_from)}起施行")
        words = f"（所写状态：{'，'.join(said)}）" if said else ""
        differs = DIFFERS if source.contradicts(statute, timezone.localdate()) else ""
        name = source.name
        if source.url:
            name = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', source.url, name)
        return format_html("{}{}{}", name, words, differs and f"；{differs}")

    @admin.display(description="引用它的文本")
    def cited(self, statute):
        number = getattr(statute, "citing_texts", 0)
        return f"{number}篇" if number else ""

    @admin.display(description="各个版本")
    def versions(self, statute):
        rows = Statute.objects.filter(short_name=statute.short_name).for_list()
        return format_html_join("", '<p class="version">{}</p>', ((_line(row),) for row in rows))


def _line(row):
    there = reverse("admin:statutes_statute_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>，{}', there, row, _validity(row))


def _validity(row):
    since = f"{row.effective_from}起施行，" if row.effective_from else ""
    until = f"{row.effective_to}起失效，" if row.effective_to else ""
    return f"{since}{until}{row.status_on().label}"

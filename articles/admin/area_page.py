"""What the page of a practice area tells, written in the form of the area."""

from django import forms
from django.contrib import admin

from articles.admin.links import HELP, ArticleField
from articles.law import area_periods
from articles.models import AreaPeriod, AreaQuestion, Article
from articles.models.area_page import QUESTIONS
from firm.admin.content import PracticeAreaAdmin
from firm.admin.sectioned import tell
from firm.base.forms import field_of
from firm.models import PracticeArea
from statutes.models import LimitationPeriod

PERIODS_HELP = (
    "勾选领域页开头列出的期限。内容和依据在“时效和期限”中维护，法规变动后待复核的暂不显示。"
)
TELLS = "显示在领域页。没有写的，页面上就没有这一块。"
OF_THE_PAGE = [
    ("先看期限", {"fields": ["page_periods"]}),
    (
        "费用和时间",
        {"fields": [("costs", "durations"), "facts_checked_on"], "description": TELLS},
    ),
    ("步骤和材料", {"fields": [("steps", "papers")], "description": TELLS}),
]


class AreaPageForm(forms.ModelForm):
    """The form of an area with the periods that its page shows."""

    page_periods = forms.ModelMultipleChoiceField(
        LimitationPeriod.objects.all(),
        label="先看期限",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=PERIODS_HELP,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "page_periods" not in self.fields:  # who may only look
            return
        if self.instance.pk:
            chosen = AreaPeriod.objects.filter(area=self.instance).values_list("period", flat=True)
            self.initial["page_periods"] = list(chosen.order_by())
        offered = field_of(self, "page_periods", forms.ModelMultipleChoiceField)
        offered.choices = _by_nearness(self.instance)


def _by_nearness(area):
    """The periods of an area before the others, each in words."""
    offered = area_periods.in_order_for(area if area.pk else None)
    groups = [("本领域", True), ("其他", False)]
    found = [
        (label, [(one.pk, str(one)) for one in offered if one.is_near == near])
        for label, near in groups
    ]
    return [group for group in found if group[1]]


class Questions(forms.BaseInlineFormSet):
    """The rows of questions; more than there is room for are refused."""

    default_error_messages = {"too_many_forms": f"最多选{QUESTIONS}个问题。"}


class AreaQuestionInline(admin.TabularInline):
    """The questions that the page begins with, at most five."""

    model = AreaQuestion
    formset = Questions
    extra, max_num = 0, QUESTIONS

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{"validate_max": True, **kwargs})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "article":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        articles = Article.objects.only("pk", "title")
        return ArticleField(articles, label=db_field.verbose_name, help_text=HELP)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("article")
        return rows.defer("article__body", "article__text")

    # They belong to the page: who may change the area may change them.
    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("firm.view_practicearea") or self._may(request)

    def has_add_permission(self, request, obj=None):
        return self._may(request)

    def has_change_permission(self, request, obj=None):
        return self._may(request)

    def has_delete_permission(self, request, obj=None):
        return self._may(request)

    def _may(self, request):
        return request.user.has_perm("firm.change_practicearea")


admin.site.unregister(PracticeArea)


@admin.register(PracticeArea)
class AreaPageAdmin(PracticeAreaAdmin):
    """Practice areas with all that their pages tell."""

    form = AreaPageForm
    inlines = [AreaQuestionInline]
    rows_section = ("常问的问题", "费用和时间")
    summaries = {
        **PracticeAreaAdmin.summaries,
        "先看期限": lambda area: tell(_counted(area.pk and area.periods.count(), "条")),
        "费用和时间": lambda area: tell(
            _counted(len(area.cost_entries + area.duration_entries), "项")
        ),
        "步骤和材料": lambda area: tell(
            _counted(len(area.step_entries), "步"), _counted(len(area.paper_lines), "样材料")
        ),
    }
    fieldsets = [*PracticeAreaAdmin.fieldsets[:2], *OF_THE_PAGE, *PracticeAreaAdmin.fieldsets[2:]]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "page_periods" in form.changed_data:
            _choose(form.instance, form.cleaned_data["page_periods"])


def _counted(number, unit):
    return f"{number}{unit}" if number else ""


def _choose(area, periods):
    """These periods and no others."""
    rows = AreaPeriod.objects.filter(area=area)
    rows.exclude(period__in=periods).delete()
    AreaPeriod.objects.bulk_create(
        (AreaPeriod(area=area, period=period) for period in periods), ignore_conflicts=True
    )

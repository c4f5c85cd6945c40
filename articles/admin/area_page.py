"""What the page of a practice area tells, written in the form of the area."""

from django import forms
from django.contrib import admin
from django.forms import Script
from django.template.loader import render_to_string

from articles.admin.links import HELP, ArticleField
from articles.law import area_periods
from articles.models import AreaPeriod, AreaQuestion, Article
from calculators.models import Parameter
from firm.admin.base import tell
from firm.admin.firm import PracticeAreaAdmin
from firm.base.forms import ManyRecordsField, field_of
from firm.models import PracticeArea
from firm.models.practice import lines

PERIODS_HELP = (
    "勾选领域页开头列出的期限。内容和依据在“计算用的数值”中维护，法规变动后待复核的暂不显示。"
)
TWICE = "这篇文章已经选过。"
TELLS = "显示在领域页；没有填写的不显示。"
QUESTIONS = ["question_1", "question_2", "question_3", "question_4", "question_5"]
OF_THE_PAGE: list = [
    ("先看期限", {"fields": ["page_periods"]}),
    ("常问的问题", {"fields": QUESTIONS}),
    (
        "费用和时间",
        {"fields": [("costs", "durations"), "facts_checked_on"], "description": TELLS},
    ),
    ("步骤和材料", {"fields": [("steps", "papers")], "description": TELLS}),
]


class PeriodBoxes(forms.CheckboxSelectMultiple):
    """Periods to tick: those of the area, and the others folded."""

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string("admin/articles/periods.html", self.get_context(name, value, attrs))


def _question(number, help_text=""):
    articles = Article.objects.only("pk", "title")
    label = f"第{number}个问题"
    return ArticleField(articles, required=False, label=label, help_text=help_text)


class AreaPageForm(forms.ModelForm):
    page_periods = ManyRecordsField(
        Parameter.objects.periods(),
        label="要列出的期限",
        required=False,
        widget=PeriodBoxes,
        help_text=PERIODS_HELP,
    )
    question_1 = _question(1, f"{HELP}空缺时先按阅读量、再按发布时间补足。")
    question_2 = _question(2)
    question_3 = _question(3)
    question_4 = _question(4)
    question_5 = _question(5)

    class Media:
        js = [Script("js/article_links.js", defer=True)]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "page_periods" not in self.fields:  # who may only look
            return
        if self.instance.pk:
            chosen = AreaPeriod.objects.filter(area=self.instance).values_list("period", flat=True)
            self.initial["page_periods"] = list(chosen.order_by())
            asked = self.instance.questions.values_list("article", flat=True)
            self.initial.update(zip(QUESTIONS, asked, strict=False))
        groups: dict[str, list] = {"本领域": [], "其他": []}
        for one in area_periods.in_order_for(self.instance if self.instance.pk else None):
            words = f"{one.length}：{one.about}　{one.citation}"
            groups["本领域" if one.is_near else "其他"].append((one.pk, words))
        offered = field_of(self, "page_periods", ManyRecordsField)
        offered.choices = [(name, found) for name, found in groups.items() if found]

    def clean(self):
        typed = super().clean() or {}
        seen = set()
        for name in QUESTIONS:
            article = typed.get(name)
            if article and article in seen:
                self.add_error(name, TWICE)
            seen.add(article)
        return typed


admin.site.unregister(PracticeArea)


@admin.register(PracticeArea)
class AreaPageAdmin(PracticeAreaAdmin):
    form = AreaPageForm
    summaries = {
        **PracticeAreaAdmin.summaries,
        "先看期限": lambda area: tell(_counted(area.pk and area.periods.count(), "条")),
        "常问的问题": lambda area: tell(_counted(area.pk and area.questions.count(), "篇")),
        "费用和时间": lambda area: tell(
            _counted(len(lines(area.costs) + lines(area.durations)), "项")
        ),
        "步骤和材料": lambda area: tell(
            _counted(len(lines(area.steps)), "步"), _counted(len(lines(area.papers)), "样材料")
        ),
    }
    fieldsets = [*PracticeAreaAdmin.fieldsets[:2], *OF_THE_PAGE, *PracticeAreaAdmin.fieldsets[2:]]

    def save_related(self, request, form, formsets, change):
        """These periods and these questions in their order, and no others."""
        super().save_related(request, form, formsets, change)
        area, given = form.instance, form.cleaned_data
        if "page_periods" in form.changed_data:
            rows = AreaPeriod.objects.filter(area=area)
            rows.exclude(period__in=given["page_periods"]).delete()
            AreaPeriod.objects.bulk_create(
                (AreaPeriod(area=area, period=period) for period in given["page_periods"]),
                ignore_conflicts=True,
            )
        if set(QUESTIONS) & set(form.changed_data):
            AreaQuestion.objects.filter(area=area).delete()
            chosen = [article for name in QUESTIONS if (article := given.get(name))]
            AreaQuestion.objects.bulk_create(
                (
                    AreaQuestion(area=area, article=article, order=place)
                    for place, article in enumerate(chosen, start=1)
                ),
                ignore_conflicts=True,  # two people who save at once
            )


def _counted(number, unit):
    return f"{number}{unit}" if number else ""

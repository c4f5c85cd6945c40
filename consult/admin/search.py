"""The search of the desk: posted, answered at once, kept nowhere.

Names and numbers would stay in an address: in the history of the browser and in access logs.
"""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse

from consult.admin import columns, desk
from consult.admin.side_panels import staff_field
from consult.base import policy
from consult.base.enums import Source
from consult.base.policy import Action
from consult.desk import access, metrics, search
from consult.forms.base import DayField
from firm.models import PracticeArea
from firm.site import records

LONGEST = 100
TOO_EARLY, TOO_LATE = "日期过早。", "日期过晚。"
NOTHING_TYPED = "请输入查找内容，或选择一个条件。"
WRONG_ORDER = "结束日期不能早于开始日期。"
BOUNDS = [
    MinValueValidator(date(2000, 1, 1), TOO_EARLY),
    MaxValueValidator(date(2100, 1, 1), TOO_LATE),
]


class DeskSearchForm(forms.Form):
    """One line for what a client says on the telephone, and what narrows it down."""

    text = forms.CharField(
        label="查找",
        required=False,
        max_length=LONGEST,
        help_text="查询码后四位、咨询编号、咨询人或对方的称呼（须完整）、电话号码、邮箱。",
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "placeholder": "称呼、电话、查询码"}
        ),
        error_messages={"max_length": f"最多{LONGEST}个字。"},
    )
    area = forms.ModelChoiceField(
        label="业务领域",
        required=False,
        empty_label="不限",
        queryset=PracticeArea.objects.all(),
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    assignee = staff_field("负责人", "不限", wrong="人员不存在，请重新选择。", able=Action.READ)
    since = DayField(label="收到日期从", required=False, validators=BOUNDS)
    until = DayField(label="到", required=False, validators=BOUNDS)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        if not any(data.values()):
            raise ValidationError(NOTHING_TYPED)
        if data["since"] and data["until"] and data["since"] > data["until"]:
            self.add_error("until", WRONG_ORDER)
        return data


def box():
    """What the box of another page needs: an empty form and where it is posted."""
    return {
        "search_form": DeskSearchForm(auto_id="search_%s", label_suffix=""),
        "search_address": reverse("admin:consult_consultation_search"),
    }


def narrowing() -> list[tuple[str, str]]:
    """What lists consultations where words cannot, as filters of the inbox: words and query."""
    areas = [(f"area={area.pk}", area.name) for area in records.areas() if not area.parent_id]
    others = [("when=week", "最近7天收到"), ("when=month", "本月收到")]
    others += [(f"source={one.value}", one.label) for one in (Source.PHONE, Source.ARTICLE)]
    others += [("outcome=engaged", "已委托"), ("follow=any", "已定跟进日")]
    return [(words, query) for query, words in [*areas, *others]]


def find(request, admin):
    form = DeskSearchForm(request.POST if request.method == "POST" else None, label_suffix="")
    context, most = {"title": "查找咨询", "form": form}, search.MOST
    if form.is_valid():
        rows = metrics.listed(access.visible_to(request.user)).order_by(*metrics.ORDER)
        opens_locked = policy.may(request.user, Action.REVIEW)
        rows = search.find(rows, opens_locked=opens_locked, **form.cleaned_data)
        found = list(rows.select_related("area", "assignee__lawyer")[: most + 1])
        shown = access.with_first_lines(found[:most], request.user)
        context |= {"rows": list(map(columns.row, shown)), "searched": True}
        context |= {"more": len(found) > most, "most": most, "narrowing": narrowing()}
    status = 422 if form.errors else 200
    return desk.rendered(request, admin, "consultation/search", context, status)

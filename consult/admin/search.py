"""The search of the desk: posted, answered at once, kept nowhere.

Names and numbers would stay in an address: in the history of the browser and in access logs.
"""

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import render
from django.urls import reverse

from consult.admin import columns
from consult.base import policy
from consult.base.policy import Action
from consult.desk import access, metrics, search
from consult.forms.base import DayField, StaffField
from firm.base.forms import field_of
from firm.models import PracticeArea

# The search of the desk: what may be looked for, and together with what.

LONGEST = 100
TOO_EARLY, TOO_LATE = "日期过早。", "日期过晚。"
NOTHING_TYPED = "请输入查找内容，或选择一个条件。"
WRONG_ORDER = "结束日期不能早于开始日期。"
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def _day(label):
    bounds = [MinValueValidator(FIRST, TOO_EARLY), MaxValueValidator(LAST, TOO_LATE)]
    return DayField(label=label, required=False, validators=bounds)


class DeskSearchForm(forms.Form):
    """One line for what a client says on the telephone, and what narrows it down."""

    text = forms.CharField(
        label="查找",
        required=False,
        max_length=LONGEST,
        help_text="查询码后四位、咨询编号、咨询人或对方的称呼（须完整）、电话号码、邮箱。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": f"最多{LONGEST}个字。"},
    )
    area = forms.ModelChoiceField(
        label="业务领域",
        required=False,
        empty_label="不限",
        queryset=PracticeArea.objects.all(),
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    assignee = StaffField(
        label="负责人",
        required=False,
        empty_label="不限",
        queryset=None,
        error_messages={"invalid_choice": "人员不存在，请重新选择。"},
    )
    since = _day("收到日期从")
    until = _day("到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "assignee", StaffField).queryset = access.holders(Action.READ)

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


def find(request, admin):
    """The form; posted, with what was found."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = DeskSearchForm(posted, label_suffix="")
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts, "title": "查找咨询"}
    context = {**frame, "form": form}
    if form.is_valid():
        context |= _found(request.user, form.cleaned_data)
    status = 422 if form.errors else 200
    page = "admin/consult/consultation/search.html"
    response = render(request, page, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _found(user, wanted):
    opens_sealed = policy.may(user, Action.REVIEW)
    rows = metrics.listed(access.visible_to(user)).order_by(*metrics.ORDER)
    rows = search.find(rows, opens_sealed=opens_sealed, **wanted)
    rows = rows.select_related("area", "assignee__lawyer")[: search.MOST + 1]
    found = [columns.Row(one) for one in rows]
    most = search.MOST
    return {"rows": found[:most], "searched": True, "more": len(found) > most, "most": most}

"""Which tools the site shows: one form with a box for each."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from calculators.formulas import TOOLS
from calculators.models import ToolChoice
from firm.admin.base import never
from firm.base.forms import field_of
from firm.models.firm import ONLY_ROW


class ChoiceForm(forms.ModelForm):
    shown = forms.MultipleChoiceField(
        label="在网站上显示",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="全部不选的，网站上没有“计算”。",
    )

    class Meta:
        model = ToolChoice
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(name, tool.label) for name, tool in TOOLS.items()]
        field_of(self, "shown", forms.MultipleChoiceField).choices = known
        self.initial["shown"] = [name for name in TOOLS if name not in self.instance.hidden_tools]

    def clean(self):
        super().clean()
        shown = self.cleaned_data.get("shown", [])
        self.instance.hidden_tools = [name for name in TOOLS if name not in shown]


@admin.register(ToolChoice)
class ToolChoiceAdmin(admin.ModelAdmin):
    """The row of settings, which the first save makes."""

    form, fields = ChoiceForm, ["shown"]

    has_add_permission = has_delete_permission = never

    @admin.display(description="在网站上显示")
    def shown(self, choice):
        """For who may not change it."""
        return "、".join(
            one.label for name, one in TOOLS.items() if name not in choice.hidden_tools
        )

    def get_object(self, request, object_id, from_field=None):
        if object_id != str(ONLY_ROW):
            return None
        return ToolChoice.fresh()

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:calculators_toolchoice_change", ONLY_ROW)

"""Who says that an article was checked: the lawyer who is logged in, and nobody for another."""

from django import forms

from firm.base.forms import field_of
from firm.models import Lawyer

HELP = "最近一次核对的律师，与核对日期一并显示在文章上。只能由律师本人登录后填写。"
ONLY_OWN = "核对日期和核对律师只能由核对的律师本人登录后填写，请改回原来的内容，或者一并清空。"
FIELDS = ("checked_on", "checked_by")


def offer(form: forms.ModelForm, own: Lawyer | None) -> None:
    """Offer the lawyer who is logged in beside the one who has checked it, and no other."""
    if "checked_by" not in form.fields:  # who may only look has no boxes
        return
    keys = [form.instance.checked_by_id, own and own.pk]
    field = field_of(form, "checked_by", forms.ModelChoiceField)
    field.queryset = Lawyer.objects.filter(pk__in=[key for key in keys if key])
    field.help_text, field.error_messages["invalid_choice"] = HELP, ONLY_OWN


def refusal(form: forms.ModelForm, own: Lawyer | None) -> str:
    """Why a date and a name cannot be stored; "" for what stands there already, or for none."""
    told = [form.cleaned_data.get(name) for name in FIELDS]
    as_before = told == [getattr(form.instance, name) for name in FIELDS]
    return "" if as_before or told[1] in (None, own) else ONLY_OWN

"""The holidays of a year in one go: as the installed package has them, or as a notice says."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from firm.base import holiday_notice
from firm.models import RegisteredYear
from firm.site import holidays, known_holidays

LIST = "admin:firm_specialday_changelist"
TITLE = "登记全年放假"
LONGEST = 20_000  # characters of a notice; the real ones have about a thousand
REGISTERED = "已登记{}年的放假安排，改动{}天。登记有误的，可以在本页整批撤销。"
SAME = "{}年的放假安排此前已经登记，没有改动。"
TAKEN_BACK = "已撤销{}年的整批登记。"
LEFT = "这些日期登记之后又改过，保持现状：{}。"
GONE = "这批登记已经撤销过。"


class NoticeForm(forms.Form):
    """The text of a notice, as it was copied."""

    text = forms.CharField(
        label="通知全文",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "请粘贴通知的全文。",
            "max_length": "文字过长，请只粘贴通知本身。",
        },
    )

    def clean_text(self):
        """The text, which can be read; `found` is its year and its days."""
        text = self.cleaned_data["text"]
        try:
            self.found = holiday_notice.read(text)
        except holiday_notice.NoticeError as error:
            raise forms.ValidationError(str(error)) from None
        return text


@never_cache
def year(request: HttpRequest, model_admin) -> HttpResponse:
    """What is proposed, what a pasted notice says, and storing one of them."""
    if not (model_admin.has_add_permission(request) and model_admin.has_change_permission(request)):
        raise PermissionDenied
    form = NoticeForm(request.POST if "text" in request.POST else None)
    if request.method == "POST" and (known := _known(request.POST.get("year", ""))):
        return _register(request, model_admin, *known)
    if form.is_valid() and "register" in request.POST:
        return _register(request, model_admin, *form.found)
    read = _shown(*form.found) if form.is_valid() else None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": TITLE,
        "opts": model_admin.opts,
        "form": form,
        "read": read,
        "known": [] if form.is_bound else _proposed(),
        "last": known_holidays.years()[-1],
        "next": timezone.localdate().year + 1,
    }
    status = 422 if form.is_bound and not read else 200
    return render(request, "admin/firm/specialday/year.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, model_admin, pk: int) -> HttpResponse:
    """Put the days as they were before a year was entered."""
    if not (
        model_admin.has_delete_permission(request) and model_admin.has_change_permission(request)
    ):
        raise PermissionDenied
    registered = RegisteredYear.objects.filter(pk=pk).first()
    if registered is None:
        messages.info(request, GONE)
        return redirect(LIST)
    left = holidays.take_back(registered)
    said = TAKEN_BACK.format(registered.year)
    model_admin.log_change(request, registered, said)
    messages.success(request, said)
    if left:
        days = "、".join(f"{day.month}月{day.day}日" for day in left)
        messages.warning(request, LEFT.format(days))
    return redirect(LIST)


def _known(typed):
    """A year that the package knows, with its days."""
    return next(
        ((one, known_holidays.of_year(one)) for one in known_holidays.years() if str(one) == typed),
        None,
    )


def _proposed():
    """The years that the package knows and that still have something to come."""
    today = timezone.localdate()
    years = {one: known_holidays.of_year(one) for one in known_holidays.years()}
    return [_shown(one, days) for one, days in years.items() if days[-1].day >= today]


def _shown(number, moved):
    found = holidays.changes(moved)
    return {
        "year": number,
        "runs": holidays.proposed_runs(found),
        "number": sum(not one.is_same for one in found),
    }


def _register(request, model_admin, number, moved):
    registered = holidays.register(year=number, moved=moved)
    if registered is None:
        messages.info(request, SAME.format(number))
    else:
        said = REGISTERED.format(number, len(registered.after))
        model_admin.log_addition(request, registered, said)
        messages.success(request, said)
    return redirect(LIST)

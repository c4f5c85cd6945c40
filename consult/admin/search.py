"""The search of the desk: posted, answered at once, kept nowhere.

Names and numbers would stay in an address: in the history of the browser and in access logs.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from consult.admin import columns
from consult.base import policy
from consult.base.policy import Action
from consult.desk import assignment, search, urgency
from consult.forms.search import DeskSearchForm


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
    rows = urgency.listed(assignment.visible_to(user)).order_by(*urgency.ORDER)
    rows = search.find(rows, opens_sealed=opens_sealed, **wanted)
    rows = rows.select_related("area", "assignee__lawyer")[: search.MOST + 1]
    found = [columns.Row(one) for one in rows]
    most = search.MOST
    return {"rows": found[:most], "searched": True, "more": len(found) > most, "most": most}

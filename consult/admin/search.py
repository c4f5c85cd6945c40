"""The search of the desk: posted, answered at once, kept nowhere.

Names and numbers would stay in an address: in the history of the browser and in access logs.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path, reverse

from consult.admin import columns
from consult.base import policy
from consult.base.policy import Action
from consult.desk import assignment, search, urgency
from consult.forms.search import DeskSearchForm


class ConsultationSearch(admin.ModelAdmin):
    """The search view of the consultation admin."""

    def get_urls(self):
        own = path(
            "search/",
            self.admin_site.admin_view(self.search_view),
            name="consult_consultation_search",
        )
        return [own, *super().get_urls()]

    def search_box(self):
        """What the box of another page needs: an empty form and where it is posted."""
        return {
            "search_form": DeskSearchForm(auto_id="search_%s", label_suffix=""),
            "search_address": reverse("admin:consult_consultation_search"),
        }

    def search_view(self, request):
        """The form; posted, with what was found."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form = DeskSearchForm(posted, label_suffix="")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "查找咨询",
            "form": form,
        }
        status = 200
        if form.is_bound and form.is_valid():
            context |= self._found(request.user, form.cleaned_data)
        elif form.is_bound:
            status = 422
        page = "admin/consult/consultation/search.html"
        response = render(request, page, context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    def _found(self, user, wanted):
        opens_sealed = policy.may(user, Action.REVIEW)
        rows = urgency.listed(assignment.visible_to(user)).order_by(*urgency.ORDER)
        rows = search.find(rows, opens_sealed=opens_sealed, **wanted)
        rows = rows.select_related("area", "assignee__lawyer")[: search.MOST + 1]
        found = [columns.Row(one) for one in rows]
        most = search.MOST
        return {"rows": found[:most], "searched": True, "more": len(found) > most, "most": most}

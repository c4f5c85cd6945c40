"""Rows of one's own record in its form: one more is always ready, and an emptied one is deleted."""

from django.contrib import admin
from django.forms import BaseInlineFormSet


class EmptiedRows(BaseInlineFormSet):
    """A row that was there and has nothing in it any more is deleted."""

    def _should_delete_form(self, form):
        ticked = super()._should_delete_form(form)  # type: ignore[misc]  # its stubs leave it out
        return ticked or (form.instance.pk and _is_emptied(form))


class OwnRows(admin.TabularInline):
    """Rows that belong to the record alone: no box to tick beside them, and room for one more."""

    formset = EmptiedRows
    template = "admin/edit_inline/own_rows.html"
    extra = 1


def _is_emptied(form):
    """Whether nothing is typed in any box that a person sees."""
    seen = [bound for bound in form.visible_fields() if bound.name != "DELETE"]
    return form.is_bound and not any(str(bound.data or "").strip() for bound in seen)

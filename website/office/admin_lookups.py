"""What an address may ask of an admin list, and of a form."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.shortcuts import redirect

LOOKUPS = {
    "", "exact", "id__exact", "pk__exact", "isnull", "isempty", "in",
    "gte", "gt", "lte", "lt", "year", "month", "day",
}  # fmt: skip
LONGEST_QUERY = 100
NO_ROW = "没有执行：勾选的内容已经不在，请重新勾选。"


class CarefulLists(admin.ModelAdmin):
    """Bounds what an address may ask of a list.

    Django takes every lookup on every local field: a regular expression stops the server on
    SQLite, and a hidden relation tells which consultations exist.
    """

    def lookup_allowed(self, lookup, value, request=None):
        listed = self.get_list_filter(request) if request else self.list_filter
        own = [getattr(entry, "parameter_name", None) for entry in listed]
        fields = [entry[0] if isinstance(entry, tuple) else entry for entry in listed]
        field, _, rest = lookup.partition("__")
        known = field in [*fields, self.date_hierarchy] and rest in LOOKUPS
        return lookup in own or (known and len(str(value)) <= (4 if rest == "year" else 40))

    def response_action(self, request, queryset):
        """Do it to rows that can be ticked; a key of another kind would be answered with 500."""
        if all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return super().response_action(request, queryset)
        messages.error(request, NO_ROW)
        return redirect(request.get_full_path())

    def _get_edited_object_pks(self, request, prefix):
        """The rows of a list edited in place; a key that is too long overflows in SQLite."""
        return [key for key in super()._get_edited_object_pks(request, prefix) if self._is_key(key)]

    def _is_key(self, ticked):
        try:
            return self.model._meta.pk.clean(ticked, None) is not None
        except ValidationError:
            return False

    def get_object(self, request, object_id, from_field=None):
        """An empty name of a field is none; Django would look for it and answer 500."""
        return super().get_object(request, object_id, from_field or None)

    def get_changeform_initial_data(self, request):
        """What the address fills in, without what its field cannot read: that would be a 500."""
        given = super().get_changeform_initial_data(request)
        return dict(filter(None, map(self._read, given.items())))

    def _read(self, item):
        name, value = item
        try:
            return name, self.model._meta.get_field(name).to_python(value)
        except (FieldDoesNotExist, ValidationError):
            return None

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term[:LONGEST_QUERY])

    def view_on_site(self, obj):
        """The page itself, without the detour that fails on keys that are no numbers.

        A record that is hidden from visitors has none: the button would lead to an error page.
        """
        if not getattr(obj, "is_published", True):
            return None
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

"""Shared pieces of the admin."""


class SampleAdminMixin:
    """What a person edits is their own from then on, and no longer counts as sample."""

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            obj.is_sample = False
        super().save_model(request, obj, form, change)

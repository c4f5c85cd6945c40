"""What the admins of all texts that cite the law have in common."""

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html

from statutes.models import CitingModel
from statutes.services import decisions


class CitingAdminMixin(admin.ModelAdmin):
    """Counts open warnings in the list; records which ones a change did away with, tells new ones.

    Warns, and never keeps a text from being saved.
    """

    citing_model: type[CitingModel]  # the kind of citations

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(open_warnings=self._number())

    def _number(self):
        field = self.citing_model.text_field
        mine = self.citing_model.objects.open().filter(**{field: OuterRef("pk")}).order_by()
        counted = mine.values(field).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    @admin.display(description="待复核", ordering="open_warnings")
    def review(self, text):
        """The number of open warnings."""
        if not text.open_warnings:
            return ""
        return format_html('<span class="badge badge-red">{}处</span>', text.open_warnings)

    def save_model(self, request, obj, form, change):
        before = decisions.open_warnings(self.citing_model, obj) if change else []
        super().save_model(request, obj, form, change)
        decisions.note_rewritten(
            model=self.citing_model, text=obj, before=before, user=request.user
        )
        self._tell(request, obj, {one.fingerprint for one in before})

    def _tell(self, request, text, known):
        """Say after saving which warnings are new, the same words once."""
        new = decisions.open_warnings(self.citing_model, text)
        for words in dict.fromkeys(one.words for one in new if one.fingerprint not in known):
            messages.warning(request, f"引用提示：{words}")

"""What the admins of all texts that cite the law have in common.

Warns, and never keeps a text from being saved.
"""

from contextlib import contextmanager

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html

from statutes.models import CitingModel
from statutes.services import decisions


def counted(texts: QuerySet, citations: type[CitingModel]) -> QuerySet:
    """The texts with the number of their open warnings, for the column `review`."""
    field = citations.text_field
    mine = citations.objects.open().filter(**{field: OuterRef("pk")}).order_by()
    numbers = mine.values(field).annotate(number=Count("pk")).values("number")
    number = Coalesce(Subquery(numbers, output_field=IntegerField()), 0)
    return texts.annotate(open_warnings=number)


@admin.display(description="待复核", ordering="open_warnings")
def review(text):
    """A column: the number of open warnings."""
    if not text.open_warnings:
        return ""
    return format_html('<span class="badge badge-red">{}处</span>', text.open_warnings)


@contextmanager
def tracking_warnings(request, citations: type[CitingModel], text, *, change: bool):
    """Context around saving a text: records the warnings this resolved and reports new ones."""
    before = decisions.open_warnings(citations, text) if change else []
    yield
    decisions.note_rewritten(model=citations, text=text, before=before, user=request.user)
    known = {one.fingerprint for one in before}
    new = [one for one in decisions.open_warnings(citations, text) if one.fingerprint not in known]
    for words in dict.fromkeys(one.words for one in new):
        messages.warning(request, f"引用提示：{words}")

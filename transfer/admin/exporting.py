"""The articles of the list, as it is narrowed, as one ZIP."""

from django import forms
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from articles.models import Article
from transfer.exporting import zipped

TITLE = "导出文章"
FORMATS = [
    ("md", "Markdown（.md），一篇一个文件"),
    ("jsonl", "JSON lines（.jsonl），供其他程序读取"),
]


class ExportForm(forms.Form):
    """In which format."""

    format = forms.ChoiceField(
        label="格式", choices=FORMATS, initial="md", widget=forms.RadioSelect
    )


def take_out(request, admin):
    """How many articles there are in the list as its address narrows it; POST: the ZIP."""
    office = admin.admin_site.get_model_admin(Article)
    if not office.has_view_or_change_permission(request):
        raise PermissionDenied
    rows = _narrowed(request, office)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return _sent(rows, form.cleaned_data["format"])
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": TITLE,
        "form": form,
        "number": rows.count(),
        "is_narrowed": bool(request.GET),
        "query": request.GET.urlencode(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/transfer/export.html", context, status=status)


def _narrowed(request, office):
    """The articles that the list shows at this address; all where the list knows no such filter."""
    try:
        shown = office.get_changelist_instance(request).get_queryset(request)
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        raise PermissionDenied from None
    return Article.objects.filter(pk__in=shown.order_by().values("pk"))


def _sent(rows, format):
    answer = StreamingHttpResponse(zipped.chunks(rows, format), content_type="application/zip")
    name = f"文章-{timezone.localdate()}-{format}.zip"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer

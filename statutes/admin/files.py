"""The table as a CSV file: taken out, and brought in after a look at what it would change."""

import hashlib

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from statutes.admin.base import tell_of_recheck
from statutes.admin.file_forms import ConfirmForm, FileForm, sign
from statutes.data import csv_files, table_csv
from statutes.data.changes import ChangeError, Changes, moved_by
from statutes.models import TableVersion
from statutes.services import table

MOST_NAMED = 50  # mistakes, or rows of one kind, that a page lists
MOVED_ON = "预览之后法规表又改过了，导入的结果会不一样。下面是新的预览，请再核对一遍。"


class TableFiles(admin.ModelAdmin):
    """Export and import, for the admin of statutes."""

    def get_urls(self):
        views = (("export", self.export_view), ("import", self.import_view))
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"statutes_statute_{name}")
            for name, view in views
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request):
        """The whole table, line by line."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        lines = table_csv.written(table.load_rows().values())
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = f"法规表-{timezone.localdate()}.csv"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response

    def may_import(self, request):
        """An import may do both."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        context = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def import_view(self, request):
        """The form; with a file the preview; with the preview confirmed, the import."""
        if not self.may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, FileForm())
        return self._import(request) if "signed" in request.POST else self._take(request)

    def _ask(self, request, form, wrong=(), status=200):
        context = {"form": form, "wrong": wrong[:MOST_NAMED], "title": "导入法规表"}
        context["more_wrong"] = max(0, len(wrong) - MOST_NAMED)
        context["columns"] = ",".join(table_csv.COLUMNS)
        return self._page(request, "import", context, status)

    def _take(self, request):
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, form, status=422)
        try:
            content = form.cleaned_data["file"].read(table_csv.LARGEST + 1)
            text = csv_files.text_of(content, table_csv.LARGEST)
            return self._preview(request, text)
        except csv_files.CsvError as error:
            form.add_error("file", str(error))
            return self._ask(request, form, status=422)
        except _UploadError as error:
            return self._ask(request, FileForm(), error.lines, 422)

    def _preview(self, request, text, status=200, notice=""):
        rows = _read(text)
        changes = _compared(rows)
        signed = sign(text, _fingerprint(changes), _bound_to(request))
        confirm = ConfirmForm(initial={"signed": signed}, bound_to=_bound_to(request))
        context = {"changes": changes, "confirm": confirm, "notice": notice}
        context |= {"most": MOST_NAMED, "rest": _rest(changes), "title": "导入法规表：核对"}
        return self._page(request, "preview", context, status)

    def _import(self, request):
        form = ConfirmForm(request.POST, bound_to=_bound_to(request))
        if not form.is_valid():
            fresh = FileForm()
            return self._ask(request, fresh, [form.errors["signed"][0]], 422)
        text, fingerprint = form.cleaned_data["signed"]
        try:
            rows = _read(text)
            with transaction.atomic():
                table.lock()  # what was compared is what is stored
                if _fingerprint(_compared(rows)) != fingerprint:
                    return self._preview(request, text, 409, MOVED_ON)
                before = table.load_rows()
                changes = table.apply(rows=rows.values())
        except (_UploadError, ChangeError) as error:
            return self._ask(request, FileForm(), getattr(error, "lines", [str(error)]), 409)
        self._tell(request, before, changes)
        return redirect("admin:statutes_statute_changelist")

    def _tell(self, request, before, changes):
        number = len(changes.changed) + len(changes.closed)
        words = f"已导入：新增{len(changes.new)}行，更新{number}行。"
        self.message_user(request, words)
        if changes:
            self._log(request, words)
        after = before | {row.slug: row for row in changes.wanted}
        tell_of_recheck(request, moved_by(before, after))

    def _log(self, request, words):
        """Who did it is found in the history of the table as a whole, not of each row."""
        known = TableVersion.objects.filter(pk=1).first()
        row = known or TableVersion(pk=1, version=timezone.localdate())
        self.log_change(request, row, f"从CSV文件{words.removeprefix('已')}")

    def _page(self, request, name, context, status=200):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, f"admin/statutes/statute/{name}.html", context, status=status)


class _UploadError(Exception):
    """Mistakes in a file, a line each that names the place."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines


def _read(text):
    try:
        return table_csv.read(text)
    except table_csv.StatuteTableError as error:
        raise _UploadError([str(place) for place in error.places]) from error


def _compared(rows):
    """What the rows change; a contradiction is told with the line of the file."""
    lines = {row.slug: line for line, row in rows.items()}
    try:
        return table.compare(rows=rows.values())
    except ChangeError as error:
        raise _UploadError([table_csv.placed(fault, lines) for fault in error.faults]) from error


def _fingerprint(changes: Changes):
    """Names what a file would change: another one when the table has moved meanwhile."""
    pairs = [*(("", row) for row in changes.new), *changes.changed, *changes.closed]
    return hashlib.sha256(repr(pairs).encode()).hexdigest()


def _rest(changes):
    """How many rows the file does not name and leaves as they are."""
    touched = [*changes.changed, *changes.unchanged, *changes.closed]
    return len(table.load_rows()) - len(touched)


def _bound_to(request):
    """A preview is confirmed by the person who made it and nobody else."""
    return f"statutes.table.import:{request.user.pk}"

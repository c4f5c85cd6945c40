"""The table as a CSV file: export, and import after a preview of the changes."""

import hashlib

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from statutes.admin.base import report_recheck
from statutes.data import csv_files, table_csv
from statutes.data.rules import ChangeError, Changes, moved_by
from statutes.data.table_csv import LARGEST
from statutes.models import TableVersion
from statutes.services import table

GONE = "这份预览已经失效，请重新选择文件。"
NO_FILE = "请选择要导入的CSV文件。"
LASTS = 4 * 60 * 60  # seconds from the preview to the confirmation


class FileForm(forms.Form):
    """A CSV file with rows of the table."""

    file = forms.FileField(
        label="CSV文件",
        help_text=f"UTF-8或者GB18030编码，最大{LARGEST // 1_000_000} MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), NO_FILE)
        | {"empty": "文件是空的。"},
    )


class ConfirmForm(forms.Form):
    """The file that was looked at, signed for the person who did: nothing of it lies on disk."""

    signed = forms.CharField(widget=forms.HiddenInput, error_messages={"required": GONE})

    def __init__(self, *args, bound_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to

    def clean_signed(self):
        """The text of the file and the fingerprint of what it was said to change."""
        try:
            return signing.loads(self.cleaned_data["signed"], salt=self.bound_to, max_age=LASTS)
        except signing.BadSignature as error:
            raise ValidationError(GONE) from error


def sign(text: str, fingerprint: str, bound_to: str) -> str:
    return signing.dumps([text, fingerprint], salt=bound_to, compress=True)


MOST_NAMED = 50  # mistakes, or rows of one kind, that a page lists
MOVED_ON = "预览后法规表已有修改，导入结果将不同。以下是新的预览，请重新核对。"


def take_out(request, admin):
    """The whole table, line by line."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    lines = table_csv.rows_to_csv(table.load_rows().values())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"法规表-{timezone.localdate()}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def may_import(request, admin):
    """An import may do both."""
    return admin.has_add_permission(request) and admin.has_change_permission(request)


def bring_in(request, admin):
    """The form; with a file the preview; with the preview confirmed, the import."""
    if not may_import(request, admin):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, admin, FileForm())
    return _import(request, admin) if "signed" in request.POST else _take(request, admin)


def _ask(request, admin, form, wrong=(), status=200):
    context = {"form": form, "wrong": wrong[:MOST_NAMED], "title": "导入法规表"}
    context["more_wrong"] = max(0, len(wrong) - MOST_NAMED)
    context["columns"] = ",".join(table_csv.COLUMNS)
    return _page(request, admin, "import", context, status)


def _take(request, admin):
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, admin, form, status=422)
    try:
        content = form.cleaned_data["file"].read(table_csv.LARGEST + 1)
        text = csv_files.text_of(content, table_csv.LARGEST)
        return _preview(request, admin, text)
    except csv_files.CsvError as error:
        form.add_error("file", str(error))
        return _ask(request, admin, form, status=422)
    except _UploadError as error:
        return _ask(request, admin, FileForm(), error.lines, 422)


def _preview(request, admin, text, status=200, notice=""):
    rows = _read(text)
    changes = _compared(rows)
    signed = sign(text, _fingerprint(changes), _bound_to(request))
    confirm = ConfirmForm(initial={"signed": signed}, bound_to=_bound_to(request))
    context = {"changes": changes, "confirm": confirm, "notice": notice}
    context |= {"most": MOST_NAMED, "rest": _rest(changes), "title": "导入法规表：核对"}
    return _page(request, admin, "preview", context, status)


def _import(request, admin):
    form = ConfirmForm(request.POST, bound_to=_bound_to(request))
    if not form.is_valid():
        fresh = FileForm()
        return _ask(request, admin, fresh, [form.errors["signed"][0]], 422)
    text, fingerprint = form.cleaned_data["signed"]
    try:
        rows = _read(text)
        with transaction.atomic():
            table.lock()  # what was compared is what is stored
            if _fingerprint(_compared(rows)) != fingerprint:
                return _preview(request, admin, text, 409, MOVED_ON)
            before = table.load_rows()
            changes = table.apply(rows=rows.values())
    except (_UploadError, ChangeError) as error:
        return _ask(request, admin, FileForm(), getattr(error, "lines", [str(error)]), 409)
    number = len(changes.changed) + len(changes.closed)
    words = f"已导入：新增{len(changes.new)}行，更新{number}行。"
    messages.info(request, words)
    if changes:
        log_import(request, admin, f"从CSV文件{words.removeprefix('已')}")
    after = before | {row.slug: row for row in changes.wanted}
    report_recheck(request, moved_by(before, after))
    return redirect("admin:statutes_statute_changelist")


def log_import(request, admin, words):
    """Who did it is found in the history of the table as a whole, not of each row."""
    known = TableVersion.objects.filter(pk=1).first()
    row = known or TableVersion(pk=1, version=timezone.localdate())
    admin.log_change(request, row, words)


def _page(request, admin, name, context, status=200):
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
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
    """What the rows change; a contradiction names the line of the file."""
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
    touched = [*changes.changed, *changes.unchanged, *changes.closed]
    return len(table.load_rows()) - len(touched)


def _bound_to(request):
    """A preview is confirmed by the person who made it and nobody else."""
    return f"statutes.table.import:{request.user.pk}"

"""The table as a CSV file: export, and import after a preview of the changes."""

import hashlib

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from statutes.admin.base import log_import, may_import, page, report_recheck
from statutes.data import csv_files, table_csv
from statutes.data.rules import ChangeError, Changes, moved_by
from statutes.data.table_csv import LARGEST, StatuteTableError
from statutes.services import table

GONE = "这份预览已经失效，请重新选择文件。"
NO_FILE = "请选择要导入的CSV文件。"
LASTS = 4 * 60 * 60  # seconds from the preview to the confirmation


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV文件",
        help_text=f"UTF-8或者GB18030编码，最大{LARGEST // 1_000_000}MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), NO_FILE)
        | {"empty": "文件是空的。"},
    )


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


def bring_in(request, admin):
    """The form; with a file the preview; with the preview confirmed, the import."""
    if not may_import(request, admin):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, admin, FileForm())
    if "signed" in request.POST:
        return _import(request, admin)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read(LARGEST + 1)
            return _preview(request, admin, csv_files.text_of(content, LARGEST))
        except StatuteTableError as error:
            return _ask(request, admin, FileForm(), error.places, 422)
        except csv_files.CsvError as error:
            form.add_error("file", str(error))
    return _ask(request, admin, form, status=422)


def _ask(request, admin, form, wrong=(), status=200):
    context = {"form": form, "wrong": wrong[:MOST_NAMED], "title": "导入法规表"}
    context["more_wrong"] = max(0, len(wrong) - MOST_NAMED)
    context["columns"] = ",".join(table_csv.COLUMNS)
    return page(request, admin, "statutes/statute/import", context, status)


def _preview(request, admin, text, status=200, notice=""):
    changes = _compared(table_csv.read(text))
    touched = [*changes.changed, *changes.unchanged, *changes.closed]
    payload = [text, _fingerprint(changes)]
    context = {
        "title": "导入法规表：核对",
        "changes": changes,
        # The file that was looked at, signed for the person who did: nothing of it lies on disk
        "signed": signing.dumps(payload, salt=_salt(request), compress=True),
        "notice": notice,
        "most": MOST_NAMED,
        "rest": len(table.load_rows()) - len(touched),
    }
    return page(request, admin, "statutes/statute/preview", context, status)


def _import(request, admin):
    try:
        signed = request.POST["signed"]
        text, fingerprint = signing.loads(signed, salt=_salt(request), max_age=LASTS)
    except signing.BadSignature:
        return _ask(request, admin, FileForm(), [GONE], 422)
    try:
        rows = table_csv.read(text)
        with transaction.atomic():
            table.lock()  # what was compared is what is stored
            if _fingerprint(_compared(rows)) != fingerprint:
                return _preview(request, admin, text, 409, MOVED_ON)
            before = table.load_rows()
            changes = table.apply(rows=rows.values())
    except (StatuteTableError, ChangeError) as error:
        return _ask(request, admin, FileForm(), getattr(error, "places", [str(error)]), 409)
    updated = len(changes.changed) + len(changes.closed)
    words = f"已导入：新增{len(changes.new)}行，更新{updated}行。"
    messages.info(request, words)
    if changes:
        log_import(request, admin, f"从CSV文件{words.removeprefix('已')}")
    after = before | {row.slug: row for row in changes.wanted}
    report_recheck(request, moved_by(before, after))
    return redirect("admin:statutes_statute_changelist")


def _compared(rows):
    lines = {row.slug: line for line, row in rows.items()}
    try:
        return table.compare(rows=rows.values())
    except ChangeError as error:
        raise StatuteTableError([table_csv.placed(one, lines) for one in error.faults]) from error


def _fingerprint(changes: Changes):
    """Names what a file would change: another one when the table has moved meanwhile."""
    pairs = [*(("", row) for row in changes.new), *changes.changed, *changes.closed]
    return hashlib.sha256(repr(pairs).encode()).hexdigest()


def _salt(request):
    """A preview is confirmed by the person who made it and nobody else."""
    return f"statutes.table.import:{request.user.pk}"

"""Texts of the law in the office: uploaded, looked at by the worker, confirmed, imported."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect

from richtext.base import disk
from richtext.base.decoding import printable
from statutes.admin.base import log_import, may_import, page
from statutes.importing import uploads
from statutes.importing.files import NO_TEXTS, SUFFIXES
from statutes.importing.uploads import LARGEST, MOST_TEXTS
from statutes.models import LawImport, LawImportLine

MOST_FILES = 5  # in one request, as the upload handler takes them
ZIP = ".zip"
ACCEPT = ".docx,.md,.markdown,.zip"
MB = 1024 * 1024
NO_FILE = "请选择扩展名为 .docx 或 .md 的法规文件，或者装有法规文件的 .zip。"
EMPTY = "文件“{}”是空的。"
TOO_LARGE = f"文件合计超过{LARGEST // MB}MB。请减少文件，或者在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请压缩成一个ZIP文件上传。"
WRONG_NAME = "“{}”不是法规文件：扩展名应为 .docx、.md 或 .zip，文件名不能以“_”“.”或者“README”开头。"
LONGEST_NAME = 255  # bytes, as file systems have it: the worker lays the files into a folder
LONG_NAME = "文件名“{}”过长，请改短后重新上传。"
TWICE = "有两个文件的名称都是“{}”。"
DISK_FULL = "服务器磁盘空间不足，没有接收文件。请联系运维人员。"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that came, by name and content; what else they are is told by `judged`."""

    widget: type[forms.Widget] | forms.Widget = FilesInput(attrs={"accept": ACCEPT})
    no_file, too_many, too_large = NO_FILE, TOO_MANY, TOO_LARGE

    def clean(self, data, initial=None):
        """What `judged` makes of them; ValidationError with the name of the file at fault."""
        sent = [one for one in data or [] if one]
        if not sent:
            raise ValidationError(self.no_file)
        if len(sent) > MOST_FILES:
            raise ValidationError(self.too_many)
        if disk.state() != "ok":
            raise ValidationError(DISK_FULL)
        # A file beyond the bounds of a request has come without its content.
        if sum(one.size for one in sent) > LARGEST or any(
            getattr(one, "fault", "") for one in sent
        ):
            raise ValidationError(self.too_large)
        files = [(PurePath(printable(one.name)).name, one.read()) for one in sent]
        seen = set()
        for name, content in files:
            if not content:
                raise ValidationError(EMPTY.format(name))
            if len(name.encode()) > LONGEST_NAME:
                raise ValidationError(LONG_NAME.format(name))
            if name in seen:
                raise ValidationError(TWICE.format(name))
            seen.add(name)
        return self.judged(files)

    def judged(self, files: list[tuple[str, bytes]]):
        """The files; ValidationError with the name of one that is no text of law by its name."""
        for name, _ in files:
            kind = PurePath(name).suffix.lower()
            if kind not in {*SUFFIXES, ZIP} or name.startswith((".", *NO_TEXTS)):
                raise ValidationError(WRONG_NAME.format(name))
        return files


class TextsForm(forms.Form):
    """What is uploaded, and whether it may take the place of what is there."""

    file = FilesField(
        label="法规文件",
        help_text=(
            f"一次最多{MOST_FILES}个 .docx、.md 或 .zip，合计最大{LARGEST // MB}MB；"
            f"每个 .zip 内最多{MOST_TEXTS}部法规。"
        ),
    )
    replace = forms.BooleanField(
        label="如条文已导入过、内容不同，用上传的文件替换",
        required=False,
        help_text="不勾选则只说明差异。",
    )


MOST_SHOWN = 20  # imports in the list
MOVED_ON = "这次导入已经处理过，请看下面的结果。"
DROPPED = "已放弃，没有导入任何内容，上传的文件已删除。"
TITLE = "导入法规条文"


def bring_in(request, admin):
    """The form, and what was imported lately; with files: on to their page."""
    if not may_import(request, admin):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, admin, TextsForm())
    form = TextsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, admin, form, 422)
    found = LawImport(user=request.user, replace=form.cleaned_data["replace"])
    uploads.take(found, form.cleaned_data["file"])
    return redirect("admin:statutes_statute_text", found.pk)


def one(request, admin, pk):
    """How far an upload is, and its report; POST: it is confirmed, or given up."""
    if not may_import(request, admin):
        raise PermissionDenied
    found = get_object_or_404(LawImport.objects.select_related("user"), pk=pk)
    if request.method == "POST":
        is_dropped = "drop" in request.POST
        if is_dropped and uploads.drop(upload=found):
            messages.info(request, DROPPED)
        elif not is_dropped and uploads.confirm(upload=found, user=request.user):
            log_import(request, admin, f"导入{found}")
        else:
            messages.warning(request, MOVED_ON)
        return redirect("admin:statutes_statute_text", pk)
    parts = [(one.label, found.lines.filter(became=one)) for one in LawImportLine.Became]
    context = {"found": found, "parts": parts}
    return page(request, admin, "statutes/statute/text", {"title": TITLE, **context})


def _ask(request, admin, form, status=200):
    latest = LawImport.objects.select_related("user")[:MOST_SHOWN]
    context = {"title": TITLE, "form": form, "latest": latest}
    return page(request, admin, "statutes/statute/texts", context, status)

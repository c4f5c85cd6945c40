"""The form of an upload of the law: one pack, or a few texts in markdown."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError

from richtext.base import disk
from statutes.importing.files import NO_TEXTS, SUFFIXES, printable
from statutes.models import LawImport
from statutes.packs.uploads import LARGEST

MOST_FILES = 5  # in one request, as the upload handler takes them
ZIP = b"PK"
MB = 1024 * 1024
NO_FILE = "请选择法规包，或者扩展名为 .md 的法规文件。"
EMPTY = "文件“{}”是空的。"
TOO_LARGE = f"文件合计超过{LARGEST // MB} MB。请减少文件，或者在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请制成法规包，或者在服务器上用命令导入。"
WRONG_NAME = "“{}”不是法规文件：扩展名应为 .md，文件名不能以“_”“.”或者“README”开头。"
ALONE = "法规包请单独上传。"
LONGEST_NAME = 255  # bytes, as file systems have it: the worker lays the files into a folder
LONG_NAME = "文件名“{}”过长，请改短后重新上传。"
TWICE = "有两个文件的名称都是“{}”。"
DISK_FULL = "服务器磁盘空间不足，没有接收文件。请联系运维人员。"


class FilesInput(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.FileField):
    """The files that came, by name and content; what else they are is told by `judged`."""

    widget: type[forms.Widget] | forms.Widget = FilesInput(
        attrs={"accept": ".pack,.zip,.md,.markdown"}
    )
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
        refuse_unusable(files)
        return self.judged(files)

    def judged(self, files: list[tuple[str, bytes]]):
        """`(kind, [(name, content), …])`."""
        if files[0][1].startswith(ZIP) and len(files) == 1:
            return LawImport.Kind.PACK, files
        for name, content in files:
            if content.startswith(ZIP):
                raise ValidationError(ALONE)
            if PurePath(name).suffix.lower() not in SUFFIXES or name.startswith((".", *NO_TEXTS)):
                raise ValidationError(WRONG_NAME.format(name))
        return LawImport.Kind.FILES, files


def refuse_unusable(files: list[tuple[str, bytes]]) -> None:
    """ValidationError for an empty file, or for names under which no folder holds them all."""
    seen = set()
    for name, content in files:
        if not content:
            raise ValidationError(EMPTY.format(name))
        if len(name.encode()) > LONGEST_NAME:
            raise ValidationError(LONG_NAME.format(name))
        if name in seen:
            raise ValidationError(TWICE.format(name))
        seen.add(name)


class TextsForm(forms.Form):
    """What is uploaded, and whether it may take the place of what is there."""

    file = FilesField(
        label="法规包或法规文件",
        help_text=(
            f"法规包一次一个；法规文件（.md）一次最多{MOST_FILES}个。合计最大{LARGEST // MB} MB。"
        ),
    )
    replace = forms.BooleanField(
        label="条文已导入过、内容不同的，用上传的文件替换",
        required=False,
        help_text="只对法规文件有效；不勾选则只说明差异。法规包中的条文一律以法规包为准。",
    )

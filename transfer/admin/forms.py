"""The form of an upload of articles."""

from pathlib import PurePath

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from firm.models import Lawyer, PracticeArea
from statutes.admin.text_forms import MOST_FILES, FilesField, FilesInput
from statutes.importing.uploads import LARGEST
from transfer.importing.allowed import Allowed
from transfer.importing.files import FORMATS

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
ZIP = ".zip"
MB = 1024 * 1024
NO_FILE = "请选择要导入的文件。"
TOO_LARGE = f"文件合计超过{LARGEST // MB} MB。请分几次上传，或者由运维人员在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请压缩成一个ZIP文件上传。"
WRONG_KIND = "“{}”不能导入：可以上传 .md、.html、.docx、.jsonl 和 .zip，以及文章的图片。"
NO_ARTICLE = "只有图片，没有文章。请将文章和图片一并上传。"


class ArticleFilesField(FilesField):
    """Files of articles, the pictures beside them, or a ZIP of both."""

    no_file, too_many, too_large = NO_FILE, TOO_MANY, TOO_LARGE
    widget = FilesInput(attrs={"accept": ",".join([*FORMATS, ZIP, *sorted(PICTURES)])})

    def judged(self, files):
        kinds = [PurePath(name).suffix.lower() for name, _ in files]
        for (name, _), kind in zip(files, kinds, strict=True):
            if kind not in {*FORMATS, *PICTURES, ZIP}:
                raise ValidationError(WRONG_KIND.format(name))
        if set(kinds) <= PICTURES:
            raise ValidationError(NO_ARTICLE)
        return files


class ChoicesForm(forms.Form):
    """How files are read; without the choices that their sender does not have."""

    area = forms.ModelChoiceField(
        PracticeArea.objects.select_related("parent"),
        label="没有写业务领域的",
        required=False,
        empty_label="不导入",
        help_text="所写的领域本站没有的，也用这个。",
    )
    author = forms.ModelChoiceField(
        Lawyer.objects.all(),
        label="没有写作者的",
        required=False,
        empty_label="不导入",
        help_text="所写的律师本站没有的，也用这位。",
    )
    update = forms.BooleanField(
        label="更新已有的文章",
        required=False,
        help_text="不勾选的，内容不同的只列出来，不作改动。",
    )
    publish = forms.BooleanField(
        label="没有写状态的直接发布",
        required=False,
        help_text="不勾选的，一律存为草稿。",
    )

    def __init__(self, user: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        allowed = Allowed.of(user)
        self.user = user
        if allowed.own:
            self.initial.setdefault("author", allowed.own.pk)
        for name, may in (
            ("publish", allowed.publish),
            ("update", allowed.change),
            ("author", allowed.change),
        ):
            if not may:
                del self.fields[name]

    def chosen(self) -> dict:
        """The fields of an `ArticleImport` that tell how it is read."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        found.setdefault("author", getattr(self.user, "lawyer", None))
        return found


class ImportForm(ChoicesForm):
    """What is uploaded, and how it is read."""

    file = ArticleFilesField(
        label="文件",
        help_text=f"一次最多{MOST_FILES}个，合计最大{LARGEST // MB} MB。",
    )
    field_order = ("file",)

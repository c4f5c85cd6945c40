"""Articles in the office: the list as a ZIP; files uploaded, looked at, imported, taken back."""

from pathlib import PurePath

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from articles.models import Article
from firm.models import Lawyer, PracticeArea
from statutes.admin.texts import MOST_FILES, MOVED_ON, FilesField, FilesInput, decide
from statutes.importing.uploads import LARGEST
from transfer import exporting, office
from transfer.importing.article_builder import CHANGE, Allowed
from transfer.importing.files import FORMATS
from transfer.models import ArticleImport

EXPORT_TITLE, IMPORT_TITLE = "导出文章", "导入文章"
EXPORT_FORMATS = [
    ("md", "Markdown（.md），一篇一个文件"),
    ("jsonl", "JSON lines（.jsonl），供其他程序读取"),
]
MOST_SHOWN = 20  # imports in the list
ON_A_PAGE = 100
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
ZIP = ".zip"
MB = 1024 * 1024
NO_FILE = "请选择要导入的文件。"
TOO_LARGE = f"文件合计超过{LARGEST // MB} MB。请分几次上传，或者由运维人员在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请压缩成一个ZIP文件上传。"
WRONG_KIND = "“{}”不能导入：可以上传 .md、.html、.docx、.jsonl 和 .zip，以及文章的图片。"
NO_ARTICLE = "只有图片，没有文章。请将文章和图片一并上传。"
TAKEN_BACK = "正在撤销，稍后显示结果。"
TOO_LATE = "这次导入现在不能撤销：已经撤销过，或者超过了一天。"


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label="格式", choices=EXPORT_FORMATS, initial="md", widget=forms.RadioSelect
    )


def take_out(request, admin):
    """How many articles there are in the list as its address narrows it; POST: the ZIP."""
    articles = admin.admin_site.get_model_admin(Article)
    if not articles.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        shown = articles.get_changelist_instance(request).get_queryset(request)
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        raise PermissionDenied from None
    rows = Article.objects.filter(pk__in=shown.order_by().values("pk"))
    form = ExportForm(request.POST or None)
    if form.is_valid():
        format = form.cleaned_data["format"]
        name = f"文章-{timezone.localdate()}-{format}.zip"
        headers = {
            "Content-Type": "application/zip",
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Cache-Control": "no-store, private",
        }
        return StreamingHttpResponse(exporting.chunks(rows, format), headers=headers)
    context = {
        "title": EXPORT_TITLE,
        "form": form,
        "number": rows.count(),
        "is_narrowed": bool(request.GET),
        "query": request.GET.urlencode(),
    }
    return _page(request, admin, "export", context, 422 if form.is_bound else 200)


def _page(request, admin, name, context, status=200):
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    return render(request, f"admin/transfer/{name}.html", context, status=status)


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
        label="未写业务领域时用",
        required=False,
        empty_label="不导入",
        help_text="如本站没有所写的领域，也用这个。",
    )
    author = forms.ModelChoiceField(
        Lawyer.objects.all(),
        label="未写作者时用",
        required=False,
        empty_label="不导入",
        help_text="如本站没有所写的律师，也用这位。",
    )
    update = forms.BooleanField(
        label="更新已有的文章",
        required=False,
        help_text="不勾选则只列出内容不同的文章，不作改动。",
    )
    publish = forms.BooleanField(
        label="未写状态时直接发布",
        required=False,
        help_text="不勾选则一律存为草稿。",
    )

    def __init__(self, user: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        allowed = Allowed.of(user)
        self.own = allowed.own
        if self.own:
            self.initial.setdefault("author", self.own.pk)
        may = {"publish": allowed.publish, "update": allowed.change, "author": allowed.change}
        for name in [name for name in may if not may[name]]:
            del self.fields[name]

    def chosen(self) -> dict:
        """The fields of an `ArticleImport` that tell how it is read."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return {"author": self.own, **found}


class ImportForm(ChoicesForm):
    file = ArticleFilesField(
        label="文件",
        help_text=f"一次最多{MOST_FILES}个，合计最大{LARGEST // MB} MB。",
    )
    field_order = ("file",)


def bring_in(request, admin):
    """The form, and what was imported lately; with files: on to their page."""
    if not office.may_import(request.user):
        raise PermissionDenied
    is_post = request.method == "POST"
    form = ImportForm(request.user, *([request.POST, request.FILES] if is_post else []))
    if form.is_valid():
        try:
            upload = ArticleImport(user=request.user, **form.chosen())
            found = office.take(upload, form.cleaned_data["file"])
            return redirect("admin:transfer_articleimport_one", found.pk)
        except ValidationError as error:
            form.add_error("file", error)
    latest = ArticleImport.objects.select_related("user")
    if not request.user.has_perm(CHANGE):
        latest = latest.filter(user=request.user)
    context = {
        "title": IMPORT_TITLE,
        "form": form,
        "latest": latest[:MOST_SHOWN],
        "may_export": any(map(request.user.has_perm, (office.VIEW, CHANGE))),
    }
    return _page(request, admin, "import", context, 422 if form.is_bound else 200)


def one(request, admin, pk):
    """How far an upload is, and its report; POST: confirmed, given up, or taken back.

    Those of others only who may change every article.
    """
    found = get_object_or_404(ArticleImport.objects.select_related("user", "area", "author"), pk=pk)
    may_see = found.user_id == request.user.pk or request.user.has_perm(CHANGE)
    if not (may_see and office.may_import(request.user)):
        raise PermissionDenied
    if request.method == "POST":
        _act(request, admin, found)
        return redirect("admin:transfer_articleimport_one", pk)
    lines = found.lines.select_related("article")
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": IMPORT_TITLE, "found": found, "page": page}
    if found.state == found.State.READY:
        context["form"] = ChoicesForm(request.user, initial=model_to_dict(found))
        context["brings_nothing"] = not found.brings
    return _page(request, admin, "one", context)


def _act(request, admin, found):
    if "again" in request.POST:
        # A choice that is none is of a page that was tampered with.
        form = ChoicesForm(request.user, request.POST)
        if not form.is_valid() or not office.look_again(found, form.chosen()):
            messages.warning(request, MOVED_ON)
    elif "back" not in request.POST:
        decide(request, found, lambda: admin.log_change(request, found, f"导入{found}"))
    elif office.take_back(upload=found, user=request.user):
        admin.log_change(request, found, f"撤销导入{found}")
        messages.info(request, TAKEN_BACK)
    else:
        messages.warning(request, TOO_LATE)


@admin.register(ArticleImport)
class ArticleImportAdmin(admin.ModelAdmin):
    """No list and no form of Django's: uploads have pages of their own."""

    def get_urls(self):
        def page(address, view, name):
            view = self.admin_site.admin_view(view)
            return path(address, view, {"admin": self}, name=f"transfer_articleimport_{name}")

        return [
            page("", bring_in, "changelist"),
            page("<int:pk>/", one, "one"),
            page("export/", take_out, "export"),
        ]

    def has_view_permission(self, request, obj=None):
        return office.may_import(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    has_module_permission = has_view_permission
    has_change_permission = has_delete_permission = has_add_permission

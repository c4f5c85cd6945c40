"""Articles in the office: the list as a ZIP; files uploaded, looked at, imported, taken back."""

import re
from collections import defaultdict
from pathlib import PurePath

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from articles.models import Article
from firm.models import Lawyer, PracticeArea
from statutes.admin.texts import MOST_FILES, MOVED_ON, FilesField, FilesInput, decide
from statutes.importing.uploads import LARGEST
from transfer import exporting, office, survey
from transfer.example import example
from transfer.importing.article_builder import CHANGE, PUBLISH, Allowed
from transfer.importing.files import FORMATS, SERVED
from transfer.importing.old_sites.kinds import NAMES
from transfer.importing.pictures import KINDS as PICTURES
from transfer.models import TO_SEE_TO, ArticleImport, ArticleImportLine

EXPORT_TITLE, IMPORT_TITLE = "导出文章", "导入文章"
EXPORT_FORMATS = [
    ("md", "Markdown（.md），一篇一个文件"),
    ("jsonl", "JSON lines（.jsonl），供其他程序读取"),
]
MOST_SHOWN = 20  # imports in the list
ON_A_PAGE = 25
ZIP = ".zip"
MB = 1024 * 1024
PK = re.compile("[0-9]{1,18}")
NO_FILE = "请选择要导入的文件。"
TOO_LARGE = f"文件合计超过{LARGEST // MB} MB。请分几次上传，或者由运维人员在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请压缩成一个ZIP文件上传。"
WRONG_KIND = "“{}”不能导入：可以上传 .md、.html、.docx、.jsonl 和 .zip，以及文章的图片。"
NO_ARTICLE = "只有图片，没有文章。请将文章和图片一并上传。"
NO_FOLDER = "“{}”不是ZIP文件。请将图片文件夹压缩成ZIP上传，保留里面的子文件夹。"
PICTURES_ONLY = (
    "只从上传的文件中取图片，不上网下载；按旧地址的末尾对应，请保留原来的子文件夹。"
    "没有的，文章里留一个空位，访客看不到，报告中列出。"
)
UPDATE = "本站已有、内容不同的文章，用文件更新"
PUBLISH_TOO = "未写状态的文章直接发布（不勾选则存为草稿）"
SAVED = "已存下选择，还没有导入。"
TO_CHOOSE = "还有{}处要选，选完才能导入。"
HANDLED = "{}篇标为处理好了。"
DRAFTED = "{}篇转为草稿，访客看不到了。"
STEPS = [(1, "核对", "还没有写入"), (2, "导入", "可以停"), (3, "报告", "逐篇处理")]
State = ArticleImport.State
STEP_OF: dict[str, int] = {State.IMPORTING: 2, State.RETURNING: 2, State.DONE: 3, State.RETURNED: 3}
KINDS = {
    "areas": ("旧分类放到哪个领域", "旧分类", "放到"),
    "authors": ("旧作者署谁的名", "旧作者", "署名"),
}
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
    widget = FilesInput(
        attrs={"accept": ",".join([*FORMATS, ZIP, *sorted({*PICTURES, *NAMES} - {""})])}
    )

    def judged(self, files):
        kinds = [PurePath(name).suffix.lower() for name, _ in files]
        for (name, _), kind in zip(files, kinds, strict=True):
            if kind not in {*FORMATS, *PICTURES, ZIP, *NAMES}:
                raise ValidationError(WRONG_KIND.format(name))
        if set(kinds) <= PICTURES:
            raise ValidationError(NO_ARTICLE)
        return files


class PicturesField(ArticleFilesField):
    """More pictures for an upload; only a ZIP keeps the folders by which they are found."""

    widget = FilesInput(attrs={"accept": ZIP})

    def judged(self, files):
        if wrong := next((name for name, _ in files if not name.lower().endswith(ZIP)), ""):
            raise ValidationError(NO_FOLDER.format(wrong))
        return files


class ImportForm(forms.Form):
    file = ArticleFilesField(
        label="文件",
        help_text=f"一次最多{MOST_FILES}个，合计最大{LARGEST // MB} MB。",
    )


class PicturesForm(forms.Form):
    file = PicturesField(label="再传一个图片文件夹（ZIP）", help_text=PICTURES_ONLY)


def bring_in(request, admin):
    """The form, and what was imported lately; with files: on to their page."""
    if not office.may_import(request.user):
        raise PermissionDenied
    form = ImportForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_valid():
        try:
            found = office.take(ArticleImport(user=request.user), form.cleaned_data["file"])
            return redirect("admin:transfer_articleimport_one", found.pk)
        except ValidationError as error:
            form.add_error("file", error)
    latest = ArticleImport.objects.select_related("user")
    if not request.user.has_perm(CHANGE):
        latest = latest.filter(user=request.user)
    context = {
        "title": IMPORT_TITLE,
        "form": form,
        "steps": STEPS,
        "step": 1,
        "latest": latest[:MOST_SHOWN],
        "may_export": any(map(request.user.has_perm, (office.VIEW, CHANGE))),
    }
    return _page(request, admin, "import", context, 422 if form.is_bound else 200)


def one(request, admin, pk):
    """What an upload holds and what is chosen of it, how far it is, its report.

    POST: chosen, confirmed, given up, stopped, taken back, seen to. Those of others only who may
    change every article.
    """
    found = get_object_or_404(ArticleImport.objects.select_related("user"), pk=pk)
    if not office.may_see(request.user, found):
        raise PermissionDenied
    form = PicturesForm()
    if request.method == "POST":
        act = next((name for name in ACTS if name in request.POST), "")
        if act == "pictures":
            form = PicturesForm(request.POST, request.FILES)
        if act != "pictures" or form.is_valid():
            done = ACTS[act](request, admin, found, form) if act else False
            if not done:
                messages.warning(request, TOO_LATE if act == "back" else MOVED_ON)
            return redirect(request.get_full_path())
    views = found.views()
    view = request.GET.get("view", "")
    view = view if view in views else TO_SEE_TO
    page = Paginator(found.lines_of(view).select_related("article__area"), ON_A_PAGE)
    context = {
        "title": IMPORT_TITLE,
        "found": found,
        "form": form,
        "steps": STEPS,
        "step": STEP_OF.get(found.state, 1),
        "views": [
            (words, number, f"?view={key}", key == view)
            for key, (words, number) in views.items()
            if number or key in (TO_SEE_TO, view)
        ],
        "page": page.get_page(request.GET.get("page")),
        "query": f"view={view}",
    }
    if found.survey:
        context["tiles"] = _tiles(found)
    if found.state == State.READY:
        allowed = Allowed.of(request.user)
        kept = found.lines.filter(became=ArticleImportLine.Became.KEPT)
        context |= {
            "pages": found.lines.filter(place__iregex=SERVED.pattern).count(),
            "tables": _tables(found),
            "ticks": [
                (name, label, getattr(found, name))
                for name, label, may, number in (
                    ("update", UPDATE, allowed.change, kept.exists()),
                    ("publish", PUBLISH_TOO, allowed.publish, found.survey.get("stateless")),
                )
                if may and number
            ],
        }
    return _page(request, admin, "one", context, 422 if form.is_bound else 200)


def _tiles(found):
    """What stands in large over the page: label, number, words, and whether they are bad news."""
    told = defaultdict(int, found.survey)
    if found.state not in (State.DONE, State.RETURNED):
        states = f"发布过{told['published']}，其余草稿" if found.site else ""
        asked = [sum(not one for one in found.picked(kind).values()) for kind in KINDS]
        missing = f"{told['missing']}张没有" if told["missing"] else ""
        led = f"{told['not_led']}个不能转，见下" if told["not_led"] else "导入的都能转到新网址"
        return [
            ("文章", told["articles"], states, False),
            ("分类", len(found.picked("areas")), asked[0] and f"{asked[0]}个要您选", asked[0]),
            ("作者", len(found.picked("authors")), asked[1] and f"{asked[1]}个要您选", asked[1]),
            ("图片", told["pictures"] + told["missing"], missing, bool(missing)),
            ("旧网址", told["all_addresses"], told["all_addresses"] and led, told["not_led"]),
        ]
    views, brought = found.views(), found.lines.filter(became__in=ArticleImportLine.BROUGHT)
    public = brought.filter(article__state="published").count()
    number = brought.count()
    return [
        ("导进来", number, f"已发布{public}，草稿{number - public}", False),
        ("要处理", views[TO_SEE_TO][1], "不处理也不影响别的", False),
        ("没有导入", found.lines.filter(became="refused").count(), "", False),
        ("旧网址", told["led"], "转到新网址", False),
    ]


def _tables(found):
    """The old names of areas and authors, each with what may be chosen for it."""
    areas = [(str(one.pk), str(one)) for one in PracticeArea.objects.select_related("parent")]
    lawyers = [(str(one.pk), one.name) for one in Lawyer.objects.all()]
    options = {
        "areas": [*areas, (survey.LEFT_OUT, "不导入")],
        "authors": [*lawyers, (survey.LATER, "以后再定，先存为草稿")],
    }
    tables = []
    for kind, (title, head, onto) in KINDS.items():
        if kind == "authors" and found.survey.get("own_only"):
            continue
        picked = found.picked(kind)
        rows = [{**row, "picked": picked[row["name"]]} for row in found.survey.get(kind, [])]
        tables.append((kind, title, head, onto, rows, options[kind]))
    return tables


def _choose(request, found):
    """Keep what a page has chosen; a choice that is none is of a page that was tampered with."""
    known = {kind: {"", *dict(options)} for kind, *_, options in _tables(found)}
    choices = {
        kind: {
            name: value
            for name in found.picked(kind)
            if (value := request.POST.get(f"{kind}:{name}")) in known[kind]
        }
        for kind in known
    }
    ticks = {name: name in request.POST for name in ("update", "publish")}
    return office.choose(found, choices, **ticks)


def _save(request, admin, found, form):
    if done := _choose(request, found):
        messages.info(request, SAVED)
    return done


def _confirm(request, admin, found, form):
    if found.state != State.READY or not _choose(request, found):
        return False
    if left := found.unchosen:
        messages.warning(request, TO_CHOOSE.format(left))
        return True
    decide(request, found, lambda: admin.log_change(request, found, f"导入{found}"))
    return True


def _drop(request, admin, found, form):
    decide(request, found, lambda: None)
    return True


def _pictures(request, admin, found, form):
    return office.add_pictures(found, form.cleaned_data["file"])


def _stop(request, admin, found, form):
    if done := office.stop(found, request.user):
        admin.log_change(request, found, f"停止导入{found}")
    return done


def _back(request, admin, found, form):
    if done := office.take_back(upload=found, user=request.user):
        admin.log_change(request, found, f"撤销导入{found}")
        messages.info(request, TAKEN_BACK)
    return done


def _ticked(request, found):
    """The lines that are ticked, or the one whose own button was pressed."""
    own = request.POST.get("alone", "")
    ticked = [own] if own else request.POST.getlist("line")[:ON_A_PAGE]
    return found.lines.filter(pk__in=[one for one in ticked if PK.fullmatch(one)])


def _handled(request, admin, found, form):
    messages.info(request, HANDLED.format(office.handle(_ticked(request, found))))
    return True


def _to_drafts(request, admin, found, form):
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    number = office.to_drafts(_ticked(request, found), request.user)
    messages.info(request, DRAFTED.format(number))
    return True


ACTS = {  # by the name of the button
    "save": _save, "confirm": _confirm, "drop": _drop, "pictures": _pictures, "stop": _stop,
    "back": _back, "handled": _handled, "alone": _handled, "drafts": _to_drafts,
}  # fmt: skip


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
            page("<int:pk>/example/", example, "example"),
            page("export/", take_out, "export"),
        ]

    def has_view_permission(self, request, obj=None):
        return office.may_import(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    has_module_permission = has_view_permission
    has_change_permission = has_delete_permission = has_add_permission

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
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from articles.models import Article
from firm.models import Lawyer, PracticeArea
from statutes.admin.base import page
from statutes.admin.texts import DROPPED, MOST_FILES, MOVED_ON, FilesField, FilesInput
from statutes.importing import uploads
from statutes.importing.uploads import LARGEST
from transfer import exporting, office, survey
from transfer.example import example
from transfer.importing.article_builder import CHANGE, PUBLISH, Allowed
from transfer.importing.files import FORMATS, SERVED
from transfer.importing.old_sites.kinds import NAMES
from transfer.importing.pictures import KINDS as PICTURES
from transfer.models import TO_SEE_TO, ArticleImport, ArticleImportLine

EXPORT_TITLE, IMPORT_TITLE = "导出文章", "文章导入"
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
TOO_LARGE = f"文件合计超过{LARGEST // MB}MB。请分几次上传，或者由运维人员在服务器上用命令导入。"
TOO_MANY = f"一次最多{MOST_FILES}个文件。更多的请压缩成一个ZIP文件上传。"
WRONG_KIND = (
    "“{}”不能导入：可以上传 .md、.html、.docx、.jsonl 和 .zip，旧网站的导出文件，以及文章的图片。"
)
NO_ARTICLE = "只有图片，没有文章。请将文章和图片一并上传，图片文件夹请压缩成ZIP。"
NO_NAME = "没有写"
UPDATE = "更新已有的文章（内容不同的，用文件替换）"
PUBLISH_TOO = "未写状态的文章直接发布（不勾选则存为草稿）"
SAVED = "已存下选择，还没有导入。"
TO_CHOOSE = "还有{}处要选，选完才能导入。"
HANDLED = "{}篇标为处理好了。"
DRAFTED = "{}篇转为草稿，访客看不到了。"
STEPS = [(1, "上传核对"), (2, "导入"), (3, "报告")]
State = ArticleImport.State
STEP_OF: dict[str, int] = {State.IMPORTING: 2, State.RETURNING: 2, State.DONE: 3, State.RETURNED: 3}
KINDS = {
    "areas": ("旧分类放到哪个领域", "旧分类", "放到"),
    "authors": ("旧作者署谁的名", "旧作者", "署名"),
}
ACTS = {  # by the name of the button, and what is logged of it
    "save": "", "confirm": "导入", "drop": "", "more": "", "stop": "停止导入", "back": "撤销导入",
    "handled": "", "alone": "", "drafts": "",
}  # fmt: skip
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
    return page(request, admin, "transfer/export", context, 422 if form.is_bound else 200)


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


class ImportForm(forms.Form):
    file = ArticleFilesField(
        label="文件",
        help_text=f"一次最多{MOST_FILES}个，合计不超过{LARGEST // MB}MB。",
    )


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
    return page(request, admin, "transfer/import", context, 422 if form.is_bound else 200)


def one(request, admin, pk):
    """What an upload holds and what is chosen of it, how far it is, its report.

    POST: chosen, confirmed, given up, stopped, taken back, seen to. Those of others only who may
    change every article.
    """
    found = get_object_or_404(ArticleImport.objects.select_related("user"), pk=pk)
    if not office.may_see(request.user, found):
        raise PermissionDenied
    form = ImportForm(*([request.POST, request.FILES] if "more" in request.POST else []))
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            _act(request, admin, found, form)
            return redirect(request.get_full_path())
        except ValidationError as error:
            form.add_error("file", error)
    views = found.views()
    view = request.GET.get("view", "")
    view = view if view in views else TO_SEE_TO
    lines = Paginator(found.lines_of(view).select_related("article__area"), ON_A_PAGE)
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
        "page": lines.get_page(request.GET.get("page")),
        "query": f"view={view}",
        "may_tick": found.state == State.DONE,
    }
    if found.survey and not found.is_at_work:
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
    return page(request, admin, "transfer/one", context, 422 if form.is_bound else 200)


def _tiles(found):
    """What stands in large over the page: label, number, words, and whether they are bad news."""
    told = defaultdict(int, found.survey)
    if STEP_OF.get(found.state) == 3:
        brought = found.lines.filter(became__in=ArticleImportLine.BROUGHT)
        number, public = brought.count(), brought.filter(article__state="published").count()
        return [
            ("导进来", number, f"已发布{public}，草稿{number - public}", False),
            ("要处理", found.lines_of(TO_SEE_TO).count(), "不处理也不影响别的", False),
            ("没有导入", found.lines_of("refused").count(), "", False),
            ("旧网址", told["led"], "转到新网址", False),
        ]
    picked = {kind: [*found.picked(kind).values()] for kind in KINDS}
    asked = {kind: picked[kind].count("") for kind in KINDS}
    led = f"{told['not_led']}个不能转" if told["not_led"] else "导入的都能转到新网址"
    states = f"发布过{told['published']}，草稿{told['articles'] - told['published']}"
    tiles = [("文章", told["articles"], states, False)]
    for kind, label in (("areas", "分类"), ("authors", "作者")):
        tiles.append((label, len(picked[kind]), f"{asked[kind]}个要您选", asked[kind] > 0))
    tiles.append(("图片", told["pictures"], f"{told['missing']}张没有", told["missing"] > 0))
    return [*tiles, ("旧网址", told["all_addresses"], led, told["not_led"] > 0)]


def _options():
    """What may be chosen for an old name, by the kind of it."""
    areas = [(str(one.pk), str(one)) for one in PracticeArea.objects.select_related("parent")]
    lawyers = [(str(one.pk), one.name) for one in Lawyer.objects.all()]
    return {
        "areas": [*areas, (survey.LEFT_OUT, "不导入")],
        "authors": [*lawyers, (survey.LATER, "以后再定，先存为草稿")],
    }


def _tables(found):
    """The old names of areas and authors, each with its choice."""
    options, tables = _options(), []
    for kind, (title, head, onto) in KINDS.items():
        if kind == "authors" and found.survey.get("own_only"):
            continue
        select = forms.Select(choices=[("", "请选择"), *options[kind]])
        picked, rows = found.picked(kind), []
        for row in found.survey.get(kind, []):
            name, value = row["name"], picked[row["name"]]
            attrs = {
                "aria-label": f"{name or NO_NAME}，{onto}",
                "aria-invalid": not value and "true",
            }
            box = select.render(f"{kind}:{name}", value, attrs)
            rows.append({**row, "name": name or NO_NAME, "picked": value, "select": box})
        tables.append((title, head, onto, rows))
    return tables


def _choose(request, found):
    """Keep what a page has chosen; a choice that is none is of a page that was tampered with."""
    choices = {
        kind: {
            name: value
            for name in found.picked(kind)
            if (value := request.POST.get(f"{kind}:{name}")) in {"", *dict(options)}
        }
        for kind, options in _options().items()
    }
    ticks = {name: name in request.POST for name in ("update", "publish")}
    return office.choose(found, choices, **ticks)


def _act(request, admin, found, form):
    """Do what the pressed button says, and say so."""
    act = next((name for name in request.POST if name in ACTS), "")
    user, left, said = request.user, 0, ""
    match act:
        case "save" | "confirm":
            done = found.state == State.READY and _choose(request, found)
            left, said = found.unchosen, SAVED if act == "save" else ""
            if done and act == "confirm":
                said = TO_CHOOSE.format(left) if left else ""
                done = bool(left) or uploads.confirm(upload=found, user=user)
        case "drop":
            done, said = uploads.drop(upload=found), DROPPED
        case "more":
            done = office.add_files(found, form.cleaned_data["file"])
        case "stop":
            done = office.stop(found, user)
        case "back":
            done, said = office.take_back(upload=found, user=user), TAKEN_BACK
        case "handled" | "alone":
            done, said = True, HANDLED.format(office.handle(_ticked(request, found)))
        case "drafts" if user.has_perm(PUBLISH):
            done, said = True, DRAFTED.format(office.to_drafts(_ticked(request, found), user))
        case _:
            done = False
    if not done:
        messages.warning(request, TOO_LATE if act == "back" else MOVED_ON)
    elif said:
        messages.info(request, said)
    if done and ACTS[act] and not left:
        admin.log_change(request, found, f"{ACTS[act]}{found}")


def _ticked(request, found):
    """The lines that are ticked, or the one whose own button was pressed."""
    own = request.POST.get("alone", "")
    ticked = [own] if own else request.POST.getlist("line")[:ON_A_PAGE]
    return found.lines.filter(pk__in=[one for one in ticked if PK.fullmatch(one)])


@admin.register(ArticleImport)
class ArticleImportAdmin(admin.ModelAdmin):
    """No list and no form of Django's: uploads have pages of their own."""

    def get_urls(self):
        def at(address, view, name):
            view = self.admin_site.admin_view(view)
            return path(address, view, {"admin": self}, name=f"transfer_articleimport_{name}")

        return [
            at("", bring_in, "changelist"),
            at("<int:pk>/", one, "one"),
            at("<int:pk>/example/", example, "example"),
            at("export/", take_out, "export"),
        ]

    def has_view_permission(self, request, obj=None):
        return office.may_import(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    has_module_permission = has_view_permission
    has_change_permission = has_delete_permission = has_add_permission

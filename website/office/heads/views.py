"""The pages on which titles and descriptions are looked over and chosen."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firm.site import page_words
from website.office.heads import called
from website.office.heads.forms import WordsForm
from website.templatetags.head_tags import RIGHTS

TITLE = "标题和描述"
GROUPS = [("area", "业务领域"), ("lawyer", "律师"), ("page", "固定页面"), ("article", "文章")]
SAVED = "已保存，访客现在看到的就是这样。搜索引擎下次抓取后才会更新。"
OWN_AGAIN = "已恢复为自动生成的标题和描述。"
LOGGED = "{}在搜索结果里的标题和描述：{}｜{}"
BY_ITSELF = "自动"


def urls(site) -> list:
    """Their addresses in the admin, for those who may enter it."""
    return [
        path("heads/", site.admin_view(overview), name="heads"),
        path("heads/<slug:kind>/", site.admin_view(edit), name="head"),
        path("heads/<slug:kind>/<int:pk>/", site.admin_view(edit), name="heads_of"),
    ]


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All pages whose words this person may choose, as they are called now."""
    groups = [("首页和列表", called.fixed())]
    groups += [(title, called.of_records(kind)) for kind, title in GROUPS]
    if not any(map(request.user.has_perm, [called.SETTING_RIGHT, *RIGHTS.values()])):
        raise PermissionDenied
    allowed = [_for_user(request.user, *group) for group in groups]
    return _show(request, "list", {"groups": [one for one in allowed if one[1]], "title": TITLE})


def _for_user(user, title, rows):
    """A group with the rows whose words somebody may choose, and how many were chosen."""
    rows = [one for one in rows if user.has_perm(one.right)]
    return title, rows, sum(one.is_chosen for one in rows)


@never_cache
def edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """The words of one page, with how they look where people search and share."""
    page = called.find(kind, pk)
    if page is None:
        raise Http404("页面不存在")
    if not request.user.has_perm(page.right):
        raise PermissionDenied
    form = WordsForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _save(request, page, form.cleaned_data)
    context = {"form": form, "page": page, "picture": called.picture(page), "title": page.name}
    return _show(request, "edit", context, 422 if form.errors else 200)


def _save(request, page, typed):
    title, description = typed["title"], typed["description"]
    page_words.choose(page=page.key, title=title, description=description)
    said = LOGGED.format(page.name, title or BY_ITSELF, description or BY_ITSELF)
    admin.site.get_model_admin(type(page.record)).log_change(request, page.record, said)
    messages.success(request, SAVED if title or description else OWN_AGAIN)
    return redirect(page.edit)


def _show(request, name, context, status=200):
    frame = admin.site.each_context(request)
    return render(request, f"admin/heads/{name}.html", {**frame, **context}, status=status)

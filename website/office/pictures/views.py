"""All pictures in a list, one picture with its words, and taking away what nobody uses."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.workflow import picture_words, publishing
from firm.models import SiteSettings
from richtext.admin import WRITERS
from website.office.pictures import places, stored
from website.office.pictures.forms import WordsForm

TITLE = "图片"
PER_PAGE = 24
VIEWS = [("", "全部"), ("used", "使用中"), ("unused", "未使用")]
REMOVING = "articles.publish_article"
MOST = 200  # pictures that are removed at once
REMOVED = "已删除{}张未使用的图片。"
HELD = "{}张刚刚有人使用或上传不满一天，已保留。"
NONE_CHOSEN = "请先勾选要删除的图片。"
SAVED = "已保存图片说明。"
WAITS = "已保存图片说明。文章已经发布，请在文章里点“发布修改”，访客才能看到。"
SAME = "图片说明没有变化。"
FORBIDDEN = "您没有修改这篇文章的权限。"


def _for_writers(user):
    if not any(map(user.has_perm, WRITERS)):
        raise PermissionDenied


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All pictures in pages, or those that are used, or not."""
    _for_writers(request.user)
    chosen = request.GET.get("show", "")
    every = stored.every()
    rows = [one for one in every if _is_in(one, chosen)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    where = places.places_of({one.token: one.uses for one in page}, request.user)
    context = {
        "page": page,
        "rows": [(one, where[one.token]) for one in page],
        "views": [(key, name, sum(_is_in(one, key) for one in every)) for key, name in VIEWS],
        "chosen": chosen,
        "removing": chosen == "unused" and request.user.has_perm(REMOVING),
        "title": TITLE,
    }
    return _show(request, "list", context)


def _is_in(kept, view):
    return {"used": bool(kept.uses), "unused": not kept.uses}.get(view, True)


@never_cache
def one(request: HttpRequest, token: str) -> HttpResponse:
    """One picture, where it is used, and what it shows in each article, to be changed."""
    _for_writers(request.user)
    kept = stored.find(token)
    if kept is None:
        raise Http404("图片不存在")
    if request.method == "POST":
        typed = WordsForm(request.POST)
        if typed.is_valid():
            return _say(request, kept, typed.cleaned_data)
    else:
        typed = None
    where = places.places_of({kept.token: kept.uses}, request.user)[kept.token]
    forms = [_form(request, kept, place, typed) for place in where if place.article]
    context = {"kept": kept, "places": where, "forms": [one for one in forms if one]}
    return _show(request, "one", {**context, "title": "图片说明"}, 422 if typed else 200)


def _form(request, kept, place, typed):
    article = Article.objects.select_related("pending").get(pk=place.article)
    words = picture_words.of(article, kept.token)
    if not (words and _may_change(request, article)):
        return None
    if typed and typed.data.get("article") == str(article.pk):
        return place, typed
    given = {
        "words": words[0],
        "decoration": not words[0],
        "article": article.pk,
        "since": publishing.newest_number(article),
    }
    return place, WordsForm(initial=given, auto_id=f"id_{article.pk}_%s")


def _may_change(request, article):
    return admin.site.get_model_admin(Article).has_change_permission(request, article)


def _say(request, kept, typed):
    article = Article.objects.select_related("pending").filter(pk=typed["article"]).first()
    if article is None or not _may_change(request, article):
        raise PermissionDenied(FORBIDDEN)
    try:
        revision = picture_words.change(
            article=article, token=kept.token, words=typed["words"], user=request.user,
            since=typed["since"],
        )  # fmt: skip
    except publishing.PublishingError as refused:
        messages.error(request, str(refused))
        return redirect("admin:picture", kept.token)
    if revision:
        admin.site.get_model_admin(Article).log_change(request, article, picture_words.NOTE)
    waits = revision and article.is_public
    messages.success(request, WAITS if waits else SAVED if revision else SAME)
    return redirect("admin:picture", kept.token)


@never_cache
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Show what was ticked once more; confirmed, take away what nothing uses at this moment."""
    _for_writers(request.user)
    if not request.user.has_perm(REMOVING):
        raise PermissionDenied
    tokens = request.POST.getlist("picture")[:MOST]
    if "confirmed" in request.POST:
        return _remove(request, tokens)
    chosen = [one for one in stored.every() if one.token in tokens and not one.uses]
    if not chosen:
        messages.warning(request, NONE_CHOSEN)
        return redirect("admin:pictures")
    return _show(request, "remove", {"chosen": chosen, "title": "删除未使用的图片"})


def _remove(request, tokens):
    gone, held = stored.remove(tokens)
    if gone:
        words = REMOVED.format(gone)
        admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), words)
    messages.success(request, REMOVED.format(gone))
    if held:
        messages.warning(request, HELD.format(held))
    return redirect("admin:pictures")


def _show(request, name, context, status=200):
    frame = admin.site.each_context(request)
    return render(request, f"admin/pictures/{name}.html", {**frame, **context}, status=status)

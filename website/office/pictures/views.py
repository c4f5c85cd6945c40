"""The pages of the pictures: all in a list, one with its words, taking away what nobody uses."""

from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.workflow import amending, publishing
from firm.models import SiteSettings
from richtext.core.editor import WRITERS
from richtext.core.sanitise import storable
from website.office.admin_base import office_page
from website.office.pictures import uses

LONGEST = 200  # characters, as in the dialog of the editor
MISSING = "请填写说明；图片仅作装饰的，请勾选“仅作装饰”。"
PER_PAGE = 24
VIEWS = [("", "全部"), ("used", "使用中"), ("unused", "未使用")]
REMOVING = "articles.publish_article"
MOST = 200  # pictures that are removed at once
REMOVED = "已删除{}张未使用的图片。"
HELD = "{}张刚刚有人使用或上传不满一天，已保留。"
NONE_CHOSEN = "请先勾选要删除的图片。"
SAVED = "已保存图片说明。"
WAITS = "已保存图片说明。文章已经发布，请在文章里点“发布修改”，访客才能看到。"
AWAY = "图片存储暂时无法读取，请稍后重试或通知运维人员；文章没有改动。"


class WordsForm(forms.Form):
    """What the picture shows; nothing, for one that only decorates."""

    words = forms.CharField(
        label="图片说明",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用一句话说明图片内容，供读屏软件朗读，图片无法显示时也会显示。",
    )
    decoration = forms.BooleanField(label="仅作装饰，读屏软件会跳过", required=False)
    article = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.IntegerField(widget=forms.HiddenInput)

    def clean_words(self):
        return " ".join(storable(self.cleaned_data["words"]).split())

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("decoration"):
            data["words"] = ""
        elif "words" in data and not data["words"]:
            self.add_error("words", MISSING)
        return data


def _for_writers(user):
    if not any(map(user.has_perm, WRITERS)):
        raise PermissionDenied


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    _for_writers(request.user)
    chosen = request.GET.get("show", "")
    every = uses.every()
    rows = [one for one in every if _is_in(one, chosen)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    where = uses.places_of({one.token: one.uses for one in page}, request.user)
    context = {
        "page": page,
        "rows": [(one, where[one.token]) for one in page],
        "views": [(key, name, sum(_is_in(one, key) for one in every)) for key, name in VIEWS],
        "chosen": chosen,
        "removing": chosen == "unused" and request.user.has_perm(REMOVING),
        "title": "图片",
    }
    return office_page(request, "pictures/list", context)


def _is_in(kept, view):
    return {"used": bool(kept.uses), "unused": not kept.uses}.get(view, True)


@never_cache
def one(request: HttpRequest, token: str) -> HttpResponse:
    """One picture, where it is used, and what it shows in each article, to be changed."""
    _for_writers(request.user)
    kept = uses.find(token)
    if kept is None:
        raise Http404("图片不存在")
    typed = WordsForm(request.POST) if request.method == "POST" else None
    if typed and typed.is_valid():
        return _say(request, kept, typed.cleaned_data)
    where = uses.places_of({kept.token: kept.uses}, request.user)[kept.token]
    forms = [_form(request, kept, place, typed) for place in where if place.article]
    context = {"kept": kept, "places": where, "forms": [one for one in forms if one]}
    context["title"] = "图片说明"
    return office_page(request, "pictures/one", context, 422 if typed else 200)


def _form(request, kept, place, typed):
    article = Article.objects.select_related("pending").get(pk=place.article)
    words = amending.picture_words(article, kept.token)
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
        raise PermissionDenied("您没有修改这篇文章的权限。")
    try:
        revision = amending.change_picture_words(
            article=article, token=kept.token, words=typed["words"], user=request.user,
            since=typed["since"],
        )  # fmt: skip
    except publishing.PublishingError as refused:
        messages.error(request, str(refused))
        return redirect("admin:picture", kept.token)
    if revision:
        admin.site.get_model_admin(Article).log_change(
            request, article, amending.PICTURE_WORDS_NOTE
        )
    waits = revision and article.is_public
    messages.success(request, WAITS if waits else SAVED if revision else "图片说明没有变化。")
    return redirect("admin:picture", kept.token)


@never_cache
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    _for_writers(request.user)
    if not request.user.has_perm(REMOVING):
        raise PermissionDenied
    tokens = request.POST.getlist("picture")[:MOST]
    if "confirmed" not in request.POST:
        chosen = [one for one in uses.every() if one.token in tokens and not one.uses]
        if chosen:
            context = {"chosen": chosen, "title": "删除未使用的图片"}
            return office_page(request, "pictures/remove", context)
        messages.warning(request, NONE_CHOSEN)
        return redirect("admin:pictures")
    gone, held = uses.remove(tokens)
    words = REMOVED.format(gone)
    if gone:
        admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), words)
    messages.success(request, words)
    if held:
        messages.warning(request, HELD.format(held))
    return redirect("admin:pictures")


def urls(site) -> list:
    return [
        path("pictures/", site.admin_view(_or_says(overview)), name="pictures"),
        path("pictures/remove/", site.admin_view(_or_says(remove)), name="remove_pictures"),
        path("pictures/<slug:token>/", site.admin_view(_or_says(one)), name="picture"),
    ]


def _or_says(view):
    """The view, or a sentence on the start page while the storage is away."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except OSError:
            messages.error(request, AWAY)
            return redirect("admin:index")

    return asked

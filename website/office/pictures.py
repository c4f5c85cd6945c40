"""图片: all pictures of the site in one place, where each is used, what it shows, what nobody uses.

No text that names a picture is left out, whatever app it belongs to, or it would lose its picture:
so there is no list of tables to keep, and old versions and drafts count as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import wraps
from typing import NamedTuple

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, FinishedBody, Revision, Unsaved
from articles.workflow import amending, publishing
from firm.models import PageVersion, SiteSettings
from richtext.core import pictures
from richtext.core.editor import WRITERS
from richtext.core.pictures import StoredPicture, public_url
from website.office.admin_base import LineField, need, office_page

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
NAMED = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})-")
SHORTEST = 60  # characters of a column that could hold the name of a picture
FOLDER = "images"
TOKEN = re.compile("[0-9a-f]{32}")
# What was uploaded lately may stand in a text that nobody has saved yet.
AT_REST = timedelta(days=1)
LONGEST = 200  # characters, as in the dialog of the editor
MISSING = "请填写说明；如图片仅作装饰，请勾选“仅作装饰”。"
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


def all_uses() -> dict[str, set[tuple]]:
    """Every picture that anything names, by its token: the model and the key of what names it."""
    found: dict[str, set[tuple]] = defaultdict(set)
    for model in apps.get_models():
        # JSON is compared as the text that it is; under aliases, as a column keeps its own name.
        texts = {
            f"as_text_of_{field.name}": Cast(field.name, TextField())
            for field in model._meta.concrete_fields
            if isinstance(field, TEXTS) and (field.max_length or SHORTEST) >= SHORTEST
        }
        if not texts or not model._meta.managed:
            continue
        named = Q.create([(f"{alias}__contains", "images/") for alias in texts], Q.OR)
        rows = model._base_manager.annotate(**texts).filter(named).order_by()
        for pk, *values in rows.values_list("pk", *texts).iterator():
            for token in NAMED.findall(" ".join(filter(None, values))):
                found[token].add((model, pk))
    return found


class Place(NamedTuple):
    """A record that shows it: `address` is its form, empty for who may not open it."""

    words: str
    address: str = ""
    article: int = 0


def places_of(shown: Iterable["Picture"], user) -> dict[str, list[Place]]:
    """The places of some pictures by their token, a record once; old versions after the rest."""
    keys = defaultdict(set)
    for model, pk in (use for one in shown for use in one.uses):
        if model is not FinishedBody:  # made of an article that uses it itself
            keys[model].add(pk)
    records = {}
    for model, wanted in keys.items():
        of = {Revision: ["article"], PageVersion: ["page"]}.get(model, [])
        for pk, record in model._base_manager.select_related(*of).in_bulk(wanted).items():
            records[model, pk] = record
    return {
        one.token: _places([records[use] for use in one.uses if use in records], user)
        for one in shown
    }


def _places(records, user):
    shown = {one.pk for one in records if isinstance(one, Article)}
    found = [_place(one, user) for one in records if not isinstance(one, Revision | Unsaved)]
    for old in records:
        if isinstance(old, Revision) and old.article_id not in shown:
            address = reverse("admin:articles_article_history", args=[old.article_id])
            seen = address if _may_see(old.article, user) else ""
            found.append(Place(f"“{old.article}”的旧版本", seen))
    found += [Place("同事未保存的修改")] * any(isinstance(one, Unsaved) for one in records)
    return list(dict.fromkeys(found))


def _place(record, user):
    address, meta = "", record._meta
    if admin.site.is_registered(type(record)) and _may_see(record, user):
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    key = record.pk if isinstance(record, Article) else 0
    return Place(f"{meta.verbose_name}“{record}”", address, key)


def _may_see(record, user):
    app, name = record._meta.app_label, record._meta.model_name
    return user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}")


class Picture:
    """One picture in the public storage: `name` is that of its widest rendition."""

    def __init__(self, name: str, uses: Iterable[tuple]):
        self.name, self.uses, self.stored = name, tuple(uses), StoredPicture(name)
        parts = self.stored.parts
        self.token, self.size = parts["token"], f"{parts['width']}×{parts['height']}"

    @property
    def small(self) -> str:
        return public_url(self.stored.file(self.stored.widths[0]))

    @property
    def large(self) -> str:
        return public_url(self.name)

    @property
    def is_new(self) -> bool:
        """Whether it may belong to a text that is being written."""
        return default_storage.get_modified_time(self.name) > timezone.now() - AT_REST

    def is_in(self, view: str) -> bool:
        return {"used": bool(self.uses), "unused": not self.uses}.get(view, True)

    def rank(self):
        numbers = [pk for _, pk in self.uses if isinstance(pk, int)]
        return bool(self.uses), max(numbers, default=0), self.name


def every() -> list[Picture]:
    """All of them: what the newest records use first, what nothing uses last."""
    uses = all_uses()
    names: dict[str, str] = {}
    for folder in _listed(FOLDER)[0]:
        names |= _names_in(folder)
    found = [Picture(name, uses.get(token, ())) for token, name in names.items()]
    return sorted(found, key=Picture.rank, reverse=True)


def _name_of(token):
    return _names_in(token[:2]).get(token) if TOKEN.fullmatch(token) else None


def _names_in(folder):
    """The name of the widest rendition of each picture in a folder, by its token."""
    found = {}
    for file in _listed(f"{FOLDER}/{folder}")[1]:
        name = f"{FOLDER}/{folder}/{file}"
        parts = pictures.NAME.fullmatch(name)
        if parts and int(parts["own"]) == StoredPicture(name).widths[-1]:
            found[parts["token"]] = name
    return found


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything yet
        return [], []


class WordsForm(forms.Form):
    words = LineField(
        label="图片说明",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用一句话说明图片内容，供读屏软件朗读，图片无法显示时也会显示。",
    )
    decoration = forms.BooleanField(label="仅作装饰，读屏软件会跳过", required=False)
    article = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("decoration"):
            data["words"] = ""
        elif "words" in data and not data["words"]:
            self.add_error("words", MISSING)
        return data


def for_writers(view):
    """The view for who writes, or a sentence on the start page while the storage is away."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        need(request.user, *WRITERS)
        try:
            return view(request, *args, **kwargs)
        except OSError:
            messages.error(request, AWAY)
            return redirect("admin:index")

    return guarded


@require_safe
@for_writers
def overview(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("show", "")
    found = every()
    shown = [one for one in found if one.is_in(chosen)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    where = places_of(page.object_list, request.user)
    context = {
        "page": page,
        "rows": [(one, where[one.token]) for one in page],
        "views": [(key, name, sum(one.is_in(key) for one in found)) for key, name in VIEWS],
        "chosen": chosen,
        "removing": chosen == "unused" and request.user.has_perm(REMOVING),
        "title": "图片",
    }
    return office_page(request, "pictures/list", context)


@for_writers
def one(request: HttpRequest, token: str) -> HttpResponse:
    """One picture, where it is used, and what it shows in each article, to be changed."""
    name = _name_of(token)
    if name is None:
        raise Http404("图片不存在")
    picture = Picture(name, all_uses().get(token, ()))
    typed = WordsForm(request.POST) if request.method == "POST" else None
    if typed and typed.is_valid():
        return _say(request, picture, typed.cleaned_data)
    where = places_of([picture], request.user)[token]
    found = [_form(request, picture, place, typed) for place in where if place.article]
    context = {"picture": picture, "places": where, "forms": list(filter(None, found))}
    context["title"] = "图片说明"
    return office_page(request, "pictures/one", context, 422 if typed else 200)


def _form(request, picture, place, typed):
    article = Article.objects.select_related("pending").get(pk=place.article)
    words = amending.picture_words(article, picture.token)
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


def _say(request, picture, typed):
    article = Article.objects.select_related("pending").filter(pk=typed["article"]).first()
    if article is None or not _may_change(request, article):
        raise PermissionDenied("您没有修改这篇文章的权限。")
    try:
        revision = amending.change_picture_words(
            article=article, token=picture.token, words=typed["words"], user=request.user,
            since=typed["since"],
        )  # fmt: skip
    except publishing.PublishingError as refused:
        messages.error(request, str(refused))
        return redirect("admin:picture", picture.token)
    if revision:
        admin.site.get_model_admin(Article).log_change(
            request, article, amending.PICTURE_WORDS_NOTE
        )
    waits = revision and article.is_public
    messages.success(request, WAITS if waits else SAVED if revision else "图片说明没有变化。")
    return redirect("admin:picture", picture.token)


@require_POST
@for_writers
def remove(request: HttpRequest) -> HttpResponse:
    """Ask once more, then remove those that nothing uses at that moment."""
    need(request.user, REMOVING)
    tokens = request.POST.getlist("picture")[:MOST]
    if "confirmed" not in request.POST:
        chosen = [one for one in every() if one.token in tokens and not one.uses]
        if chosen:
            context = {"chosen": chosen, "title": "删除未使用的图片"}
            return office_page(request, "pictures/remove", context)
        messages.warning(request, NONE_CHOSEN)
        return redirect("admin:pictures")
    uses, gone, held = all_uses(), 0, 0
    for token in tokens:
        name = _name_of(token)
        if name and (uses.get(token) or Picture(name, ()).is_new):
            held += 1
        elif name:
            pictures.discard(name)
            gone += 1
    words = REMOVED.format(gone)
    if gone:
        admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), words)
    messages.success(request, words)
    if held:
        messages.warning(request, HELD.format(held))
    return redirect("admin:pictures")


def urls(site) -> list:
    return [
        path("pictures/", site.admin_view(overview), name="pictures"),
        path("pictures/remove/", site.admin_view(remove), name="remove_pictures"),
        path("pictures/<slug:token>/", site.admin_view(one), name="picture"),
    ]

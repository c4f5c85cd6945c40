"""What the pages beside the form of an article share: permission, article, response."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Article
from articles.workflow import review
from statutes.admin import base

FOLDER = "articles/article"
CHANGE = "admin:articles_article_change"


def stored(pk: int) -> Article:
    rows = Article.objects.select_related("live", "pending", "area", "author")
    article = rows.filter(pk=pk).first()
    if article is None:
        raise Http404("文章不存在")
    return article


def show(request, admin: ModelAdmin, name: str, title: str, status=200, **given) -> HttpResponse:
    """A page of the office in its frame."""
    return base.page(request, admin, f"{FOLDER}/{name}", {"title": title, **given}, status)


def refuse_without(request, admin: ModelAdmin, *rights: str) -> None:
    """PermissionDenied unless the user has one of these rights: view, add, change, publish."""
    if not any(getattr(admin, f"has_{right}_permission")(request) for right in rights):
        raise PermissionDenied


@dataclass(frozen=True)
class ArticlePage:
    """One request on a page of one article; `article` is as it is stored."""

    admin: ModelAdmin
    request: HttpRequest
    article: Article

    @property
    def is_post(self):
        return self.request.method == "POST"

    def show(self, name: str, title: str, status=200, **given) -> HttpResponse:
        """The page, with what visitors see of the article now."""
        known = {"visible": review.status_sentence(self.article), "article": self.article}
        return show(self.request, self.admin, name, title, status, **{**known, **given})

    def log(self, words: str) -> None:
        self.admin.log_change(self.request, self.article, words)

    def done(self, words: str, level=messages.SUCCESS, to: str = CHANGE) -> HttpResponse:
        """Back to the form, or to another page of the article, with a sentence."""
        messages.add_message(self.request, level, words)
        return redirect(to, self.article.pk)


def of_article(right: str):
    """Decorator: passes an `ArticlePage` to a view whose user has the right."""

    def decorate(view):
        @wraps(view)
        def opened(request, admin, pk, **given):
            refuse_without(request, admin, right)
            return view(ArticlePage(admin, request, stored(pk)), **given)

        return opened

    return decorate

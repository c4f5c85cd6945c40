"""The history of an article: all versions, any two compared, an old one restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from articles.admin import version_diff
from articles.revisions import snapshot
from articles.workflow import publishing, status_text

FOLDER = "admin/articles/article"
ON_A_PAGE = 50
LIVE = "live"  # what visitors read, beside the numbers of versions
LONGEST_NUMBER = 9  # digits


class HistoryAdminMixin:
    """The pages 历史记录, 比较 and 恢复 of an article."""

    def get_urls(self):
        views = [
            ("compare/", self.compare_view, "compare"),
            ("restore/<int:number>/", self.restore_view, "restore"),
        ]
        own = [
            path(f"<int:pk>/{way}", self.admin_site.admin_view(view), name=f"articles_article_{n}")
            for way, view, n in views
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """All versions, the newest first; two of them may be chosen to be compared."""
        article = self._shown_to(request, object_id)
        rows = article.revisions.select_related("created_by").defer("content").order_by("-number")
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
        newest = publishing.newest_number(article)
        context = {"page": page, "newest": newest, "visible": status_text.sentence(article)}
        context["may_restore"] = self.has_change_permission(request, article)
        return self._page(request, "history", article, "历史记录", context)

    def compare_view(self, request, pk):
        """Two versions; without a choice what visitors read, and the newest."""
        article = self._shown_to(request, pk)
        newest = publishing.newest_number(article)
        old, old_name = self._version(article, request.GET.get("from") or LIVE)
        new, new_name = self._version(article, request.GET.get("to") or str(newest or LIVE))
        context = {
            "found": version_diff.comparison(old, new),
            "old_name": old_name,
            "new_name": new_name,
        }
        return self._page(request, "compare", article, "比较两个版本", context)

    def restore_view(self, request, pk, number):
        """Asks on GET, restores on POST."""
        article = self._shown_to(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(article.revisions.select_related("created_by"), number=number)
        if request.method == "POST":
            return self._restore(request, article, revision)
        edited, tags = publishing.as_edited(self._shown_to(request, pk))
        context = {
            "revision": revision,
            "found": version_diff.comparison(snapshot.take(edited, tags), revision.content),
            "visible": status_text.sentence(article),
        }
        return self._page(request, "restore", article, f"恢复第{number}版", context)

    def _restore(self, request, article, revision):
        kept = publishing.restore(revision=revision, user=request.user)
        words = f"已把第{revision.number}版恢复为第{kept.number}版"
        self.log_change(request, article, f"{words}。")
        now = self._shown_to(request, article.pk)
        still = "" if now.pending_id is None else "，还没有发布"
        self.message_user(request, f"{words}{still}。{status_text.sentence(now)}", messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _shown_to(self, request, pk):
        """A stored article, for who may see it."""
        if not str(pk).isdecimal() or len(str(pk)) > LONGEST_NUMBER * 2:
            raise Http404("没有这篇文章")
        article = self.article_or_404(int(pk))
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _version(self, article, name):
        """The content that a name means, and what it is called."""
        if name == LIVE:
            return snapshot.take(article), "访客看到的" if article.is_public else "保存在网站上的"
        if not name.isdecimal() or len(name) > LONGEST_NUMBER:
            raise Http404("没有这个版本")
        revision = get_object_or_404(article.revisions, number=int(name))
        return revision.content, f"第{revision.number}版"

    def _page(self, request, name, article, title, context):
        common = {
            **self.admin_site.each_context(request),
            **{"opts": self.opts, "article": article, "title": title},
        }
        response = render(request, f"{FOLDER}/{name}.html", {**common, **context})
        response["Cache-Control"] = "no-store, private"
        return response

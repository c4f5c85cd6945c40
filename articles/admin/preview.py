"""The article as its page will be: while it is written, and by a link for somebody outside."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from articles.admin.history import FOLDER
from articles.models import Article
from articles.public import context as public_context
from articles.workflow import previews
from firm.base import dates

TYPED = "预览：按现在写的内容显示，只有您自己看得到。"
# A page of the desk may frame this one; no other page, and no other site, may frame anything.
FRAMED = {"frame-ancestors": ["'self'"]}


class PreviewAdminMixin:
    """The preview of what is typed, and the page 外部预览 of an article."""

    @property
    def media(self):
        js = [Script(f"js/{name}.js", defer=True) for name in ("article_preview", "unsaved")]
        return super().media + Media(css={"all": ["css/typed_preview.css"]}, js=js)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        typed, links = wrap(require_POST(self.typed_view)), wrap(self.links_view)
        own = [
            path("preview/", typed, name="articles_article_preview"),
            path("<int:pk>/preview/", typed, name="articles_article_preview"),
            path("<int:pk>/links/", links, name="articles_article_links"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace(FRAMED))
    def typed_view(self, request, pk=None):
        """The page of an article as it is typed; nothing is stored."""
        article = self._edited(request, pk)
        kind = self.get_form(request, article, change=bool(pk), fields=self._typed(request))
        form = kind(request.POST, instance=article)
        wrong = tuple(
            f"{form.fields[name].label}：{errors[0]}" if name in form.fields else errors[0]
            for name, errors in form.errors.items()
        )
        article = form.instance
        if article.area_id is None or article.author_id is None:
            response = render(request, f"{FOLDER}/preview_early.html")
        else:
            band = public_context.Preview(TYPED, wrong, framed=True)
            tags = form.cleaned_data.get("tag_names", [])
            response = render(
                request,
                public_context.TEMPLATE,
                public_context.preview_context(article, band, tags),
            )
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _typed(self, request):
        """The fields that the page shows; panels and what is for the history are none."""
        own = {field.name for field in Article._meta.fields}
        named = flatten_fieldsets(self.get_fieldsets(request))
        return [name for name in named if name in own]

    def _edited(self, request, pk):
        """The article that is edited, with its change that is not published; or a new one."""
        article = self.get_object(request, str(pk)) if pk else Article(publish_at=timezone.now())
        if article is None:
            raise Http404("没有这篇文章")
        may = self.has_change_permission if pk else self.has_add_permission
        if not may(request):
            raise PermissionDenied
        return article

    def links_view(self, request, pk):
        """All links to an article; makes one or revokes one on POST."""
        article = self.article_or_404(pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if request.method == "POST":
            return self._change_links(request, article)
        links = list(article.preview_links.select_related("created_by"))
        now = timezone.now()
        for link in links:
            link.alive = link.revoked_at is None and link.expires_at > now
            link.address = previews.address(link) if link.alive else ""
        context = {
            **self.admin_site.each_context(request),
            **{"opts": self.opts, "article": article, "title": "外部预览", "links": links},
        }
        response = render(request, f"{FOLDER}/links.html", context)
        response["Cache-Control"] = "no-store, private"
        return response

    def _change_links(self, request, article):
        chosen = request.POST.get("revoke", "")
        if chosen:
            if not chosen.isdecimal() or len(chosen) > previews.LONGEST_KEY:
                raise Http404("没有这个链接")
            link = get_object_or_404(article.preview_links, pk=chosen)
            previews.revoke(link=link)
            words = f"{dates.minute(link.created_at)}生成的预览链接已经作废。"
        else:
            link = previews.make(article=article, user=request.user)
            words = f"预览链接已生成，{dates.minute(link.expires_at)}失效。"
        self.log_change(request, article, words)
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:articles_article_links", article.pk)

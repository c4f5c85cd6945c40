"""Article list, article page."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import page
from articles.models import Article
from firm import paging
from firm.head import HOME, Head


@require_safe
def article_list(request):
    """All published articles, newest first."""
    newest = paging.page_of(request, Article.objects.published().for_list())
    head = Head(
        title="法律问答",
        description="按业务领域整理的常见法律问题，由执业律师撰写并核对。",
        path=paging.canonical(request, request.path),
        trail=[HOME, ("法律问答", request.path)],
    )
    return render(request, "articles/article_list.html", {"page": newest, "head": head})


@require_safe
def article_detail(request, pk):
    """One article; 410 when it was taken down, 404 for a draft unless staff may change it."""
    everything = Article.objects.select_related("area__parent", "author", "checked_by")
    article = everything.filter(pk=pk).first()
    if article is None:
        raise Http404("没有这篇文章")
    if article.is_public:
        return render(request, page.TEMPLATE, page.context(article))
    if request.user.is_staff and request.user.has_perm("articles.change_article"):
        response = render(request, page.TEMPLATE, page.context(article, draft=True))
        response["Cache-Control"] = "private, no-store"
        return response
    if article.is_gone:
        return render(request, "410.html", {"area": article.area}, status=410)
    raise Http404("没有这篇文章")

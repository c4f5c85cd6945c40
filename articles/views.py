"""Article list, article page."""

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles import basis, cited, head, moved, structure
from articles.linked import with_links
from articles.models import Article
from articles.related import further_reading
from firm import paging
from firm.head import HOME, Head
from firm.identity import Identity
from firm.templatetags.firm_tags import richtext_safe


@require_safe
def article_list(request):
    """All published articles, newest first."""
    page = paging.page_of(request, Article.objects.published().for_list())
    listed = Head(
        title="法律问答",
        description="按业务领域整理的常见法律问题，由执业律师撰写并核对。",
        path=paging.canonical(request, request.path),
        trail=[HOME, ("法律问答", request.path)],
    )
    return render(request, "articles/article_list.html", {"page": page, "head": listed})


@require_safe
def article_detail(request, pk):
    """One article; 410 when it was taken down, 404 for a draft unless staff may change it."""
    everything = Article.objects.select_related("area__parent", "author", "checked_by")
    article = everything.filter(pk=pk).first()
    if article is None:
        raise Http404("没有这篇文章")
    if article.is_public:
        return _page(request, article)
    if request.user.is_staff and request.user.has_perm("articles.change_article"):
        response = _page(request, article, draft=True)
        response["Cache-Control"] = "private, no-store"
        return response
    if article.is_gone:
        return render(request, "410.html", {"area": article.area}, status=410)
    raise Http404("没有这篇文章")


def _page(request, article, draft=False):
    site = Identity()
    citations, day = cited.of(article), basis.day_of(article)
    rests_on = basis.rows(citations, day)
    linked = with_links(richtext_safe(article.body), cited.marks(citations))
    body, contents = structure.with_anchors(linked)
    context = {
        "article": article,
        "body": mark_safe(body),  # cleaned by richtext_safe just above; the links are escaped
        "contents": contents if structure.is_long(contents) else [],
        "moved": moved.lines(citations),
        "basis": rests_on,
        "basis_day": day,
        "further": further_reading(article, citations),
        "draft": draft,
        "site": site,
        "head": head.of(article, site, rests_on, draft),
    }
    return render(request, "articles/article_detail.html", context)

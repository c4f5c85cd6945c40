"""Article list, article page."""

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles import basis, cited, jsonld, lists, moved, reads, structure
from articles.linked import with_links
from articles.models import Article
from articles.related import further_reading
from firm import paging
from firm.head import HOME, Head
from firm.identity import Identity
from firm.templatetags.firm_tags import richtext_safe


@require_safe
def article_list(request):
    """All published articles or those of one area, newest first."""
    areas, area = lists.areas_to_choose(request)
    found = lists.in_area(area) if area else Article.objects.published()
    head = Head(
        title=f"{area.name}：法律问答" if area else "法律问答",
        description="按业务领域整理的常见法律问题，由执业律师撰写并核对。",
        # The page of the area has the same list and more: it is the one to be found.
        path=paging.canonical(request, area.get_absolute_url() if area else request.path),
        trail=[HOME, ("法律问答", request.path)],
    )
    context = {"page": lists.page_of(request, found), "tags": lists.tags_in(found), "head": head}
    return render(request, "articles/article_list.html", {**context, "areas": areas, "area": area})


@require_safe
def article_detail(request, pk):
    """One article; 410 when it was taken down, 404 for a draft unless staff may change it."""
    everything = Article.objects.select_related("area__parent", "author", "checked_by")
    everything = everything.prefetch_related("tags")
    article = everything.filter(pk=pk).first()
    if article is None:
        raise Http404("没有这篇文章")
    if article.is_public:
        reads.note(request, article)
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
    linked = with_links(richtext_safe(article.body), cited.marks(citations))
    body, contents = structure.with_anchors(linked)
    context = {
        "article": article,
        "body": mark_safe(body),  # cleaned by richtext_safe just above; the links are escaped
        "contents": contents if structure.is_long(contents) else [],
        "moved": moved.lines(citations),
        "basis": basis.rows(citations, day),
        "basis_day": day,
        "further": further_reading(article),
        "draft": draft,
        "site": site,
        "head": _head(article, site, draft),
    }
    return render(request, "articles/article_detail.html", context)


def _head(article, site, draft):
    above = [article.area.parent] if article.area.parent else []
    areas = [
        (area.name, area.get_absolute_url()) for area in [*above, article.area] if area.is_published
    ]
    return Head(
        title=article.title,
        description=article.description,
        path=article.get_absolute_url(),
        kind="article",
        index=not draft,
        published=article.publish_at,
        modified=max(article.updated_at, article.publish_at),
        trail=[HOME, *areas, (article.title, article.get_absolute_url())],
        data=[jsonld.article(article, site)],
    )

"""The page of a tag."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Tag
from articles.public import default_words, lists
from firm.base import pagination
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache


@page_cache.shared(page=page_cache.page_number)
@require_safe
def tag_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The published articles of a tag, newest first; 404 while there is none."""
    tag = get_object_or_404(Tag, pk=pk)
    found = lists.with_tag(tag)
    page = lists.page_of(request, found)
    if not page.paginator.count:
        raise Http404("该标签下暂无文章")
    path = tag.get_absolute_url()
    head = Head(
        *default_words.of_tag(tag, page.paginator.count, Identity()),
        path=pagination.canonical(request, path),
        index=lists.is_worth_finding(tag),
        follow=True,
        trail=[HOME, ("法律问答", reverse("articles:list")), (tag.name, path)],
    )
    others = [one for one in lists.tags_in(found) if one.pk != tag.pk]
    context = {"tag": tag, "page": page, "tags": others, "head": head}
    return render(request, "articles/tag_detail.html", context)

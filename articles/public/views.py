"""The public views of articles: list, page, tag."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Tag
from articles.public import cards, lists
from articles.public import context as public_context
from articles.related import further_reading
from articles.stats import reads
from articles.workflow import previews, publishing
from firm.base import current_site, dates, queries, share_card
from firm.base.current_site import absolute_url
from firm.public import views as firm_views
from firm.site import records
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
        *public_context.words_of_tag(tag, page.paginator.count, Identity()),
        path=queries.canonical(request, path),
        index=lists.is_worth_finding(tag),
        follow=True,
        trail=[HOME, ("法律问答", reverse("articles:list")), (tag.name, path)],
    )
    others = [one for one in lists.tags_in(found) if one.pk != tag.pk]
    context = {"tag": tag, "page": page, "tags": others, "head": head}
    return render(request, "articles/tag_detail.html", context)


INSTEAD = 5  # articles shown in place of one that was withdrawn
GONE = "这篇文章已经撤下"
BAND = "预览：{seen}，链接至{until}（北京时间）失效。请勿转发。"
NOT_PUBLIC = "尚未公开"
CHANGE_NOT_PUBLIC = "这里的修改尚未公开"
SAME = "这篇文章已经公开，内容与公开版本相同"
DEAD = "预览链接不存在或已经失效，请向发送人索取新的链接。"


@page_cache.shared(area=page_cache.slug, order=page_cache.slug, page=page_cache.page_number)
@require_safe
def article_list(request):
    """All published articles or those of one area: the newest first, or what is read most."""
    slug, order = request.GET.get("area", ""), request.GET.get("order", "")
    area, by_reads = records.area(slug), order == lists.MOST_READ
    if slug and area is None:
        raise Http404("业务领域不存在")
    if order and not by_reads:
        raise Http404("页面不存在")
    found = lists.in_area(area) if area else lists.ALL
    page, site = lists.page_of(request, found, by_reads), Identity()
    words = public_context.words_of_area(area, site) if area else public_context.words_of_all(site)
    head = Head(
        *words,
        page="" if area else "articles",
        drawn=words.title if area else public_context.TITLE,
        # The page of the area has the same list and more: it is the one to be found.
        path=queries.canonical(request, area.get_absolute_url() if area else request.path),
        trail=[HOME, ("法律问答", request.path)],
        own=area is None,
    )
    context = {
        "page": page,
        "tags": lists.tags_in(found),
        "area": area,
        "by_reads": by_reads,
        "has_order": by_reads or bool(reads.most_read(found)),
        "head": head,
    }
    return render(request, "articles/article_list.html", context)


@page_cache.shared()
@require_safe
def article_detail(request, pk):
    """One article; 410 when it was taken down, 404 for a draft unless staff may change it."""
    article = cards.article(pk)
    if article is None:
        raise Http404("文章不存在")
    own = current_site.current()
    if article.is_public and own and own.pk != article.author_id:
        return redirect(absolute_url(article.get_absolute_url()), permanent=True)
    if article.is_public:
        # A rendering for everybody counts with each reader who is shown it; staff reads for work.
        page_cache.facts().article = article.pk
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            reads.count_view(article.pk, request.META)
        context = public_context.context(article)
        if request.GET:  # the page may show it, and of queries is no end
            context["made_of"] = None
        return render(request, public_context.TEMPLATE, context)
    if admin.site.has_permission(request) and request.user.has_perm("articles.change_article"):
        response = render(
            request, public_context.TEMPLATE, public_context.context(article, draft=True)
        )
        response["Cache-Control"] = "private, no-store"
        return response
    if article.is_gone:
        further = further_reading.further_reading(article, INSTEAD)
        context = {"area": article.area, "further": further, "head": Head(title=GONE, index=False)}
        return render(request, "410.html", context, status=410)
    raise Http404("文章不存在")


@require_safe
def picture(request, pk, shape, sealed):
    """The picture of a link to an article, for as long as the article is public; then 410."""
    card, article = share_card.read(sealed), cards.article(int(pk))
    if card is None or card.article != pk:
        raise Http404("没有这张图片")
    if article is None or not article.is_public:
        return HttpResponse(GONE, status=410, content_type="text/plain; charset=utf-8")
    return firm_views.drawn(card, shape)


@require_safe
def preview(request, token):
    """What a signed link leads to: the newest version; every link that is dead gets one answer."""
    link = previews.alive(token)
    if link is None:
        context = {"status": 404, "title": "页面不存在", "text": DEAD}
        return _unseen(render(request, "error.html", context, status=404))
    seen = NOT_PUBLIC
    if link.article.is_public:  # the row, before its change is put over it
        seen = CHANGE_NOT_PUBLIC if link.article.pending_id else SAME
    band = public_context.Preview(BAND.format(seen=seen, until=dates.minute(link.expires_at)))
    article, tags = publishing.as_edited(link.article)
    context = public_context.preview_context(article, band, tags)
    return _unseen(render(request, public_context.TEMPLATE, context))


def _unseen(response):
    """Marks a response: no cache, no search engine, no referrer."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

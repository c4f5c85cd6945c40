"""Article list, article page."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.public import context as public_context
from articles.public import default_words, lists, reading
from articles.related import further_reading
from articles.stats import page_views, popular
from articles.workflow import previews, publishing
from firm.base import current_site, dates, pagination
from firm.base.urls import absolute_url
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache

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
    area, by_reads = lists.chosen_area(request), lists.is_by_reads(request)
    found = lists.in_area(area) if area else lists.ALL
    page, site = lists.page_of(request, found, by_reads), Identity()
    words = default_words.of_area(area, site) if area else default_words.all_articles(site)
    head = Head(
        *words,
        page="" if area else "articles",
        drawn=words.title if area else default_words.TITLE,
        # The page of the area has the same list and more: it is the one to be found.
        path=pagination.canonical(request, area.get_absolute_url() if area else request.path),
        trail=[HOME, ("法律问答", request.path)],
        own=area is None,
    )
    context = {
        "page": page,
        "tags": lists.tags_in(found),
        "area": area,
        "by_reads": by_reads,
        "has_order": by_reads or bool(popular.most_read(found)),
        "head": head,
    }
    return render(request, "articles/article_list.html", context)


@page_cache.shared()
@require_safe
def article_detail(request, pk):
    """One article; 410 when it was taken down, 404 for a draft unless staff may change it."""
    article = reading.article(pk)
    if article is None:
        raise Http404("文章不存在")
    if article.is_public and not current_site.shows_articles_of(article.author_id):
        return redirect(absolute_url(article.get_absolute_url()), permanent=True)
    if article.is_public:
        _count(request, article)
        return render(request, public_context.TEMPLATE, public_context.context(article))
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


def _count(request, article):
    """A rendering for everybody counts with each reader who is shown it; staff reads for work.

    A login is looked up only where a cookie names one, or the page would be another one for each
    visitor to every cache.
    """
    page_cache.is_read(article.pk)
    named = settings.SESSION_COOKIE_NAME in request.COOKIES
    if not (named and request.user.is_staff):
        header = request.headers.get
        page_views.count_view(article.pk, request.method, lambda name: header(name, ""))


@require_safe
def preview(request, token):
    """What a signed link leads to: the newest version; every link that is dead gets one answer."""
    link = previews.alive(token)
    if link is None:
        context = {"status": 404, "title": "页面不存在", "text": DEAD}
        return _unseen(render(request, "error.html", context, status=404))
    band = public_context.Preview(_band(link))  # of the row, before its change is put over it
    article, tags = publishing.as_edited(link.article)
    context = public_context.preview_context(article, band, tags)
    return _unseen(render(request, public_context.TEMPLATE, context))


def _band(link):
    seen = NOT_PUBLIC
    if link.article.is_public:
        seen = CHANGE_NOT_PUBLIC if link.article.pending_id else SAME
    return BAND.format(seen=seen, until=dates.minute(link.expires_at))


def _unseen(response):
    """Marks a response: no cache, no search engine, no referrer."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

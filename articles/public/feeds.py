"""Articles for other programs: the Atom feed, and the read API where the firm has opened it."""

import re
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from articles import search
from articles.models import Article
from articles.public import cards, lists
from firm.base import current_site, dates, queries
from firm.base.current_site import absolute_url, here_url
from firm.models import SiteSettings
from firm.site import records
from firm.site.identity import Identity
from richtext.base import page_cache
from richtext.core import display
from richtext.core.tree import write

LENGTH = 20
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML file may hold them
BESIDE = ["summary", "updated_at"]  # columns that a row of a list does without


def facts(article: Article) -> dict:
    """What a program is told of an article; without times where the site knows no date of it."""
    author, area = article.author, article.area
    dated = article.has_own_date
    return {
        "id": article.pk,
        "url": here_url(article.get_absolute_url()),
        "title": article.title,
        "summary": article.summary or article.excerpt,
        "area": {"name": area.name, "slug": area.slug if area.is_published else None},
        "tags": [tag.name for tag in article.tags.all()],
        "author": {
            "name": author.name,
            "url": here_url(author.get_absolute_url()) if author.is_published else None,
        },
        "published": dates.beijing(article.publish_at) if dated else None,
        "updated": dates.beijing(article.changed_at) if dated else None,
    }


@page_cache.shared()
@conditional_page
@require_safe
def newest(request):
    """The twenty newest articles as an Atom feed (RFC 4287); what has no date is no news.

    Without Django's `Feed`, which asks the row of `django.contrib.sites` where we are and says by
    whole seconds when it last changed.
    """
    site = Identity()
    feed = Atom1Feed(
        title=_plain(f"{site.site_title} 法律问答"),
        subtitle=_plain(site.settings.slogan) or None,
        link=here_url(reverse("articles:list")),
        feed_url=here_url(reverse("articles:feed")),
        author_name=_plain(site.name),
        language="zh-CN",
        description="",
    )
    dated = Article.objects.published().with_own_date()
    for article in cards.with_names(dated.prefetch_related("tags")[:LENGTH], *BESIDE):
        told = facts(article)
        feed.add_item(
            title=_plain(told["title"]),
            link=told["url"],
            # On every site the same; the id in it never changes.
            unique_id=absolute_url(article.get_absolute_url()),
            description=escape(_plain(told["summary"])),  # Atom takes it as HTML
            author_name=_plain(told["author"]["name"]),
            author_link=told["author"]["url"],
            pubdate=told["published"],
            updateddate=told["updated"],
            categories=[_plain(name) for name in [told["area"]["name"], *told["tags"]]],
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Cache-Control"] = "no-cache"  # kept, but asked for again each time
    return response


def _plain(text):
    return NOT_XML.sub("", text)


# The read API: docs/operations.md.

PER_PAGE = 20
LONGEST = 300  # characters that are searched for
OF_PICTURE = ["src", "width", "height", "alt"]
OF_THE_SITE = re.compile("/(?!/)")  # //a.cn/x is of another one
CLOSED = "本站没有开放文章接口。"
READ_ONLY = "文章接口只能读取，请用GET请求。"
NO_AREA = "没有这个业务领域。"
NO_ARTICLE = "没有这篇文章。"
GONE = "这篇文章已经撤下。"


def _answer(view: Callable[..., dict]) -> Callable[..., HttpResponse]:
    """A view of the API: JSON whatever comes of it, for GET and HEAD, and only once it is open."""

    @csrf_exempt  # a post is told that nothing is posted here
    @wraps(view)
    def answered(request: HttpRequest, **place: int) -> HttpResponse:
        headers = {"X-Robots-Tag": "noindex"}
        try:
            if not SiteSettings.load().api_is_open:
                raise Http404(CLOSED)
            if request.method in {"GET", "HEAD"}:
                said, status = view(request, **place), 200
            else:
                said, status, headers["Allow"] = {"error": READ_ONLY}, 405, "GET, HEAD"
        except Http404 as error:
            said = {"error": f"{error}".rstrip("。") + "。"}
            status = 410 if said["error"] == GONE else 404
        plain = {"ensure_ascii": False}
        return JsonResponse(said, status=status, json_dumps_params=plain, headers=headers)

    return answered


@page_cache.shared(area=page_cache.slug, q=page_cache.words, page=page_cache.page_number)
@conditional_page
@_answer
def article_list(request: HttpRequest) -> dict:
    """A page of the public articles, the newest first, of an area or that answer some words."""
    slug, words = request.GET.get("area", ""), request.GET.get("q", "").replace("\x00", " ").strip()
    area = records.area(slug) if slug else None
    if slug and area is None:
        raise Http404(NO_AREA)
    number = queries.number_of(request)
    if words:
        start, own = (number - 1) * PER_PAGE, current_site.current()
        found = search.find_articles(words[:LONGEST], PER_PAGE, start, area, own)
        keys, page = found.ids, queries.page_of(request, range(found.total), PER_PAGE)
    else:
        listing = lists.in_area(area) if area else lists.ALL
        page = queries.page_of(request, listing, PER_PAGE, lists.NewestFirst)
        keys = [one.pk for one in page]
    told = {"page": number, "pages": page.paginator.num_pages, "total": page.paginator.count}
    public = Article.objects.published().prefetch_related("tags")  # the index may be behind
    return {**told, "articles": [facts(one) for one in cards.of(keys, public, BESIDE)]}


@page_cache.shared()
@conditional_page
@_answer
def article_detail(request: HttpRequest, pk: int) -> dict:
    """One public article with its text, whose links and pictures have full addresses."""
    article, own = cards.article(pk), current_site.current()
    if article is None or (own and own.pk != article.author_id):
        raise Http404(NO_ARTICLE)
    if not article.is_listed:
        raise Http404(GONE if article.is_gone else NO_ARTICLE)
    body = display.shown(article.body)
    for image in body.walk("img"):  # without its renditions: their addresses are of a page
        image.attributes = {name: image.attributes[name] for name in OF_PICTURE}
    for element in body.walk("a", "img"):
        for name in {"href", "src"} & element.attributes.keys():
            if OF_THE_SITE.match(element.attributes[name]):
                element.attributes[name] = here_url(element.attributes[name])
    checked, by = article.checked_on, article.checked_by
    return {
        **facts(article),
        "body": write(body),
        "checked": {"on": checked, "by": by.name} if checked and by else None,
        "source": article.source or None,
        "ai_assisted": article.ai_assisted,
    }

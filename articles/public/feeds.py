"""Atom feed of the newest articles (RFC 4287).

Written without Django's `Feed`, which asks the row of `django.contrib.sites` where we are and
tells clients by whole seconds when it last changed. Who asks again is answered by the content
itself: an article that comes out or ends is there, or gone, from that moment on.
"""

import re

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article
from articles.public import cards
from firm.base import dates
from firm.base.urls import absolute_url, here_url
from firm.site.identity import Identity
from richtext.base import page_cache

LENGTH = 20
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML file may hold them


@page_cache.shared()
@conditional_page
@require_safe
def newest(request):
    """The twenty newest articles, with their summaries; what has no date is no news."""
    feed = _feed(Identity())
    dated = Article.objects.published().with_own_date()
    newest = dated.prefetch_related("tags")[:LENGTH]
    for article in cards.with_names(newest, "summary", "updated_at"):
        feed.add_item(**_item(article))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Cache-Control"] = "no-cache"  # kept, but asked for again each time
    return response


def _feed(site):
    return Atom1Feed(
        title=_plain(f"{site.site_title} 法律问答"),
        subtitle=_plain(site.settings.slogan) or None,
        link=here_url(reverse("articles:list")),
        feed_url=here_url(reverse("articles:feed")),
        author_name=_plain(site.name),
        language="zh-CN",
        description="",
    )


def _item(article):
    path = article.get_absolute_url()
    author = article.author
    return {
        "title": _plain(article.title),
        "link": here_url(path),
        "unique_id": absolute_url(path),  # on every site the same; the id in it never changes
        "description": escape(_plain(article.summary or article.excerpt)),  # Atom takes it as HTML
        "author_name": _plain(author.name),
        "author_link": here_url(author.get_absolute_url()) if author.is_published else None,
        "pubdate": dates.beijing(article.publish_at),
        "updateddate": dates.beijing(article.changed_at),
        "categories": [_plain(one.name) for one in [article.area, *article.tags.all()]],
    }


def _plain(text):
    return NOT_XML.sub("", text)

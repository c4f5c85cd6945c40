"""Pieces of articles for pages of other apps; each takes explicit arguments."""

from django import template
from django.utils import timezone

from articles.law import plain_text, review_due
from articles.models import Article, Citation
from articles.public import cards, lists
from articles.stats import popular

register = template.Library()
NONE_IN_AREA = "该领域暂无文章。"


@register.inclusion_tag("articles/includes/area_articles.html")
def area_articles(request, area):
    """An area and those below it: the paged articles, their tags, what was read most."""
    found = lists.in_area(area)
    return {
        "request": request,
        "page": lists.page_of(request, found),
        "tags": lists.tags_in(found),
        "most_read": popular.most_read(found),
        "none": NONE_IN_AREA,
    }


@register.inclusion_tag("articles/includes/paged.html")
def lawyer_articles(request, lawyer):
    """The paged articles of a lawyer."""
    page = lists.page_of(request, lists.by(lawyer))
    return {"request": request, "page": page, "none": "暂无文章。"}


@register.simple_tag
def article_card(article, level):
    """An article in a list."""
    return cards.html(article, level or 3)


@register.inclusion_tag("articles/includes/most_read.html")
def most_read_articles():
    """What was read most lately; nothing where that says little."""
    return {"most_read": popular.most_read(lists.ALL)}


@register.inclusion_tag("articles/includes/citing.html")
def citing_articles(statute, number=None, sub=0, most=11):
    """The newest articles that cite a version of a statute, or one article of it, and how many."""
    cites, name = Citation.objects.filter(statute=statute), statute.short_name
    cites = cites.of_article(name, number, sub) if number else cites.filter(short_name=name)
    found = Article.objects.published().filter(pk__in=cites.values("article"))
    articles = list(found.only("title", "excerpt")[: most + 1])  # one more: are there others?
    total = found.count() if len(articles) > most else len(articles)
    return {"articles": articles[:most], "total": total, "whole": not number}


@register.inclusion_tag("articles/includes/check_due.html")
def check_due(article):
    """The dated line on an article whose law nobody has checked for long."""
    return {"line": review_due.line(article)}


@register.filter
def with_law(text, written_at):
    """A plain text in paragraphs, with links to the law as it stood when it was written."""
    return plain_text.with_law(text, timezone.localdate(written_at))

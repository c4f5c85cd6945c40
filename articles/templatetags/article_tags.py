"""Pieces of articles for pages of other apps; each takes explicit arguments."""

from django import template

from articles import due
from articles.models import Article, Citation
from firm import paging

register = template.Library()


@register.inclusion_tag("articles/includes/area_articles.html")
def area_articles(request, area):
    """The paged articles of an area and of the areas below it."""
    found = Article.objects.published().filter(area__in=[area, *area.children.all()])
    return {"request": request, "page": paging.page_of(request, found.for_list())}


@register.inclusion_tag("articles/includes/card_list.html")
def lawyer_articles(lawyer, number=8):
    """The newest articles of a lawyer."""
    return {"articles": Article.objects.published().filter(author=lawyer).for_list()[:number]}


@register.inclusion_tag("articles/includes/citing.html")
def citing_articles(statute, number=None, sub=0, most=11):
    """The newest articles that cite a version of a statute, or one article of it, and how many."""
    cites, name = Citation.objects.filter(statute=statute), statute.short_name
    cites = cites.of_article(name, number, sub) if number else cites.filter(short_name=name)
    found = Article.objects.published().filter(pk__in=cites.values("article"))
    return {
        "articles": found.only("title", "excerpt")[:most],
        "total": found.count(),
        "whole": not number,
    }


@register.inclusion_tag("articles/includes/check_due.html")
def check_due(article):
    """The dated line on an article whose law nobody has checked for long."""
    return {"line": due.line(article)}

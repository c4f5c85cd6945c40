"""Pieces of articles for pages of other apps; each takes explicit arguments."""

from django import template

from articles.models import Article
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

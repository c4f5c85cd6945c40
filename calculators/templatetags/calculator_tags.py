"""Pieces of the tools, for their own pages and those of other apps."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from calculators import parameters
from calculators.formulas.base import Figure, Tool
from calculators.models import Parameter
from calculators.public import finding, results, uses
from calculators.public.results import Cite

register = template.Library()
register.simple_tag(results.amount, name="amount")


@register.filter
def linked(cite: Cite):
    """A link to an article of law with the card of its text; a source in words."""
    link = '<a class="cite" href="{}" data-statute-card="{}">{}</a>'
    return format_html(link, cite.address, cite.card, cite.label) if cite.address else cite.label


@register.simple_tag
def law_of(figures: Iterable[Figure], day: date | None):
    """What figures rest on, one after the other."""
    found = results.cites(figures, day or timezone.localdate())
    return format_html_join("、", "{}", ((linked(one),) for one in found))


@register.simple_tag
def shown_tools() -> list[Tool]:
    """The tools that the firm shows; the menu has an entry where there is one."""
    return list(uses.shown().values())


@register.inclusion_tag("calculators/links.html")
def area_tools(area):
    """The tools that belong to a practice area."""
    return {"tools": finding.of_area(area)}


@register.inclusion_tag("calculators/links.html")
def tools_resting_on(cited: Iterable[tuple[str, int, int]]):
    """The tools that rest on one of these articles of law."""
    figures, today, wanted = parameters.current(), timezone.localdate(), set(cited)
    found = [
        tool
        for tool in (uses.shown().values() if wanted else ())
        if wanted & results.places(figures.starting_with(tool.keys, today))
    ]
    return {"tools": found}


@register.inclusion_tag("calculators/periods.html")
def periods_of(statute, place):
    """The periods that rest on an article."""
    named = {"short_name": statute.short_name, "number": place.number, "sub": place.sub}
    return {"periods": Parameter.objects.periods().filter(**named)}

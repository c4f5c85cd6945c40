"""Pieces of the pages of tools."""

from datetime import date

from django import template
from django.utils.formats import date_format

from calculators.formulas.base import Amount, Range, cents
from calculators.models import Parameter

register = template.Library()


@register.simple_tag
def result_amount(value: Amount, unit: str = "元") -> str:
    """1,550.00元, 1,550.00至1,800.00元, 2025年10月9日; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_format(value, "Y年n月j日")
    if isinstance(value, Range):
        return f"{cents(value.low):,}至{cents(value.high):,}{unit}"
    return f"{cents(value):,}{unit}"


@register.inclusion_tag("calculators/periods.html")
def periods_of(statute, place):
    """The periods that rest on an article."""
    named = {"short_name": statute.short_name, "number": place.number, "sub": place.sub}
    return {"periods": Parameter.objects.periods().filter(**named)}

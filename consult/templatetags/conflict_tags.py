"""Pieces of the conflict check on the page of a consultation."""

from django import template

from consult.base import staff
from consult.conflicts import check
from consult.crypto.fields import DecryptionError

register = template.Library()


@register.simple_tag
def not_compared(consultation):
    """Labels of the names that say too little to be compared; none where they do not open."""
    try:
        return check.not_compared(consultation)
    except DecryptionError:
        return []


@register.simple_tag
def staff_name(user):
    """How colleagues know somebody."""
    return staff.display_name(user)

"""The size of type that a visitor has chosen, for the frame of a page."""

from django import template

from website.http import type_size

register = template.Library()


@register.simple_tag(takes_context=True)
def large_type(context):
    """Whether this page is read in large type; an error page may know no request."""
    request = context.get("request")
    return bool(request) and type_size.is_large(request)

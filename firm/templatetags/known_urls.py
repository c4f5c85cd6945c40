"""`{% url %}` for all templates: an address without arguments is worked out once."""

from django import template
from django.template import defaulttags
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from firm.base.current_site import path_of

register = template.Library()


@register.tag
def url(parser, token):
    """Django's own tag, but for what is the same each time."""
    node = defaulttags.url(parser, token)
    return node if node.args or node.kwargs else KnownURL(node.view_name, [], {}, node.asvar)


class KnownURL(defaulttags.URLNode):
    """The address of a page that has one alone."""

    def render(self, context):
        try:
            path = path_of(self.view_name.resolve(context))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            path = ""
        if self.asvar is None:
            return conditional_escape(path)
        context[self.asvar] = path
        return ""

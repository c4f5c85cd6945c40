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
    return node if node.args or node.kwargs else KnownURL(node)


class KnownURL(template.Node):
    """The address of a page that has one alone."""

    def __init__(self, node: defaulttags.URLNode):
        self.name, self.asvar = node.view_name, node.asvar

    def render(self, context):
        name = self.name.resolve(context)
        if not self.asvar:
            return conditional_escape(path_of(name))
        try:
            context[self.asvar] = path_of(name)
        except NoReverseMatch:
            context[self.asvar] = ""
        return ""

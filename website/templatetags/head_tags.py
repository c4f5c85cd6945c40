"""The way from the form of a record to the words of its page in search results."""

from django import template
from django.urls import reverse

register = template.Library()

# The kinds of records that have a page, by the name of the model, and who says what it is called.
KINDS = {"article": "article", "practicearea": "area", "lawyer": "lawyer", "page": "page"}
RIGHTS = {
    "article": "articles.publish_article",
    "area": "firm.change_practicearea",
    "lawyer": "firm.change_lawyer",
    "page": "firm.change_page",
}


@register.simple_tag(takes_context=True)
def words_address(context, record):
    """Where the words of a record's page are chosen; empty for what has none, and for others."""
    kind = KINDS.get(record._meta.model_name) if record else None
    if kind is None or not context["request"].user.has_perm(RIGHTS[kind]):
        return ""
    return reverse("admin:heads_of", args=[kind, record.pk])

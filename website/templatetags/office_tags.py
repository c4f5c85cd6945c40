"""Template tags of the office: files, fields, cells of lists, the way to the words of a head; and
the size of type that a visitor has chosen."""

import re
from itertools import zip_longest

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from website.http import type_size

register = template.Library()

OPENING = re.compile(r"^<(t[dh]\b[^>]*)>")
# What the site and its lists show for an empty value.
NOTHING = re.compile(r"<t[dh][^>]*>\s*(?:[无—]\s*)?</t[dh]>")

# The kinds of records that have a page, by the name of the model, and who says what it is called.
KINDS = {"article": "article", "practicearea": "area", "lawyer": "lawyer", "page": "page"}
RIGHTS = {
    "article": "articles.publish_article",
    "area": "firm.change_practicearea",
    "lawyer": "firm.change_lawyer",
    "page": "firm.change_page",
}


def _each(said, path):
    """What stands in a head for each of our files that is named."""
    return lambda names: format_html_join(
        "\n", said, ((static(path % one),) for one in names.split())
    )


register.filter("sheets", _each('<link rel="stylesheet" href="{}">', "css/%s.css"))
register.filter("scripts", _each('<script src="{}" defer></script>', "js/%s.js"))


@register.simple_tag
def wrong(field):
    """What is wrong with a field, where its box says that it is told."""
    said = '<p class="errornote" id="{}_error" role="alert">{}</p>'
    return format_html(said, field.auto_id, field.errors[0]) if field.errors else ""


@register.simple_tag
def hint(field):
    """The help of a field, likewise."""
    said = '<p class="help" id="{}_helptext">{}</p>'
    return format_html(said, field.auto_id, field.help_text) if field.help_text else ""


@register.simple_tag
def box(field, css="desk-field"):
    """A field of a form: its label, what is wrong with it, its box, its help."""
    label, tick = field.label_tag(label_suffix=""), ""
    if field.widget_type == "checkbox":
        label, tick = "", format_html('<label class="tick">{} {}</label>', field, field.label)
    parts = (css, label, wrong(field), tick or field, hint(field))
    return format_html('<div class="{}">{} {} {} {}</div>', *parts)


@register.simple_tag(takes_context=True)
def large_type(context):
    """Whether this page is read in large type; an error page may know no request."""
    request = context.get("request")
    return bool(request) and type_size.is_large(request)


@register.simple_tag(takes_context=True)
def words_address(context, record):
    """Where the words of a record's page are chosen; empty for what has none, and for others."""
    kind = KINDS.get(record._meta.model_name) if record else None
    if kind is None or not context["request"].user.has_perm(RIGHTS[kind]):
        return ""
    return reverse("admin:heads_of", args=[kind, record.pk])


@register.simple_tag
def labelled(headers, cells):
    """The cells of a row with `data-label`, for telephones, where the head of the table is out of
    sight, and `data-empty`. Both lists are Django's; the cells are finished HTML, escaped by it."""
    return [_labelled(header, cell) for header, cell in zip_longest(headers, cells[:])]


def _labelled(header, cell):
    if cell is None or header is None or "action-checkbox" in header.get("class_attrib", ""):
        return cell or ""
    empty = " data-empty" if NOTHING.fullmatch(cell) else ""
    label = f' data-label="{escape(capfirst(header["text"]))}"{empty}'
    return mark_safe(OPENING.sub(lambda tag: f"<{tag[1]}{label}>", cell, count=1))

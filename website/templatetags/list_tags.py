"""Tags of the lists of the admin: each cell knows the name of its column.

On a telephone a row is a block, and the head of the table is out of sight.
"""

import re
from itertools import zip_longest

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()

OPENING = re.compile(r"^<(t[dh]\b[^>]*)>")
# What the site and its lists show for an empty value.
NOTHING = re.compile(r"<t[dh][^>]*>\s*(?:[无—]\s*)?</t[dh]>")


@register.simple_tag
def labelled(headers, cells):
    """The cells of a row with `data-label`, and `data-empty` where there is nothing in them.

    Both lists are Django's; the cells are finished HTML, escaped by it.
    """
    return [_labelled(header, cell) for header, cell in zip_longest(headers, cells[:])]


def _labelled(header, cell):
    if cell is None or header is None or "action-checkbox" in header.get("class_attrib", ""):
        return cell or ""
    empty = " data-empty" if NOTHING.fullmatch(cell) else ""
    label = f' data-label="{escape(capfirst(header["text"]))}"{empty}'
    return mark_safe(OPENING.sub(lambda tag: f"<{tag[1]}{label}>", cell, count=1))

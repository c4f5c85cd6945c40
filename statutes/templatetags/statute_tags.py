"""Template tags of the law: status of a version, 款 of an article, preview of an import."""

from urllib.parse import unquote

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from statutes.base import Status
from statutes.data.rows import Row
from statutes.law import structure
from statutes.models.statute import DATABASE

register = template.Library()
register.filter("clauses", structure.clauses)
register.filter("readable", unquote)  # an address as people type it from paper: 公司法-2018


@register.filter
def differences(before: Row, after: Row) -> list[tuple[str, str, str]]:
    """Column, value now, value after the import, for each field that changes."""
    return before.differences(after)


@register.simple_tag
def status_badge(statute):
    """Where a version stands today, in words and in colour; nothing for what is in force."""
    status = statute.status_on(timezone.localdate())
    if status == Status.IN_FORCE:
        return ""
    return format_html('<span class="state state-{}">{}</span>', status.value, status.label)


@register.simple_tag
def official_text(statute):
    """The text that decides, in words, with a link to where it is read."""
    address = statute.reading_address
    words = "国家法律法规数据库" if address.startswith(DATABASE) else "官方网站"
    link = '<a href="{}" rel="noopener noreferrer">{}</a>公布的文本'
    return format_html(link, address, words) if address else "官方公布的文本"


@register.simple_tag
def footnote(statute, place):
    """An article as a footnote cites it: with the number of its text, or else the year."""
    which = statute.doc_no or (f"{statute.year}年" if statute.year else "")
    return f"《{statute.name}》{f'（{which}）' if which else ''}{place.words}"


@register.filter
def lines(text):
    """The lines of a text as paragraphs, its tables as tables."""
    shown = [
        render_to_string("statutes/includes/table.html", {"rows": block.rows})
        if block.rows
        else format_html("<p>{}</p>", block.text)
        for block in structure.blocks(text)
    ]
    return format_html_join("", "{}", [(one,) for one in shown])


@register.filter
def levelled(section):
    """The element of a heading within a statute: 编 below the title of the page, and so on."""
    return f"h{min(section.depth + 1, 6)}"

"""How long the parts of an article are, beside their fields; its script counts on."""

from django.utils.html import format_html

from articles.models import Article
from articles.text import reading_time
from richtext.core import structure
from statutes.base.columns import max_length

OF_TEXT = "{}字，约读{}分钟"
OF_LINE = "{{}}字，最多{}字"
LINES = ("title", "summary")
TEXT_BOX = '<p class="words" data-words="{}" data-say="{}" data-pace="{}">{}</p>'
LINE_BOX = '<p class="words" data-words="{}" data-say="{}" data-most="{}">{}</p>'


def put_beside(form) -> None:
    """Let the form show how long each part is; nothing for who may only look."""
    for name in LINES:
        if name in form.fields:
            form.show_beside(name, _line(name, form[name].value() or ""))
    if "body" in form.fields:
        form.show_beside("body", _text(form["body"].value() or ""))


def _line(name, text):
    most = max_length(Article, name)
    say = OF_LINE.format(most)
    return format_html(LINE_BOX, name, say, most, say.format(len(text.strip())))


def _text(html):
    plain = structure.plain(html)
    told = OF_TEXT.format(reading_time.length(plain), reading_time.minutes(plain))
    return format_html(TEXT_BOX, "body", OF_TEXT, reading_time.PACE, told)

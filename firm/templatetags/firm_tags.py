"""Template tags of the ground floor: pictures, icons, rich text, structured data, page numbers."""

import json
import re
import tomllib
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from firm.base import caching, colours, current_site, people, phones, qr, share_card
from firm.models import practice
from firm.site import records, vcards
from firm.site.head import HOME, Head
from richtext.base import words
from richtext.core import display
from richtext.core.tree import write

register = template.Library()

WORDS = tomllib.loads(Path(__file__).with_name("area_icons.toml").read_text("utf-8"))
UNKNOWN = "book"  # an open one
MOST_ON_SLIP = 4  # characters that the slip in place of a portrait has room for


SHADES = ["accent", "strong", "tint"]
STYLE_HASH = "STYLE_HASH"  # of the request, for the policy of its page
# What ends a <script> element or an HTML comment early, as JSON escapes.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def theme_style(context):
    """The firm's own colour for the style sheets; its hash lets it through the page's policy.

    Nothing for the colour that they have, and for what got into the row past the form.
    """
    accent = context["site"].settings.accent
    if accent == colours.DEFAULT or not colours.SPELT.fullmatch(accent):
        return ""
    shades = {"": colours.light(accent), "-dark": colours.dark(accent)}
    values = ((name, how, getattr(of, name)) for how, of in shades.items() for name in SHADES)
    rules = "".join(f"--firm-{name}{how}:{value};" for name, how, value in values)
    rules = f":root{{{rules}}}"
    context["request"].META[STYLE_HASH] = b64encode(sha256(rules.encode()).digest()).decode()
    return format_html("<style>{}</style>", mark_safe(rules))


@register.simple_tag
def cached_part(template, key="", **context):
    """A long part of a page that follows from the firm's records alone, written once for all."""
    own = current_site.current()
    name = f"{template}, {key}, site {own.pk if own else 0}"
    return caching.shared(name, records.FIRM, lambda: render_to_string(template, context))


register.filter("tel", phones.tel_uri)
register.filter("entries", practice.entries)
register.filter("text_lines", practice.lines)
register.filter("full_name", people.full_name)


@register.filter("upright")
def upright_name(name: str) -> str:
    """What of a name is set upright on the slip: of 买买提·艾力 the first part."""
    return re.split(r"[·•・.\s]", name.strip())[0][:MOST_ON_SLIP]


@register.filter
def area_icon(area):
    fits = (
        icon for icon, words in WORDS.items() if any(word in area.name for word in words.split())
    )
    return f"icons/{next(fits, UNKNOWN)}.svg"


@register.filter
def gist(text, most=34):
    """The clauses of a summary for which there is room; never half of one, if one fits."""
    if len(text) <= most:
        return text.rstrip("。")
    whole = re.match(rf".{{6,{most}}}(?=[，、；。])", text)
    return whole[0].rstrip("，、；。") if whole else f"{text[: most - 2]}……"


@register.simple_tag
def jsonld(data):
    """One block of structured data; escaped here and nowhere else."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def page_head(head):
    """The head of a page; an app that does not know the firm hands over the values of one."""
    if not isinstance(head, dict):
        return head
    trail = [HOME, *head["trail"]] if head.get("trail") else []
    return Head(**{**head, "trail": trail})


@register.simple_tag
def share_pictures(head, site):
    """The full addresses of the pictures of a link to a page, wide and square, and the `path` of
    the square one; else nothing."""
    card = head and head.card(site)
    full = current_site.absolute_url
    found = card and {shape: full(card.address(shape)) for shape in share_card.SIZES}
    return found and {**found, "path": card.address(share_card.SQUARE)}


@register.simple_tag
def fact(label, value):
    """A row of a <dl>, or nothing where there is nothing to say."""
    return format_html("<dt>{}</dt><dd>{}</dd>", label, value) if value or value == 0 else ""


@register.simple_tag
def linked(name, words, *args):
    """An entry of a list that leads to a page of ours, by the name of its address."""
    return format_html('<li><a href="{}">{}</a></li>', reverse(name, args=args), words)


@register.simple_tag(takes_context=True)
def post_button(context, name, words, *args, css="quiet-button"):
    """A form of one button that posts to an address of ours, by its name."""
    said = (
        '<form method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button type="submit" class="{}">{}</button></form>'
    )
    return format_html(said, reverse(name, args=args), context["csrf_token"], css, words)


@register.simple_tag
def heads(*names):
    """The head of a table: the names of its columns."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in names))
    return format_html("<thead><tr>{}</tr></thead>", cells)


@register.filter
def prose(html):
    return mark_safe(write(display.typeset(display.shown(html))))


register.filter("phrased", display.phrased)
register.filter("phrases", display.phrases)

register.filter("unbroken", words.unbroken)


def picture_tag(picture, alt, sizes="(min-width: 48em) 40rem, 100vw", css="", lazy=True):
    """An <img> with its renditions and its size, so that nothing moves while it loads."""
    values = display.values(picture, alt, sizes, css, lazy)
    return format_html("<img{}>", format_html_join("", ' {}="{}"', values.items()))


@register.simple_tag
def portrait(lawyer, sizes="160px", css="portrait", lazy=True):
    """A lawyer's portrait, nothing when there is none; `lazy` unless it is what is seen first."""
    picture = lawyer.portrait.picture
    return picture_tag(picture, f"{lawyer.title}照片", sizes, css, lazy) if picture else ""


register.simple_tag(vcards.home_of, name="home_address")


@register.simple_tag
def qr_code(address, opens):
    return _qr(address, f"二维码：扫码打开{opens}")


@register.simple_tag
def account_qr(kind, name, picture):
    """The uploaded QR code of a 公众号 or 视频号, nothing where there is none."""
    return picture_tag(picture, f"{kind}二维码：{name}", "9rem", "qr") if picture else ""


_qr = lru_cache(64)(lambda address, label: qr.svg(address, "qr", label))  # 20 ms each


@register.simple_tag
def map_image(office):
    """The map of an office, nothing when there is none; in words, it is the address and the way."""
    picture = office.map_image.picture
    if not picture:
        return ""
    way = office.route.strip().splitlines()
    words = "。".join(filter(None, [office.address, way[0].rstrip("。") if way else ""]))
    return picture_tag(
        picture, f"{office.name}位置图：{words}", "(min-width: 62em) 42rem, 100vw", "map"
    )


@register.simple_tag
def own_hours(site, office):
    """The hours of an office, and its state now, where they are not those that the page tells."""
    same = "".join(office.hours.split()) == "".join(site.settings.hours.split())
    return None if same or not office.hours else (office.hours, site.open_at(office.hours))


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """This page's address with another page number, the other parameters kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    return f"?{query.urlencode()}" if query else context["request"].path

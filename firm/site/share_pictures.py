"""The pictures of shared links: drawn, and stored under a hash of what they show."""

from contextlib import suppress
from datetime import timedelta
from functools import cache, lru_cache
from io import BytesIO
from typing import NamedTuple

import pylopdf_fonts_zh_cn as letters
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageColor, ImageDraw, ImageFont

from firm.base.share_card import FOLDER, SIZES, Card
from richtext.base import disk

# White on the firm's colour, so it is drawn as shades of grey, and these are coloured at the end.
# The letters come from a package, so that every machine draws the same. What they have no sign for,
# such as an emoji, is left out: a hollow box would look like a fault of the firm's.

WHITE, GROUND = 255, 0
NOT_FIRST = "，。、；：？！”’）》〉】…—·％%,.;:?!)"  # no line begins with one of these
NOT_LAST = "“‘（《〈【("  # nor ends with one of these
NOWHERE = "\U0010fffe"  # a sign that no letters have


class _Layout(NamedTuple):
    margin: int
    largest: int
    smallest: int
    most: int  # lines of a title
    name: int  # the size of the name, in pixels as all here


LAYOUTS = {"wide": _Layout(88, 92, 56, 4, 40), "square": _Layout(52, 72, 46, 6, 30)}


def draw(card: Card, shape: str) -> bytes:
    """The picture as a PNG; about 50 ms."""
    layout, (width, height) = LAYOUTS[shape], SIZES[shape]
    left, room = layout.margin, width - 2 * layout.margin
    shades = Image.new("L", (width, height), GROUND)
    brush = ImageDraw.Draw(shades)
    foot = height - layout.margin - layout.name * 2

    # The title as large as it fits, in the middle of what is above the foot.
    lines, font = _fitting(drawable(card.title or card.name), layout, room)
    step = round(font.size * 1.4)
    top = max((left + foot - step * len(lines)) // 2 - left // 6, left // 2)
    for number, line in enumerate(lines):  # between regular and bold
        brush.text((left, top + number * step), line, WHITE, font, stroke_width=1)
    brush.line([(left, foot), (width - left, foot)], WHITE // 2, 2)

    # The firm beside its first character, as on the mark that is drawn where it has none.
    name, side, top = drawable(card.name), round(layout.name * 1.6), foot + layout.name
    brush.rounded_rectangle((left, top, left + side, top + side), side // 6, WHITE)
    middle = (left + side / 2, top + side / 2)
    brush.text(middle, name[:1], GROUND, _serif(layout.name), "mm", stroke_width=1)
    font, gap = _sans(layout.name), layout.name // 2
    beside = (left + side + gap, top + side / 2)
    brush.text(beside, _cut(name, font, room - side - gap), WHITE, font, "lm")

    # Sixteen shades from the colour to white, which no eye tells from all.
    red, green, blue = ImageColor.getrgb(card.colour)[:3]
    image = shades.point([value >> 4 for value in range(256)]).convert("P")
    image.putpalette(
        [round(one + (WHITE - one) * step / 15) for step in range(16) for one in (red, green, blue)]
    )
    buffer = BytesIO()
    image.save(buffer, "PNG", bits=4, optimize=True)
    return buffer.getvalue()


def _fitting(title, layout, room):
    for size in range(layout.largest, layout.smallest - 1, -4):
        font = _serif(size)
        lines = wrapped(title, font, room)
        if len(lines) <= layout.most - (size > (layout.largest + layout.smallest) / 2):
            return balanced(title, font, room), font
    rest = "".join(lines[layout.most - 1 :])
    return [*lines[: layout.most - 1], _cut(rest, font, room)], font


def wrapped(text: str, font, room: float) -> list[str]:
    """The lines of a text in so many pixels, none beginning or ending with the wrong sign."""
    lines, line = [], ""
    for sign in text:
        full = line and _length(line + sign, font) > room
        if full and not (sign in NOT_FIRST and _length(line, font) <= room):  # one may hang over
            # Never within a number or a Latin word, nor behind a bracket.
            whole, ends = line + sign, range(len(line), 1, -1)
            end = next((at for at in ends if _may_end(*whole[at - 1 : at + 1])), len(line))
            lines.append(line[:end].rstrip())
            line = line[end:].lstrip()
        line += sign
    return [*lines, line] if line else lines


def _length(text, font):
    """Of signs beside each other: ours are all of one width, and none moves up to its neighbour."""
    return sum(_width(sign, font) for sign in text)


@lru_cache(maxsize=10_000)
def _width(sign, font):
    return font.getlength(sign)


def _may_end(last, first):
    torn = all(sign.isascii() and sign.isalnum() for sign in (last, first))
    return not torn and last not in NOT_LAST and first not in NOT_FIRST


def balanced(text: str, font, room: int) -> list[str]:
    """As many lines as there must be, of about one length."""
    lines = wrapped(text, font, room)
    for narrower in range(room, room // 3, -font.size // 2):
        again = wrapped(text, font, narrower)
        if len(again) > len(lines):
            break
        lines = again
    return lines


def _cut(text, font, room):
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}……") > room:
        text = text[:-1]
    return f"{text}……"


def drawable(text: str) -> str:
    masks = {sign: bytes(_serif(24).getmask(sign)) for sign in {*text, NOWHERE}}
    return "".join(sign for sign in text if sign.isspace() or masks[sign] != masks[NOWHERE])


@cache
def _serif(size):
    return ImageFont.truetype(letters.serif_path(), size)


@cache
def _sans(size):
    return ImageFont.truetype(letters.sans_path(), size)


STORED = timedelta(days=60)  # then it is drawn again, if anybody still asks


def png_of(card: Card, shape: str) -> bytes:
    """The stored picture, else drawn and stored; with a full disk or no storage drawn each time."""
    name = card.file(shape)
    try:
        with default_storage.open(name) as file:
            return file.read()
    except OSError as error:
        drawn, is_new = draw(card, shape), isinstance(error, FileNotFoundError)
    if is_new and disk.has_room(default_storage, len(drawn)):
        with suppress(OSError):
            stored = default_storage.save(name, ContentFile(drawn))
            if stored != name:  # somebody else drew the same at once
                default_storage.delete(stored)
    return drawn


def forget_old() -> None:
    """Remove what was drawn long ago: most of it shows words that no page has any more."""
    before = timezone.now() - STORED
    try:
        folders = [f"{FOLDER}/{one}" for one in default_storage.listdir(FOLDER)[0]]
    except FileNotFoundError:  # nobody has shared anything yet
        return
    for folder in folders:
        for file in default_storage.listdir(folder)[1]:
            if default_storage.get_modified_time(f"{folder}/{file}") < before:
                default_storage.delete(f"{folder}/{file}")

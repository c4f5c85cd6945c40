"""The pictures of shared links: drawn, and stored under a hash of what they show."""

import re
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
from richtext.base import disk, words
from richtext.core import pictures

# White on the firm's colour, so it is drawn as shades of grey, and these are coloured at the end.
# The letters come from a package, so that every machine draws the same. What they have no sign for,
# such as an emoji, is left out: a hollow box would look like a fault of the firm's.

WHITE, GROUND = 255, 0
CLAUSE = re.compile("[^，；：]+[，；：]?|[，；：]+")
NOWHERE = "\U0010fffe"  # a sign that no letters have


class _Layout(NamedTuple):
    margin: int
    largest: int
    smallest: int
    name: int  # the size of the name, in pixels as all here


LAYOUTS = {"wide": _Layout(88, 92, 56, 40), "square": _Layout(52, 72, 44, 30)}


def draw(card: Card, shape: str) -> bytes:
    """The picture as a PNG; about 50 ms."""
    layout, (width, height) = LAYOUTS[shape], SIZES[shape]
    left, room = layout.margin, width - 2 * layout.margin
    shades = Image.new("L", (width, height), GROUND)
    brush = ImageDraw.Draw(shades)
    foot = height - layout.margin - layout.name * 9 // 4

    # The title as large as it fits, in the middle of what is above the foot.
    height = foot - left * 2 // 3
    lines, font = _fitting(drawable(card.title or card.name), layout, room, height)
    step = _step(font)
    top = (left // 3 + foot - step * len(lines)) // 2
    for number, line in enumerate(lines):  # between regular and bold
        brush.text((left, top + number * step), line, WHITE, font, stroke_width=1)
    brush.line([(left, foot), (width - left, foot)], WHITE // 2, 2)

    # The firm beside its mark, or its first character as on the one that is drawn where it has
    # none; below its name the city and the field.
    name, side, top = drawable(card.name), layout.name * 2, foot + layout.name * 3 // 4
    box, mark = (left, top, left + side, top + side), _mark(card.mark, side)
    if not mark:
        brush.rounded_rectangle(box, side // 6, WHITE)
        middle = (left + side / 2, top + side / 2)
        size = layout.name * 5 // 4
        brush.text(middle, name[:1], GROUND, _serif(size), "mm", stroke_width=1)
    place, gap = drawable(card.place), layout.name // 2
    rows = [(name, layout.name, WHITE), (place, layout.name * 4 // 5, WHITE * 4 // 5)]
    for at, (text, size, shade) in enumerate(rows if place else rows[:1]):
        beside = left + side + gap, top + side * ((0.28, 0.78)[at] if place else 0.5)
        brush.text(beside, _cut(text, _sans(size), room - side - gap), shade, _sans(size), "lm")

    # Sixteen shades from the colour to white, which no eye tells from all.
    red, green, blue = ImageColor.getrgb(card.colour)[:3]
    image = shades.point([value >> 4 for value in range(256)]).convert("P")
    image.putpalette(
        [round(one + (WHITE - one) * step / 15) for step in range(16) for one in (red, green, blue)]
    )
    bits = {"bits": 4}
    if mark:
        image, bits = image.convert("RGB"), {}
        image.paste(mark, box[:2], mark)
        image = image.quantize(128)
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True, **bits)
    return buffer.getvalue()


def _mark(name, side):
    """The firm's own mark on white, with round corners; None where it has none that opens."""
    if not pictures.NAME.fullmatch(name):
        return None
    try:
        with default_storage.open(name) as file:
            mark = Image.open(file, formats=["WEBP"]).convert("RGBA")
    except OSError:
        return None
    whole = Image.new("RGBA", (side, side), "white")
    mark.thumbnail((side, side), Image.Resampling.LANCZOS)
    whole.alpha_composite(mark, ((side - mark.width) // 2, (side - mark.height) // 2))
    corners = Image.new("L", (side, side), GROUND)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, side - 1, side - 1), side // 6, WHITE)
    whole.putalpha(corners)
    return whole


def _fitting(title, layout, room, height):
    """Its lines and their letters: clause by clause where that needs none much smaller."""
    sizes, clauses = range(layout.largest, layout.smallest - 1, -4), CLAUSE.findall(title)
    for size in sizes[: len(sizes) // 2 + 1]:
        font = _serif(size)
        if len(clauses) * _step(font) <= height and all(_fits(one, font, room) for one in clauses):
            return clauses, font
    for size in sizes:
        font = _serif(size)
        lines = wrapped(title, font, room)
        if len(lines) * _step(font) <= height:
            return balanced(title, font, room), font
    most = height // _step(font)
    return [*lines[: most - 1], _cut("".join(lines[most - 1 :]), font, room)], font


def _step(font):
    """From one line to the next."""
    return round(font.size * 1.4)


def wrapped(text: str, font, room: float) -> list[str]:
    """The lines of a text in so many pixels; a word is torn where one is wider than a line."""
    lines, line = [], ""
    for piece in words.stretches(text):
        if line and not _fits(line + piece, font, room):
            lines.append(line.rstrip())
            line = ""
        line = f"{line}{piece}" if line else piece.lstrip()
        while not _fits(line, font, room):
            first = [at for at in range(1, len(line)) if _length(line[:at], font) <= room]
            ends = [at for at in first if words.may_end(*line[at - 1 : at + 1])]
            at = (ends or first or [1])[-1]
            lines.append(line[:at])
            line = line[at:]
    return [*lines, line] if line else lines


def _fits(line, font, room):
    """Whether it is no wider; punctuation at its end may hang over."""
    return _length(line[:-1] if line[-1:] in words.NOT_FIRST else line, font) <= room


def _length(text, font):
    """Of signs beside each other: ours are all of one width, and none moves up to its neighbour."""
    return sum(_width(sign, font) for sign in text)


@lru_cache(maxsize=10_000)
def _width(sign, font):
    return font.getlength(sign)


def balanced(text: str, font, room: int) -> list[str]:
    """As many lines as there must be, of about one length."""
    lines = wrapped(text, font, room)
    widest = max((_length(one, font) for one in words.stretches(text)), default=0)
    for narrower in range(room, max(room // 3, int(widest)), -font.size // 2):
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

"""The firm's own colour: shades of it for light and dark, and whether they can be read.

Contrast as WCAG 2 counts it; shades in OKLCh. Default and papers are those of tokens.css.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError

DEFAULT = "#14596b"
PAPERS = ("#fbfaf6", "#ffffff")  # --paper and --surface, light
SPELT = re.compile("#[0-9a-fA-F]{6}")
READABLE = 4.5  # WCAG 2.2, 1.4.3, for text of any size
STEP = 0.01  # of lightness, 0 to 1


class Shades(NamedTuple):
    """The four values that the style sheets take, `#rrggbb` each."""

    accent: str  # links, buttons
    strong: str  # under the pointer; names
    tint: str  # behind text
    ink: str  # on top of the accent


@lru_cache(maxsize=64)
def light(accent):
    """The shades on light paper; the firm's colour itself is the accent."""
    strong = _shade(accent, _lightness(accent) - 0.08)
    return Shades(accent.lower(), strong, _shade(accent, 0.95, 0.02), "#ffffff")


@lru_cache(maxsize=64)
def dark(accent):
    """The shades on dark paper: the same hue, as light as it takes to be read."""
    return Shades(
        _shade(accent, 0.78, 0.09), _shade(accent, 0.86, 0.07), _shade(accent, 0.3, 0.03), "#0b171b"
    )


def contrast(one, other):
    """Of two colours, 1 to 21."""
    return _colour(one).contrast(other, method="wcag21")


def worst(accent):
    """The lowest contrast in which a colour would stand as link or button, on light paper."""
    shades = light(accent)
    return min(contrast(accent, ground) for ground in (*PAPERS, shades.tint, shades.ink))


def check(accent):
    """Refuse a colour in which words could not be read, and name the nearest that would do."""
    if not SPELT.fullmatch(accent):
        raise ValidationError("颜色由#和六位十六进制数字组成，例如#14596b。")
    if worst(accent) < READABLE:
        raise ValidationError(
            f"颜色过浅：文字与背景的对比度只有{worst(accent):.1f}，至少须为{READABLE}。"
            f"建议改用相近的{nearest(accent)}。"
        )


def nearest(accent):
    """The lightest darker shade of a colour that can be read."""
    lightness = _lightness(accent)
    while worst(accent) < READABLE:
        lightness -= STEP
        accent = _shade(accent, lightness)
    return accent


def _lightness(colour):
    return _colour(colour).convert("oklch")["lightness"]


def _shade(colour, lightness, most_chroma=None):
    shade = _colour(colour).convert("oklch")
    shade["lightness"] = max(lightness, 0)
    if most_chroma is not None:
        shade["chroma"] = min(shade["chroma"], most_chroma)
    return shade.fit("srgb").convert("srgb").to_string(hex=True)


def _colour(written):
    from coloraide import Color  # computes tables for 60 ms, which most firms have no use for

    return Color(written)

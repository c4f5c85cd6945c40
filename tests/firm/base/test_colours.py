"""The firm's own colour can be read wherever it stands, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm.base import colours

DARK_PAPERS = ("#14191c", "#1c2327")  # --paper and --surface, dark
TOKENS = (Path(__file__).parents[3] / "static/css/tokens.css").read_text(encoding="utf-8")
any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def token(name):
    """The values of a token: light first, then dark."""
    return re.findall(rf"--{name}: (?:var\(--[\w-]+, )?(#[0-9a-f]+)", TOKENS)


def full(colour):
    """#fff as #ffffff."""
    return re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour)


def test_the_papers_and_the_default_are_those_of_the_style_sheet():
    papers = [tuple(map(full, pair)) for pair in zip(token("paper"), token("surface"), strict=True)]
    assert papers == [colours.PAPERS, DARK_PAPERS]
    assert token("accent")[0] == colours.DEFAULT


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "accent-strong", "warn"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
def test_the_colours_of_the_site_can_be_read(place, ink, ground):
    assert colours.contrast(token(ink)[place], full(token(ground)[place])) >= colours.READABLE


def test_the_default_can_be_read():
    colours.check(colours.DEFAULT)


@pytest.mark.parametrize("accent", ["#f1c40f", "#e74c3c", "#ffffff", "#9fd3de"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(accent):
    with pytest.raises(ValidationError) as refused:
        colours.check(accent)
    offered = re.search("(#[0-9a-f]{6})。", refused.value.messages[0])[1]
    colours.check(offered)


@pytest.mark.parametrize("accent", ["", "red", "#fff", "14596b", "#14596b;", "#14596b\n"])
def test_what_is_no_colour_is_refused(accent):
    with pytest.raises(ValidationError, match="十六进制"):
        colours.check(accent)


@given(any_colour)
def test_the_offered_colour_can_always_be_read(accent):
    assert colours.worst(colours.nearest(accent)) >= colours.READABLE


@given(any_colour)
def test_on_dark_paper_every_colour_can_be_read(accent):
    shades = colours.dark(accent)
    grounds = (*DARK_PAPERS, shades.tint, shades.ink)
    assert min(colours.contrast(shades.accent, ground) for ground in grounds) >= colours.READABLE

"""How the words of a share picture are set."""

from io import BytesIO

import pytest
from PIL import Image, ImageFont

from firm.base import share_card
from firm.base.share_card import SQUARE, WIDE
from firm.site import share_pictures
from firm.site.share_pictures import NOT_FIRST, NOT_LAST, balanced, drawable, wrapped

LONG = (
    "《中华人民共和国民法典》第1079条：法院判决离婚的情形（感情确已破裂）有哪些，"
    "分居满两年是否一定判离，以及如何举证、向哪里起诉？"
)


@pytest.fixture(params=[400, 520, 640, 777, 1024])
def lines(request):
    """A long title in a narrow column and in wide ones."""
    return wrapped(LONG, share_pictures._serif(64), request.param)


def test_no_line_begins_or_ends_with_the_wrong_sign(lines):
    assert not [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST]


def test_nothing_of_a_title_is_lost(lines):
    assert "".join(lines) == LONG


def test_no_number_is_torn_apart(lines):
    assert any("1079" in line for line in lines)


def test_lines_are_of_about_one_length():
    font = share_pictures._serif(92)
    text = "房东不退押金怎么办呢？"
    first, second = balanced(text, font, 800)
    assert wrapped(text, font, 800) != [first, second]
    assert abs(len(first) - len(second)) <= 1


def test_what_the_letters_do_not_have_is_left_out():
    assert drawable("欠钱😀不还，龘骉䶮A1") == "欠钱不还，龘骉䶮A1"


@pytest.mark.parametrize("shape", [WIDE, SQUARE])
@pytest.mark.parametrize("title", ["", "押", LONG, "W" * 60, "……" * 30, "（" * 40])
def test_any_title_stays_within_the_margins(shape, title):
    png = share_pictures.draw(share_card.of(title, "青石律师事务所" * 5, "#14596b"), shape)
    width, height = share_card.SIZES[shape]
    left, top, right, bottom = _white(png)
    assert min(left, width - right, height - bottom) >= 20
    assert top >= 10


def _white(png):
    return Image.open(BytesIO(png)).convert("L").point(lambda value: 255 * (value > 100)).getbbox()


def test_the_letters_come_with_the_packages_of_the_site():
    assert isinstance(share_pictures._sans(30), ImageFont.FreeTypeFont)
    assert share_pictures._serif(30).getname()[0] == "Noto Serif SC"

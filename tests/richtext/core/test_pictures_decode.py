"""Pictures are judged by their content, not by their name."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from richtext.core import pictures
from tests.firm.pictures import SCRIPT, bomb, encoded, picture, upload, with_gps
from tests.stages import examples

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="1" height="1"/></svg>'
)
NO_PICTURES = {
    "script": SCRIPT,
    "svg": SVG,
    "svg_with_prolog": b'<?xml version="1.0"?>' + SVG,
    "html": b"<!doctype html><html><body>" + SCRIPT,
    "gif": picture("P", form="GIF"),
    "gif_with_script": picture("P", form="GIF") + SCRIPT,
    "bmp": picture(form="BMP"),
    "tiff": picture(form="TIFF"),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "nothing": b"",
    "one_byte": b"\x89",
    "truncated_png": picture(size=(400, 300), color="teal")[:-40],
    "truncated_jpeg": picture(size=(400, 300), form="JPEG")[:200],
    "truncated_webp": picture(size=(400, 300), form="WEBP")[:30],
    "header_bomb": bomb(30_000, 30_000),
    "header_of_no_width": bomb(0, 10),
    "header_over_the_limit_of_the_library": bomb(2**31 - 1, 2**31 - 1),
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_in_chinese(data):
    with pytest.raises(ValidationError, match="图片"):
        pictures.decode(upload(data))


MODES = {
    "palette": picture("P"),
    "palette_with_transparency": picture("P", transparency=0),
    "grey": picture("L", color=200),
    "grey_with_alpha": picture("LA", color=(200, 100)),
    "black_and_white": picture("1"),
    "16_bit": picture("I;16", color=40_000),
    "cmyk": picture("CMYK", color=(0, 200, 200, 0), form="JPEG"),
    "lossless_webp": picture("RGBA", color=(9, 9, 9, 9), form="WEBP", lossless=True),
    "tiny": picture(size=(1, 1)),
    "progressive": picture(form="JPEG", progressive=True),
}


@pytest.mark.parametrize("data", MODES.values(), ids=MODES)
def test_every_kind_of_colour_becomes_rgb(data):
    assert pictures.decode(upload(data)).mode in {"RGB", "RGBA"}


def test_a_16_bit_picture_keeps_its_brightness():
    assert pictures.decode(upload(MODES["16_bit"])).getpixel((1, 1)) == pytest.approx(
        (156,) * 3, abs=2
    )


def test_transparency_is_kept():
    image = pictures.decode(upload(picture("LA", color=(200, 100))))
    assert image.getpixel((1, 1)) == (200, 200, 200, 100)


def test_an_animation_is_its_first_picture():
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert pictures.decode(upload(data)).getpixel((5, 5)) == (255, 0, 0)


def test_an_animated_png_is_its_first_picture():
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    data = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert pictures.decode(upload(data)).getpixel((5, 5)) == (255, 0, 0)


def test_a_picture_for_print_keeps_its_colour():
    data = picture("CMYK", color=(0, 255, 255, 0), form="JPEG", quality=95)
    red, green, blue = pictures.decode(upload(data)).getpixel((1, 1))
    assert red > 200 > 60 > max(green, blue)


def test_a_photo_taken_upright_is_shown_upright():
    image = pictures.decode(upload(with_gps(orientation=6)))
    top, bottom = image.getpixel((10, 5)), image.getpixel((10, 35))
    assert (image.size, top[0] > 200, bottom[2] > 200) == ((20, 40), True, True)


def test_a_file_of_too_many_bytes_is_refused_without_reading_it(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(ValidationError, match="15MB"):
        pictures.decode(upload(picture(size=(400, 300), form="BMP")))


@pytest.mark.parametrize("size", [(10_000, 4_001), (4_001, 10_000)])
def test_too_many_pixels_are_refused_before_decoding(size):
    with pytest.raises(ValidationError, match="4000万像素"):
        pictures.decode(upload(bomb(*size)))


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1)])
def test_a_strip_that_no_format_could_hold_is_refused(size):
    with pytest.raises(ValidationError, match=pictures.TOO_LONG):
        pictures.decode(upload(picture("L", size=size)))


def test_a_broken_exif_block_is_not_fatal():
    data = with_gps().replace(b"Exif\0\0II*\0", b"Exif\0\0II*\xff").replace(b"MM\0*", b"MM\xff*")
    assert pictures.decode(upload(data)).mode == "RGB"


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([with_gps(), picture("P"), picture("LA"), picture(form="WEBP")]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
def test_a_damaged_file_is_either_a_picture_or_refused(data, damage):
    damaged = bytearray(data)
    for place, value in damage:
        damaged[int(place * len(damaged))] = value
    with suppress(ValidationError):
        assert pictures.decode(upload(bytes(damaged))).mode in {"RGB", "RGBA"}


def test_a_jpeg_that_repeats_its_scans_is_refused():
    data = picture(form="JPEG", size=(64, 64), progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(ValidationError, match=pictures.BAD_CODING):
        pictures.decode(upload(data[:-2] + scan * 500 + data[-2:]))

"""Pictures are judged by their content, kept in three widths of WebP, served by the site."""

import os
import re
import signal
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from richtext.core import pictures
from tests.firm.pictures import SCRIPT, bomb, encoded, picture, upload, with_gps
from tests.stages import examples

pytestmark = pytest.mark.django_db


def stored(name):
    """The renditions of a stored picture, by their width."""
    kept = pictures.StoredPicture(name)
    return {width: default_storage.open(kept.file(width)).read() for width in kept.widths}


def everything():
    """The names of all stored files."""
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        if not default_storage.exists(folder):
            continue
        below, names = default_storage.listdir(folder)
        folders += [f"{folder}{name}/" for name in below]
        found += [f"{folder}{name}" for name in names]
    return found


def test_three_widths_are_kept_as_webp_and_none_is_enlarged():
    kept = stored(pictures.store(upload(picture(size=(2000, 1000)))))
    sizes = {w: Image.open(BytesIO(data), formats=["WEBP"]).size for w, data in kept.items()}
    assert sizes == {480: (480, 240), 960: (960, 480), 1600: (1600, 800)}
    assert list(stored(pictures.store(upload(picture(size=(600, 60)))))) == [480, 600]
    name = pictures.store(upload(picture(size=(1, 1))))
    assert pictures.StoredPicture(name).size == (1, 1)


def test_nothing_that_came_with_a_picture_is_kept_nor_its_name():
    for data in (picture() + SCRIPT, picture(form="JPEG", comment=SCRIPT)):
        assert all(b"script" not in kept for kept in stored(pictures.store(upload(data))).values())
    source = with_gps()
    assert b"PhoneMaker" in source
    for kept in stored(pictures.store(upload(source))).values():
        image = Image.open(BytesIO(kept))
        assert not image.getexif()
        assert not [mark for mark in (b"PhoneMaker", b"EXIF") if mark in kept]
    name = pictures.store(upload(picture(), name="../../张三的判决书.html"))
    assert re.fullmatch(r"images/[0-9a-f]{2}/[0-9a-f]{32}-40x30-s40-w40\.webp", name)
    assert pictures.store(upload(picture())) != pictures.store(upload(picture()))


def test_what_is_refused_fails_or_is_discarded_leaves_nothing_behind(monkeypatch):
    with pytest.raises(ValidationError):
        pictures.store(upload(SCRIPT))
    assert everything() == []
    real, calls = Image.Image.resize, []

    def resize(self, size, *args, **kwargs):
        calls.append(size)
        if len(calls) > 1:
            raise MemoryError
        return real(self, size, *args, **kwargs)

    monkeypatch.setattr(Image.Image, "resize", resize)
    with pytest.raises(MemoryError):
        pictures.store(upload(picture(size=(2000, 10))))
    assert everything() == []


def die(job):
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def test_a_picture_is_drawn_in_a_process_of_its_own_whose_end_is_told(
    read_here, monkeypatch, caplog
):
    read_here.undo()
    monkeypatch.setattr(pictures, "decode", lambda *_: pytest.fail("was drawn here"))
    assert [*stored(pictures.store(upload(picture(size=(600, 60)))))] == [480, 600]
    monkeypatch.setattr(pictures, "DRAW", f"{__name__}:die")
    with pytest.raises(ValidationError, match=pictures.TOO_HEAVY):
        pictures.store(upload(picture()))
    assert caplog.messages == [f"a picture was not read: {-signal.SIGKILL}"]


def test_who_waits_too_long_for_another_picture_is_told(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._one_at_a_time, pytest.raises(ValidationError, match=pictures.BUSY):
        pictures.store(upload(picture(size=(600, 60))))


def test_discarding_removes_every_width_and_nothing_else():
    keep, drop = (pictures.store(upload(picture(size=(2000, 20)))) for _ in range(2))
    for name in (drop, "", "../secrets/secret_key", "images/ab/x.webp", "db.sqlite3"):
        assert pictures.discard(name) is None
    assert len(everything()) == 3
    assert set(everything()) == {pictures.StoredPicture(keep).file(w) for w in (480, 960, 1600)}


def test_size_and_addresses_follow_from_the_name():
    token = "ab" + "0" * 30
    kept = pictures.StoredPicture(f"images/ab/{token}-2000x1000-s480.960.1600-w1600.webp")
    assert kept.size == (1600, 800)
    assert kept.src == f"/media/images/ab/{token}-2000x1000-s480.960.1600-w960.webp"
    assert [part.split()[1] for part in kept.srcset.split(", ")] == ["480w", "960w", "1600w"]


@given(
    st.from_regex(r"images/ab/[0-9a-f]{32}-[0-9٠]{1,6}x[0-9]{1,6}-s[0-9.]{0,31}-w[0-9]{1,6}\.webp")
)
def test_whatever_passes_for_a_name_has_a_size(name):
    if pictures.NAME.fullmatch(name):
        kept = pictures.StoredPicture(name)
        assert all([min(kept.size) > 0, kept.src, kept.srcset])


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


def test_a_picture_keeps_brightness_transparency_colour_and_the_way_up():
    assert pictures.decode(upload(MODES["16_bit"])).getpixel((1, 1)) == pytest.approx(
        (156,) * 3, abs=2
    )
    image = pictures.decode(upload(picture("LA", color=(200, 100))))
    assert image.getpixel((1, 1)) == (200, 200, 200, 100)
    first, *more = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    for form in ({"form": "WEBP", "lossless": True}, {"form": "PNG"}):
        data = encoded(first, **form, save_all=True, append_images=more)
        assert pictures.decode(upload(data)).getpixel((5, 5)) == (255, 0, 0)
    data = picture("CMYK", color=(0, 255, 255, 0), form="JPEG", quality=95)
    red, green, blue = pictures.decode(upload(data)).getpixel((1, 1))
    assert red > 200 > 60 > max(green, blue)
    image = pictures.decode(upload(with_gps(orientation=6)))
    top, bottom = image.getpixel((10, 5)), image.getpixel((10, 35))
    assert (image.size, top[0] > 200, bottom[2] > 200) == ((20, 40), True, True)
    data = with_gps().replace(b"Exif\0\0II*\0", b"Exif\0\0II*\xff").replace(b"MM\0*", b"MM\xff*")
    assert pictures.decode(upload(data)).mode == "RGB"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: bomb(10_000, 4_001), "4000万像素"),
        (lambda: bomb(4_001, 10_000), "4000万像素"),
        (lambda: picture("L", size=(1, 20_000)), pictures.TOO_LONG),
        (lambda: picture("L", size=(20_000, 1)), pictures.TOO_LONG),
        (lambda: picture(size=(400, 300), form="BMP"), "15MB"),
    ],
    ids=["too high", "too wide", "a strip", "a flat one", "too many bytes"],
)
def test_what_is_too_large_is_refused_before_decoding(make, why, monkeypatch):
    if why == "15MB":
        monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(ValidationError, match=why):
        pictures.decode(upload(make()))


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


TOKEN = "ab" + "0" * 30
GOOD = f"images/ab/{TOKEN}-40x30-s40-w40.webp"


@pytest.fixture
def name():
    return pictures.store(upload(picture()))


def test_a_picture_is_served_with_its_type_for_a_year_without_a_cookie(client, name):
    answer = client.get(f"/media/{name}")
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not client.get(f"/media/{name}").cookies
    assert client.head(f"/media/{name}").status_code == 200
    assert client.post(f"/media/{name}").status_code == 405
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        GOOD, "images/../db.sqlite3", "../secrets/secret_key", "..%2f..%2fsecrets%2fsecret_key",
        "images/ab/..%2f..%2f..%2fdb.sqlite3", "images/ab/../../secrets/consult_keys.webp",
        "images//etc/passwd.webp", "images/ab/note.webp", "attachments/letter.webp", "images/ab/",
        "", f"{GOOD}%00.html", GOOD.replace("s40", "s.."), GOOD.upper(), f"{GOOD}%0a",
    ],
)  # fmt: skip
def test_no_other_name_is_answered(client, address):
    for other in ("images/ab/note.webp", "attachments/letter.webp"):
        default_storage.save(other, ContentFile(b"confidential"))
    assert client.get(f"/media/{address}").status_code == 404

"""What is kept of a picture: three widths of WebP and nothing that came with it."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from richtext.core import pictures
from tests.firm.pictures import SCRIPT, picture, upload, with_gps


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


def test_three_widths_are_kept_as_webp():
    kept = stored(pictures.store(upload(picture(size=(2000, 1000)))))
    sizes = {w: Image.open(BytesIO(data), formats=["WEBP"]).size for w, data in kept.items()}
    assert sizes == {480: (480, 240), 960: (960, 480), 1600: (1600, 800)}


def test_a_small_picture_is_never_enlarged():
    assert list(stored(pictures.store(upload(picture(size=(600, 60)))))) == [480, 600]


def test_a_single_pixel_is_a_picture():
    name = pictures.store(upload(picture(size=(1, 1))))
    assert pictures.StoredPicture(name).size == (1, 1)


def test_a_script_behind_a_picture_is_gone():
    data = picture(size=(30, 30)) + SCRIPT
    assert all(b"script" not in kept for kept in stored(pictures.store(upload(data))).values())


def test_a_text_block_inside_a_picture_is_gone():
    data = picture(size=(30, 30), form="JPEG", comment=SCRIPT)
    assert all(b"script" not in kept for kept in stored(pictures.store(upload(data))).values())


def test_place_and_camera_of_a_photo_are_gone():
    source = with_gps()
    assert b"PhoneMaker" in source
    for kept in stored(pictures.store(upload(source))).values():
        image = Image.open(BytesIO(kept))
        assert not image.getexif()
        assert not [mark for mark in (b"PhoneMaker", b"EXIF") if mark in kept]


def test_the_name_says_nothing_of_the_uploaded_name():
    name = pictures.store(upload(picture(), name="../../张三的判决书.html"))
    assert re.fullmatch(r"images/[0-9a-f]{2}/[0-9a-f]{32}-40x30-s40-w40\.webp", name)


def test_the_same_picture_twice_has_two_names():
    assert pictures.store(upload(picture())) != pictures.store(upload(picture()))


def test_a_refused_picture_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        pictures.store(upload(SCRIPT))
    assert everything() == []


def test_a_picture_that_fails_half_way_leaves_nothing_behind(monkeypatch):
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


def test_discarding_removes_every_width():
    keep, drop = (pictures.store(upload(picture(size=(2000, 20)))) for _ in range(2))
    pictures.discard(drop)
    assert len(everything()) == 3
    assert set(everything()) == {pictures.StoredPicture(keep).file(w) for w in (480, 960, 1600)}


@pytest.mark.parametrize("name", ["", "../secrets/secret_key", "images/ab/x.webp", "db.sqlite3"])
def test_discarding_what_is_no_picture_does_nothing(name):
    assert pictures.discard(name) is None


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

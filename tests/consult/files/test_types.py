"""Each kind is known by its content; the name only shows what its sender thought."""

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from consult.files import types
from consult.files.types import (
    EMPTY,
    KINDS,
    MISNAMED,
    OLD_OFFICE,
    OTHER_PICTURE,
    UNKNOWN,
    UNOPENED_HEIC,
    VOICE_OF_WECHAT,
    FileTypeError,
    check_upload,
    documents,
    media,
)
from richtext.core import pictures as core_pictures
from tests.consult import sample_files
from tests.firm.pictures import SCRIPT, bomb, encoded, picture, with_gps

GOOD = sample_files.good()


def refusal(data, name="证据.bin"):
    with pytest.raises(FileTypeError) as caught:
        check_upload(sample_files.upload(data, name))
    return str(caught.value)


def content(checked):
    checked.content.seek(0)
    return checked.content.read()


ENDINGS = {"jpeg": "jpg"}
ACROSS = 64 * 1024 - 40  # what comes then is found in two reads


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_file_is_taken_as_what_it_is_whatever_its_name(kind):
    for name in (f"材料.{kind}", "材料.exe"):
        if kind == "txt" and "exe" in name:
            continue
        checked = check_upload(sample_files.upload(GOOD[kind], name))
        assert (checked.kind, checked.name) == (kind, f"材料.{ENDINGS.get(kind, kind)}")
        assert checked.size == len(content(checked))
        assert kind in {"jpeg", "png", "webp"} or content(checked) == GOOD[kind]


def test_a_photograph_of_an_iphone_becomes_jpeg_and_loses_its_place():
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    data = sample_files.heic(exif=exif.tobytes())
    checked = check_upload(sample_files.upload(data, "IMG_1.HEIC"))
    assert [b"PhoneMaker" in one for one in (data, content(checked))] == [True, False]
    image = Image.open(BytesIO(content(checked)))
    assert (checked.kind, checked.name, image.format) == ("jpeg", "IMG_1.jpg", "JPEG")
    assert image.getpixel((20, 15))[0] > 200


def test_a_photograph_that_nothing_here_opens_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(types, "OPENS_HEIC", False)
    assert refusal(sample_files.heic(), "IMG_1.HEIC") == f"“IMG_1.HEIC”{UNOPENED_HEIC}。"


def test_without_its_library_no_page_asks_for_heic():
    code = (
        "import sys; sys.modules['pillow_heif'] = None\n"
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name: None if name == 'pillow_heif' else found(name)\n"
        "from consult.files.types import ACCEPT, TAKEN, media\n"
        "assert 'heic' not in (ACCEPT + TAKEN).lower(), ACCEPT + TAKEN\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 (our own words)


def test_place_and_telephone_are_gone_and_the_picture_stands_upright():
    image = Image.open(BytesIO(content(check_upload(sample_files.upload(with_gps(), "a.jpg")))))
    assert (image.size, len(image.getexif())) == ((20, 40), 0)
    assert b"PhoneMaker" not in content(check_upload(sample_files.upload(with_gps(), "a.jpg")))
    data = picture(form="JPEG", comment=b"PhoneMaker")
    assert b"PhoneMaker" not in content(check_upload(sample_files.upload(data, "a.jpg")))


def test_a_photograph_is_opened_in_a_process_of_its_own_whose_end_is_told(read_here, monkeypatch):
    read_here.undo()
    monkeypatch.setattr(core_pictures, "opened", lambda *_: pytest.fail("was opened here"))
    data = with_gps()
    image = Image.open(BytesIO(content(check_upload(sample_files.upload(data, "a.jpg")))))
    assert (image.size, image.format) == ((20, 40), "JPEG")
    monkeypatch.setattr(media, "REWRITE", "tests.richtext.core.test_pictures_store:die")
    assert refusal(data, "a.jpg") == f"“a.jpg”：{core_pictures.TOO_HEAVY}"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_is_gone(form):
    kept = content(check_upload(sample_files.upload(picture(form=form) + SCRIPT, "a.jpg")))
    assert SCRIPT not in kept


def test_a_transparent_screenshot_stays_a_png():
    data = encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 80)))
    assert (
        Image.open(BytesIO(content(check_upload(sample_files.upload(data, "a.png"))))).mode
        == "RGBA"
    )


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "空.pdf", EMPTY),
        (b"MZ\x90\x00" + b"\0" * 99, "照片.exe", UNKNOWN),
        (SCRIPT, "照片.jpg", MISNAMED),
        (b"#!/bin/sh\nrm -rf /\n", "run.sh", UNKNOWN),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "合同.doc", OLD_OFFICE),
        (sample_files.archive({"a.txt": "甲"}), "证据.zip", documents.PACKED),
        (b"Rar!\x1a\x07\x00", "证据.rar", documents.PACKED),
        (b"GIF89a" + b"\0" * 20, "图.gif", OTHER_PICTURE),
        (sample_files.boxes(b"qt  ", more=()), "录像.mov", media.OTHER),
        (b"\x02#!SILK_V3" + b"\0" * 9, "语音.amr", VOICE_OF_WECHAT),
        (bomb(30_000, 30_000), "炸.png", f"：{core_pictures.TOO_MANY_PIXELS}"),
        (picture(form="JPEG")[:200], "半.jpg", f"：{media.NOT_A_PICTURE}"),
        (b"junk" + sample_files.pdf(), "合同.pdf", MISNAMED),
        (sample_files.pdf()[:40], "合同.pdf", documents.BROKEN_PDF),
        (b"\x00\x01text", "说明.txt", documents.NOT_TEXT),
        (sample_files.EICAR, "说明.txt", documents.VIRUS),
        (sample_files.pdf(sample_files.EICAR), "合同.pdf", documents.VIRUS),
        (sample_files.pdf(b"x" * ACROSS + sample_files.EICAR), "合同.pdf", documents.VIRUS),
    ],
)
def test_a_refusal_names_the_file_and_says_what_to_do(data, name, why):
    assert refusal(data, name) == f"“{name}”{why.removesuffix('。')}。"
    assert "。" not in why[:-1]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff今借到".encode(),
        "今借到".encode("gb18030"),
        b"plain\ttext\f",
        "😀🫩".encode(),
        b"a" * (64 * 1024 - 1) + "今借到".encode(),  # a character is cut by the end of a read
    ],
)
def test_text_may_come_from_any_editor(text):
    assert check_upload(sample_files.upload(text, "欠条.TXT")).kind == "txt"


@pytest.mark.parametrize(
    "text", ["今借到".encode("utf-16"), b"a\x1b[31m", b"a\x00b", b"a\x7fb", b"\x80\xff"]
)
def test_what_only_looks_like_text_is_refused(text):
    assert documents.NOT_TEXT in refusal(text, "欠条.txt")

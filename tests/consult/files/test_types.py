"""Each kind is known by its content; the name only shows what its sender thought."""

import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
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
    CheckedFile,
    FileTypeError,
    accepted_types,
    check_upload,
    documents,
    media,
)
from richtext.core import pictures as core_pictures
from tests.consult import sample_files
from tests.consult.hostile import CONTENTS, NAMES, is_harmless, is_taken
from tests.firm.pictures import SCRIPT, bomb, encoded, picture, with_gps
from tests.growth import grows_evenly

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


def test_a_good_file_is_taken_as_what_it_is_whatever_its_name():
    for kind in KINDS:
        for name in (f"材料.{kind}", "材料.exe"):
            if kind == "txt" and "exe" in name:
                continue
            checked = check_upload(sample_files.upload(GOOD[kind], name))
            assert (checked.kind, checked.name) == (kind, f"材料.{ENDINGS.get(kind, kind)}")
            assert checked.size == len(content(checked))
            assert kind in {"jpeg", "png", "webp"} or content(checked) == GOOD[kind]


def test_a_photograph_of_an_iphone_becomes_jpeg_or_is_refused_where_nothing_opens_it(monkeypatch):
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    data = sample_files.heic(exif=exif.tobytes())
    checked = check_upload(sample_files.upload(data, "IMG_1.HEIC"))
    assert [b"PhoneMaker" in one for one in (data, content(checked))] == [True, False]
    image = Image.open(BytesIO(content(checked)))
    assert (checked.kind, checked.name, image.format) == ("jpeg", "IMG_1.jpg", "JPEG")
    assert image.getpixel((20, 15))[0] > 200
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


def test_place_and_telephone_are_gone_it_stands_upright_and_stays_transparent():
    image = Image.open(BytesIO(content(check_upload(sample_files.upload(with_gps(), "a.jpg")))))
    assert (image.size, len(image.getexif())) == ((20, 40), 0)
    assert b"PhoneMaker" not in content(check_upload(sample_files.upload(with_gps(), "a.jpg")))
    data = picture(form="JPEG", comment=b"PhoneMaker")
    assert b"PhoneMaker" not in content(check_upload(sample_files.upload(data, "a.jpg")))
    data = encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 80)))
    assert (
        Image.open(BytesIO(content(check_upload(sample_files.upload(data, "a.png"))))).mode
        == "RGBA"
    )


def test_a_photograph_is_opened_in_a_process_of_its_own_whose_end_is_told(read_here, monkeypatch):
    read_here.undo()
    monkeypatch.setattr(core_pictures, "opened", lambda *_: pytest.fail("was opened here"))
    data = with_gps()
    image = Image.open(BytesIO(content(check_upload(sample_files.upload(data, "a.jpg")))))
    assert (image.size, image.format) == ((20, 40), "JPEG")
    monkeypatch.setattr(media, "REWRITE", "tests.richtext.core.test_pictures_store:die")
    assert refusal(data, "a.jpg") == f"“a.jpg”：{core_pictures.TOO_HEAVY}"


def test_a_refusal_names_the_file_and_says_what_to_do():
    for data, name, why in [
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
    ]:
        assert refusal(data, name) == f"“{name}”{why.removesuffix('。')}。"
        assert "。" not in why[:-1]


def test_text_may_come_from_any_editor():
    for text in [
        "\ufeff今借到".encode(),
        "今借到".encode("gb18030"),
        b"plain\ttext\f",
        "😀🫩".encode(),
        b"a" * (64 * 1024 - 1) + "今借到".encode(),  # a character is cut by the end of a read
    ]:
        assert check_upload(sample_files.upload(text, "欠条.TXT")).kind == "txt"


def test_what_only_looks_like_text_is_refused():
    for text in ["今借到".encode("utf-16"), b"a\x1b[31m", b"a\x00b", b"a\x7fb", b"\x80\xff"]:
        assert documents.NOT_TEXT in refusal(text, "欠条.txt")


# Recordings and films are checked frame by frame and box by box.


AMR, MP3, BOXES = sample_files.AMR_FRAME, sample_files.MP3_FRAME, sample_files.boxes()
MOOV, MDAT = sample_files.box(b"moov"), sample_files.box(b"mdat")
HOUR = b"\x7c" * 50 * 3600  # of silence


def box_of(brand):
    return sample_files.box(b"ftyp", brand)


TAKEN = {
    "mp3": [
        MP3 * 3,
        sample_files.id3(0) + MP3 * 3,
        sample_files.id3(300, b"x" * 300) + b"\0" * 100 + MP3 * 3,
        (b"\xff\xf3\x40\xc4" + b"\x55" * 100) * 3,  # MPEG 2, 32 kbit/s, 22.05 kHz
    ],
    "amr": [b"#!AMR\n" + AMR * 9, b"#!AMR-WB\n" + b"\x04" + b"\0" * 17, b"#!AMR\n" + HOUR],
    "mp4": [sample_files.boxes(brand) for brand in (b"isom", b"mp42", b"avc1", b"M4V ")],
    "m4a": [sample_files.boxes(brand, b"smhd") for brand in (b"M4A ", b"mp42", b"isom")],
}


def test_sound_and_film_are_known_by_their_frames_and_boxes():
    for kind in TAKEN:
        for data in TAKEN[kind]:
            assert check_upload(sample_files.upload(data, "a.bin")).kind == kind


ONLY_BEGIN_SO = [
    MP3 * 2,
    b"ID3",
    sample_files.id3(9999, b"x"),
    sample_files.id3(0) + SCRIPT,
    b"ID3\x04\0\0\xff\xff\xff\xff" + MP3 * 3,
    b"\xff\xfb\x90\x00" + SCRIPT * 40,
    b"\xff\xfb",
    b"#!AMR\n",
    b"#!AMR",
    b"#!AMR\n" + SCRIPT,
    b"#!AMR\n" + AMR + b"\nrm -rf /",
    b"#!AMRX\n" + AMR,
    BOXES + SCRIPT,
    BOXES[:-1],
    BOXES + b"\0\0\0\4free",
    BOXES + sample_files.box(b"\0\1\2\3"),
    BOXES + MOOV,
    box_of(b"isom\0\0\2\0mp42"),
    box_of(b"isom\0\0\2\0mp42") + MDAT,
    box_of(b"crx \0\0\2\0") + MOOV + MDAT,
    box_of(b"is") + MOOV + MDAT,
    box_of(b"heic\0\0\2\0mif1") + SCRIPT,
    box_of(b"heic\0\0\2\0mif1") + sample_files.box(b"mdat", SCRIPT),
    b"\0\0\0\1ftyp" + b"\xff" * 8 + b"isom",
]


def test_what_only_begins_like_sound_or_film_is_refused():
    for data in ONLY_BEGIN_SO:
        assert refusal(data, "录音.mp3")


def test_amr_of_endless_silence_is_not_read_to_its_end():
    assert media.TOO_LONG in refusal(b"#!AMR\n" + HOUR * 13, "录音.amr")


# Names of files: shown, but never believed.


def test_a_name_is_tidied():
    for sent, kept in [
        ("合同.pdf", "合同.pdf"),
        ("合同", "合同.pdf"),
        ("合同1.2", "合同1.2.pdf"),
        ("合同.PDF", "合同.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\王\\合同.docx", "合同.pdf"),
        ("\u202egnp.exe", "gnp.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("合 \u3000 同.pdf", "合 同.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "附件.pdf"),
        ("", "附件.pdf"),
        (None, "附件.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ]:
        assert accepted_types.stored_name(sent, "pdf") == kept


@given(st.text())
def test_whatever_is_sent_leads_nowhere_and_hides_nothing(sent):
    name = accepted_types.stored_name(sent, "jpeg")
    assert name.endswith(".jpg")
    assert 5 <= len(name) <= 86
    assert not set(name) & set('/\\\x00\r\n\u202e\u200b<>:"|?*')
    assert accepted_types.shown_name(name) == name


def test_a_name_of_endless_marks_takes_no_time():
    marks = "\u0301\u0316"
    assert grows_evenly(lambda size: accepted_types.shown_name(marks * size), 40_000)


# More than 500 hostile files before the judge: every content under every name.


def judged(data, name):
    """What is kept of a file, or the sentence that refuses it."""
    try:
        return check_upload(sample_files.upload(data, name))
    except FileTypeError as refusal:
        return str(refusal)


def is_what_it_seems(kept):
    """What is kept is again judged as the kind that it is kept as."""
    kept.content.seek(0)
    data = kept.content.read()
    again = judged(data, kept.name)
    assert (again.kind, again.name) == (kept.kind, kept.name)
    assert kept.kind in KINDS
    assert kept.name.endswith((f".{kept.kind}", ".jpg"))
    assert kept.kind == "txt" or is_harmless(data)


@pytest.mark.parametrize("what", CONTENTS)
def test_a_hostile_file_is_refused_or_kept_as_what_it_is(what):
    for name in NAMES:
        kept = judged(CONTENTS[what], name)
        assert (name, isinstance(kept, CheckedFile)) == (name, is_taken(what, name))
        if isinstance(kept, CheckedFile):
            is_what_it_seems(kept)
        else:
            assert kept.endswith("。")

"""Recordings and films are checked frame by frame and box by box."""

import pytest

from consult.files.types import FileTypeError, check_upload, media
from tests.consult import sample_files
from tests.firm.pictures import SCRIPT

AMR, MP3 = sample_files.AMR_FRAME, sample_files.MP3_FRAME


def kind(data):
    return check_upload(sample_files.upload(data, "a.bin")).kind


def refused(data):
    with pytest.raises(FileTypeError):
        check_upload(sample_files.upload(data, "录音.mp3"))
    return True


@pytest.mark.parametrize(
    "data",
    [
        MP3 * 3,
        sample_files.id3(0) + MP3 * 3,
        sample_files.id3(300, b"x" * 300) + b"\0" * 100 + MP3 * 3,
        (b"\xff\xf3\x40\xc4" + b"\x55" * 100) * 3,  # MPEG 2, 32 kbit/s, 22.05 kHz
    ],
)
def test_mp3_is_known_with_and_without_a_tag(data):
    assert kind(data) == "mp3"


@pytest.mark.parametrize(
    "data",
    [
        MP3 * 2,
        b"ID3",
        sample_files.id3(9999, b"x"),
        sample_files.id3(0) + SCRIPT,
        b"ID3\x04\0\0\xff\xff\xff\xff" + MP3 * 3,
        b"\xff\xfb\x90\x00" + SCRIPT * 40,
        b"\xff\xfb",
    ],
)
def test_what_only_begins_like_mp3_is_refused(data):
    assert refused(data)


def test_amr_of_endless_silence_is_not_read_to_its_end():
    hour = b"\x7c" * 50 * 3600
    assert kind(b"#!AMR\n" + hour) == "amr"
    with pytest.raises(FileTypeError, match=media.TOO_LONG):
        check_upload(sample_files.upload(b"#!AMR\n" + hour * 13, "录音.amr"))


def test_amr_of_a_telephone_is_known():
    assert (kind(b"#!AMR\n" + AMR * 9), kind(b"#!AMR-WB\n" + b"\x04" + b"\0" * 17)) == ("amr",) * 2


@pytest.mark.parametrize(
    "data",
    [
        b"#!AMR\n",
        b"#!AMR",
        b"#!AMR\n" + SCRIPT,
        b"#!AMR\n" + AMR + b"\nrm -rf /",
        b"#!AMRX\n" + AMR,
    ],
)
def test_a_script_that_calls_itself_amr_is_refused(data):
    assert refused(data)


@pytest.mark.parametrize("brand", [b"isom", b"mp42", b"avc1", b"M4V "])
def test_a_film_is_mp4(brand):
    assert kind(sample_files.boxes(brand)) == "mp4"


@pytest.mark.parametrize("brand", [b"M4A ", b"mp42", b"isom"])
def test_boxes_without_a_picture_are_m4a(brand):
    assert kind(sample_files.boxes(brand, b"smhd")) == "m4a"


@pytest.mark.parametrize(
    "data",
    [
        sample_files.boxes() + SCRIPT,
        sample_files.boxes()[:-1],
        sample_files.boxes() + b"\0\0\0\4free",
        sample_files.boxes() + sample_files.box(b"\0\1\2\3"),
        sample_files.boxes() + sample_files.box(b"moov"),
        sample_files.box(b"ftyp", b"isom\0\0\2\0mp42"),
        sample_files.box(b"ftyp", b"isom\0\0\2\0mp42") + sample_files.box(b"mdat"),
        sample_files.box(b"ftyp", b"crx \0\0\2\0")
        + sample_files.box(b"moov")
        + sample_files.box(b"mdat"),
        sample_files.box(b"ftyp", b"is") + sample_files.box(b"moov") + sample_files.box(b"mdat"),
        sample_files.box(b"ftyp", b"heic\0\0\2\0mif1") + SCRIPT,
        sample_files.box(b"ftyp", b"heic\0\0\2\0mif1") + sample_files.box(b"mdat", SCRIPT),
        b"\0\0\0\1ftyp" + b"\xff" * 8 + b"isom",
    ],
)
def test_boxes_that_are_not_a_whole_film_are_refused(data):
    assert refused(data)

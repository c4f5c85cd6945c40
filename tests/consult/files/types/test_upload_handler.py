"""Files on their way in: never in clear text on a disk, bounded, and no word is lost for them."""

import contextlib
import gc
import io
import os
import resource
import tempfile

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from consult.files.types import upload_handler
from consult.files.types.upload_handler import IN_MEMORY, LARGEST, Spool
from tests.consult import multipart
from tests.consult.posting import good_post
from tests.consult.sample_files import upload

SECRET = "张三丰的秘密".encode()


def spooled(data):
    spool = Spool()
    spool.write(data)
    return spool


def received(*files, **fields):
    """What a request has of files that a browser sent."""
    request = RequestFactory().post("/consult/", {**fields, "files": list(files)})
    return request.FILES.getlist("files"), request


def open_files():
    """What lies in the open files of this process that no folder lists."""
    for number in os.listdir("/proc/self/fd"):
        try:
            if "(deleted)" in os.readlink(f"/proc/self/fd/{number}"):
                with open(f"/proc/self/fd/{number}", "rb") as file:
                    yield file.read()
        except OSError:
            continue


@given(st.lists(st.binary(max_size=50)), st.integers(0, 300), st.integers(0, 100))
def test_what_is_written_is_read_from_anywhere(pieces, start, length):
    known, upload_handler.IN_MEMORY = upload_handler.IN_MEMORY, 60
    try:
        spool, whole = Spool(), b"".join(pieces)
        for piece in pieces:
            spool.write(piece)
        spool.seek(start)
        assert (spool.read(length), spool.size) == (whole[start : start + length], len(whole))
    finally:
        upload_handler.IN_MEMORY = known


def test_it_is_written_in_order_only():
    spool = spooled(b"abc")
    spool.seek(0)
    with pytest.raises(OSError, match="in order"):
        spool.write(b"x")


def test_a_large_file_is_never_on_the_disk_in_clear_text_or_under_a_name(tmp_path, monkeypatch):
    data = SECRET * (2 * IN_MEMORY // len(SECRET))
    (file,), _ = received(upload(data, "证据.pdf"))
    kept = [content for content in open_files() if len(content) == len(data)]
    assert kept
    assert not [content for content in kept if SECRET in content or SECRET[:6] in content]
    assert file.read() == data
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (file,), request = received(upload(SECRET * 200_000))
    assert (file.size, list(tmp_path.iterdir())) == (len(SECRET) * 200_000, [])
    request.close()


@pytest.fixture
def uncollected():
    """Whatever is freed is freed by who made it: rubbish is collected when it pleases Python."""
    gc.collect()
    gc.disable()
    yield len(list(open_files()))
    gc.enable()


class Gone(io.BytesIO):
    """The body of somebody who hangs up in the midst of it."""

    def read(self, *size):
        if data := super().read(*size):
            return data
        raise OSError("the connection is gone")


def test_no_post_leaves_room_taken_however_it_ended(client, db, uncollected):
    files = [multipart.file("证据.pdf", b"x" * 2 * IN_MEMORY)] * 3
    data = multipart.body(good_post(), *files, end=False)
    noise = Image.effect_noise((1500, 1500), 90).convert("RGB")
    noise.save(picture := io.BytesIO(), "JPEG", quality=95)
    assert picture.tell() > IN_MEMORY
    for _ in range(3):
        with contextlib.suppress(OSError):
            more = {"length": len(data) + 1000, "wsgi.input": Gone(data)}
            multipart.send(client, "/consult/", data, **more)
        assert len(list(open_files())) == uncollected
        assert multipart.send(client, "/consult/", data[:-100]).status_code == 400
        assert len(list(open_files())) == uncollected
        post = {**good_post(), "files": [upload(picture.getvalue(), "照片.jpg")]}
        assert client.post("/consult/", post).status_code == 302
        client.post("/consult/", {**post, "phone": "12"})
        assert len(list(open_files())) == uncollected


def test_a_file_that_is_too_large_is_counted_but_not_kept():
    (file,), request = received(upload(b"x" * (LARGEST + 1), "大.pdf"), question="还在")
    assert (file.fault, file.size, file.read()) == (upload_handler.TOO_LARGE, LARGEST + 1, b"")
    assert request.POST["question"] == "还在"
    (file,), _ = received(upload(b"x" * LARGEST))
    assert (file.fault, len(file.read())) == ("", LARGEST)


@pytest.fixture
def full():
    """A disk on which no file grows beyond a bound: of a write that crosses it a part is taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# The second lets a part of the last write through, whose rest `close` would try once more.
@pytest.mark.parametrize("room", [IN_MEMORY // 2, 1_307_000, 1_310_000])
def test_a_full_disk_is_known_and_ends_nothing(full, room):
    full(room)
    (file,), request = received(upload(b"x" * (2 * IN_MEMORY)), question="还在")
    assert (file.fault, request.POST["question"]) == (upload_handler.NOT_STORED, "还在")


@pytest.mark.parametrize("more", [10, 4000, 200_000])
def test_a_part_written_to_a_full_disk_is_a_failure(full, more):
    spool = spooled(b"x" * (IN_MEMORY + 1))
    full(IN_MEMORY + more // 2)
    with pytest.raises(OSError, match="too large"):
        spool.write(b"y" * more)

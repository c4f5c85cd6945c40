"""The site as it runs for a firm: files, logs and temporary files of real processes."""

import os
import re
import socket
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.leaks.words import PERSON, WORDS, leaks
from tests.sample_site import SampleSite
from tests.site_process import descendants
from tests.visitor import CODE, Visitor

pytestmark = [pytest.mark.process, pytest.mark.ci]
LINES = 200_000  # 6 MB: more than a server keeps in memory


@pytest.fixture
def site(tmp_path):
    scratch = tmp_path / "scratch"
    data = tmp_path / "data"
    scratch.mkdir(), data.mkdir()
    env = {"TMPDIR": str(scratch), "TRUSTED_PROXY_COUNT": "1", "WEB_WORKERS": "1"}
    with SampleSite(data, **env, EMAIL_URL="smtp://127.0.0.1:9") as running:
        yield running


@pytest.fixture
def visitor(site):
    return Visitor(site, site.secret)


def body(visitor):
    """A whole form with a large file, as a browser sends it."""
    file = SimpleUploadedFile(WORDS["file"], (WORDS["inside"] * LINES).encode())
    fields = {**visitor.form(WORDS["question"]), **PERSON, "files": file}
    return encode_multipart(BOUNDARY, fields)


def head(visitor, length):
    cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.cookies)
    lines = [
        "POST /consult/ HTTP/1.1",
        f"Host: 127.0.0.1:{visitor.site.port}",
        f"Referer: {visitor.site.url}/consult/",
        f"Cookie: {cookies}",
        f"Content-Type: {MULTIPART_CONTENT}",
        f"Content-Length: {length}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def open_files(site):
    """What the processes of the site hold open on a disk, deleted files included."""
    for number in [site.process.pid, *descendants(site.process.pid)]:
        for handle in Path(f"/proc/{number}/fd").iterdir():
            try:
                if handle.is_file():
                    yield os.readlink(handle), handle.read_bytes()
            except OSError:  # closed meanwhile
                continue


def test_a_whole_consultation_leaves_plain_text_in_no_file(site, visitor, tmp_path):
    whole = body(visitor)
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as line:
        line.sendall(head(visitor, len(whole)) + whole[: len(whole) * 3 // 4])
        time.sleep(2)
        assert not [name for name, content in open_files(site) if leaks(content)]
        line.sendall(whole[len(whole) * 3 // 4 :])
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert " 302 " in answer.splitlines()[0]
    receipt = re.search(r"set-cookie:\s*(receipt=[^;]+)", answer, re.IGNORECASE)[1]
    visitor.cookies.clear()
    visitor.opener.addheaders = [("Cookie", receipt)]
    code = CODE.search(visitor.get("/consult/received/"))[1].replace(" ", "")
    visitor.opener.addheaders = []
    assert WORDS["question"] in visitor.post("/consult/thread/", action="code", code=code)

    told = [one for one in tmp_path.rglob("*") if one.is_file() and leaks(one.read_bytes())]
    assert told == []
    assert code not in site.output
    sealed = [one for one in (site.folder / "private").rglob("*") if one.is_file()]
    assert max(one.stat().st_size for one in sealed) > 1_000_000
    (site.folder / "probe").write_text(WORDS["name"])
    told = [one.name for one in tmp_path.rglob("*") if one.is_file() and leaks(one.read_bytes())]
    assert told == ["probe"]

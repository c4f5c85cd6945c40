"""Hostile posts: each is refused or kept as what it is, and none is a 500.

Every content under every name, where no page is made of it: `tests/consult/files/test_types.py`.
"""

import base64
from io import BytesIO
from itertools import count

import pytest
from django.test import Client

from consult.base.enums import State
from consult.models import Attachment, Consultation
from tests.consult import sample_files
from tests.consult.hostile import JPEG
from tests.consult.multipart import BOUNDARY, KIND, body, field, file, part, send
from tests.consult.posting import FORM, good_post
from tests.factories import make_area
from tests.firm.pictures import SCRIPT

pytestmark = pytest.mark.django_db
numbers = count(1)


@pytest.fixture
def enemy(client):
    """A client as the browser has it, from another address each time."""
    client.raise_request_exception = False
    return client


def fields(**changed):
    number = next(numbers)
    return good_post(area=make_area().pk, question=f"第{number}次提交的问题在这里。", **changed)


def post(enemy, *parts, **extra):
    number = next(numbers)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return send(enemy, FORM, body(fields(), *parts), REMOTE_ADDR=address, **extra)


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\\\\", "a/..", "\x01"])
def test_a_file_without_a_name_is_no_file(enemy, name):
    answer = post(enemy, file(name, JPEG))
    assert (answer.status_code, Attachment.objects.count()) == (302, 0)


def disposition(extra, data=JPEG):
    return part(b'Content-Disposition: form-data; name="files"' + extra, data)


CODED = b"Content-Transfer-Encoding: base64"
ODD = {
    "empty boundary": ({"kind": "multipart/form-data; boundary="}, []),
    "another boundary": ({"kind": KIND + "other"}, []),
    "strange boundary": ({"kind": 'multipart/form-data; boundary="a b\x01"'}, []),
    "mixed": ({"kind": f"multipart/mixed; boundary={BOUNDARY}"}, []),
    "hundreds of files": ({}, [file("a.jpg", JPEG)] * 300),
    "no name": ({}, [part(b"Content-Disposition: form-data", b"x")]),
    "no disposition": ({}, [part(b"X-Nothing: 1", b"x")]),
    "no colon": ({}, [part(b"nothing", b"x")]),
    "long head": ({}, [part(b"X-Long: " + b"x" * 200_000, b"x")]),
    "many heads": ({}, [part(b"\r\n".join([b"X-A: 1"] * 5000), b"x")]),
    "file as text": ({}, [field("files", "x" * 1000)]),
    "broken base64": ({}, [disposition(b'; filename="a.jpg"\r\n' + CODED, b"!!!\xff=a")]),
    "virus in base64": (
        {},
        [disposition(b'; filename="a.pdf"\r\n' + CODED, base64.b64encode(sample_files.EICAR))],
    ),
    "coded name": ({}, [disposition(b"; filename*=utf-8''%2e%2e%2fevil.php", SCRIPT)]),
    "badly coded name": ({}, [disposition(b"; filename*=x-none''%ff%fe.php", SCRIPT)]),
    "broken quotes": ({}, [disposition(b'; filename="a\\"b;c.php', SCRIPT)]),
    "name of bytes": ({}, [disposition(b'; filename="\xff\xfe\x80.php"', SCRIPT)]),
    "name with a line": ({}, [disposition(b'; filename="a\r\n b.php"', SCRIPT)]),
    "six files": ({}, [file(f"{number}.jpg", JPEG) for number in range(6)]),
    "too large": ({}, [file("a.jpg", JPEG + b"\0" * (20 << 20))]),
    "one bad among good": ({}, [file("a.jpg", JPEG), file("b.jpg", SCRIPT), file("c.jpg", JPEG)]),
    "question as file": ({}, [file("q.txt", b"x" * 50, "question"), file("a.exe", SCRIPT)]),
    "length too long": ({"length": 5_000_000}, [file("a.exe", SCRIPT)]),
    "length too short": ({"length": 300}, [file("a.jpg", JPEG)]),
    "length of nothing": ({"length": 0}, [file("a.jpg", JPEG)]),
    "length far too long": ({"length": 201 << 20}, [file("a.jpg", JPEG)]),
    "length of a liar": ({"length": "-5"}, [file("a.jpg", JPEG)]),
}
# Parts that Django takes for no file or no field at all: the rest of the post is a good one.
HARMLESS = {"no name", "no disposition", "no colon", "file as text"}
HARMLESS |= {"badly coded name", "name of bytes"}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_body_is_refused_and_nothing_is_kept_by_halves(enemy, what):
    extra, parts = ODD[what]
    answer = post(enemy, *parts, **extra)
    known = Consultation.objects.first()
    if known is None:
        assert 400 <= answer.status_code < 500
    else:
        assert answer.status_code == 302
        assert what in HARMLESS or known.state == State.QUARANTINED
    assert not Attachment.objects.exists()


def test_a_body_or_a_connection_that_ends_within_a_file_leaves_nothing(enemy, db):
    for cut in (
        body(fields(), file("a.jpg", JPEG), end=False),
        body(fields(), file("a", JPEG))[:-40],
    ):
        assert send(enemy, FORM, cut).status_code == 400
    assert not Consultation.objects.exists()
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    cut = body(fields(), file("a.jpg", JPEG * 20))
    answer = send(browser, FORM, cut, length=len(cut) + 99, **{"wsgi.input": Broken(cut)})
    assert (answer.status_code, Consultation.objects.count()) == (400, 0)


class Broken(BytesIO):
    """A connection that ends while the file is on its way."""

    def read(self, size=-1):
        data = super().read(min(size, 200) if size > 0 else 200)
        if not data:
            raise ConnectionResetError("gone")
        return data

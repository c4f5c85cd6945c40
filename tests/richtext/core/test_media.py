"""Pictures are served by the site itself, and nothing else ever is."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from richtext.core import pictures
from tests.firm.pictures import picture, upload

pytestmark = pytest.mark.django_db
TOKEN = "ab" + "0" * 30
GOOD = f"images/ab/{TOKEN}-40x30-s40-w40.webp"


@pytest.fixture
def name():
    return pictures.store(upload(picture()))


def test_a_picture_is_served_with_its_type_and_for_a_year(client, name):
    answer = client.get(f"/media/{name}")
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_picture_sets_no_cookie(client, name):
    assert not client.get(f"/media/{name}").cookies


def test_head_is_answered(client, name):
    assert client.head(f"/media/{name}").status_code == 200


def test_a_picture_takes_no_post(client, name):
    assert client.post(f"/media/{name}").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        GOOD,
        "images/../db.sqlite3",
        "../secrets/secret_key",
        "..%2f..%2fsecrets%2fsecret_key",
        "images/ab/..%2f..%2f..%2fdb.sqlite3",
        "images/ab/../../secrets/consult_keys.webp",
        "images//etc/passwd.webp",
        "images/ab/note.webp",
        "attachments/letter.webp",
        "images/ab/",
        "",
        f"images/ab/{TOKEN}-40x30-s40-w40.webp%00.html",
        f"images/ab/{TOKEN}-40x30-s..-w40.webp",
        f"images/ab/{TOKEN.upper()}-40x30-s40-w40.webp",
        f"images/ab/{TOKEN}-40x30-s40-w40.webp%0a",
    ],
)
def test_no_other_name_is_answered(client, address):
    for other in ("images/ab/note.webp", "attachments/letter.webp"):
        default_storage.save(other, ContentFile(b"confidential"))
    assert client.get(f"/media/{address}").status_code == 404


def test_the_static_files_do_not_reach_the_media(client, name):
    assert client.get(f"/static/{name}").status_code == 404

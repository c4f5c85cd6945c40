"""What the form of an upload of the law takes, and what it says of the rest."""

import pytest

from consult.files.types import upload_handler
from richtext.base import disk
from statutes.admin import texts
from statutes.admin.texts import MOST_FILES
from statutes.importing import uploads
from statutes.models import LawImport
from tests.factories import make_member
from tests.statutes.admin.uploading import upload

pytestmark = pytest.mark.django_db
LONG = "灯" * 90  # 270 bytes


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


def refused(response):
    assert response.status_code == 422
    assert not LawImport.objects.exists()
    return response.context["form"].errors["file"][0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], texts.NO_FILE),
        ([("a.md", "")], texts.EMPTY.format("a.md")),
        ([("a.txt", "x")], texts.WRONG_NAME.format("a.txt")),
        ([("law.pack", "x")], texts.WRONG_NAME.format("law.pack")),
        ([("README.md", "x")], texts.WRONG_NAME.format("README.md")),
        ([("a.md", "x"), ("a.md", "y")], texts.TWICE.format("a.md")),
        ([(f"{LONG}.md", "x")], texts.LONG_NAME.format(f"{LONG}.md")),
        ([(f"{one}.md", "x") for one in range(6)], texts.TOO_MANY),
        ([("a.md", b"x" * (uploads.LARGEST + 1))], texts.TOO_LARGE),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_at_once(editor, files, said):
    assert refused(upload(editor, *files)) == said


def test_a_disk_without_room_takes_nothing(editor, monkeypatch):
    monkeypatch.setattr(disk, "state", lambda: "low")
    assert refused(upload(editor, ("a.md", "x"))) == texts.DISK_FULL


def test_the_number_of_files_is_what_the_site_takes_in_one_request():
    assert upload_handler.MOST_FILES == MOST_FILES

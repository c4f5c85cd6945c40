"""What an upload made to do harm does to the worker: its own import ends, and no other."""

import pytest

from statutes.importing import unpacking, uploads
from statutes.models import LawImport
from statutes.services import recheck
from tests.factories import make_member
from tests.statutes.texts import articles, markdown
from tests.transfer.office.importing import zipped

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
State = LawImport.State
FILE = "灯塔法(2020-05-28).md", markdown(*articles(2)).encode()


def waiting(*files):
    """An upload that the worker has not seen."""
    found = LawImport(user=make_member("编辑"))
    uploads.take(found, files)
    return found


def taken(*files):
    """An upload that the worker has looked at."""
    found = waiting(*files)
    recheck.Resumable(uploads.steps)()
    found.refresh_from_db()
    return found


def test_files_that_cannot_be_laid_down_end_their_import_and_no_other():
    waiting(FILE)
    name = "灯" * 90 + ".md"  # 273 bytes: no file system has it
    refused = taken((name, FILE[1]))
    assert (refused.state, refused.words) == (State.FAILED, unpacking.NO_ROOM)
    assert LawImport.objects.exclude(pk=refused.pk).get().state == State.READY


def test_a_fault_of_the_program_ends_its_import_and_no_other(monkeypatch):
    first, real = waiting(FILE), uploads.import_folder

    def fault(**how):
        if LawImport.objects.get(pk=first.pk).state == State.CHECKING:
            raise KeyError("nobody foresaw it")
        return real(**how)

    monkeypatch.setattr(uploads, "import_folder", fault)
    assert taken(FILE).state == State.READY
    first.refresh_from_db()
    assert (first.state, first.words) == (State.FAILED, uploads.FAULT)


def test_a_zip_of_texts_is_read_and_what_is_no_text_is_named():
    found = taken(("法规.zip", zipped({f"法/{FILE[0]}": FILE[1], "说明.docx": b"PK"})))
    assert found.state == State.READY
    assert found.words == "将新导入1部，共2条。有1处不能导入，原因见下。"
    assert f"说明.docx：{uploads.OTHER_KIND}" in {line.words for line in found.lines.all()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"说明.docx": b"PK"}), uploads.NO_TEXTS),
        (zipped({"README.md": b"x"}), uploads.NO_TEXTS),
        (b"PK\x03\x04", unpacking.NO_ZIP),
        (
            zipped({f"{n}.md": b"x" for n in range(uploads.MOST_TEXTS + 1)}),
            unpacking.TOO_MUCH.format(uploads.MOST_TEXTS, unpacking.MOST_BYTES // unpacking.MB),
        ),
    ],
    ids=["no text", "notes alone", "cut off", "too many"],
)
def test_a_zip_without_texts_or_with_too_many_is_refused(content, words):
    found = taken(("法规.zip", content))
    assert (found.state, found.words) == (State.FAILED, words)
    assert not found.files.exists()


def test_what_was_interrupted_is_imported_and_told_once(monkeypatch):
    found = taken(FILE)
    uploads.confirm(upload=found, user=found.user)
    real = uploads.end
    monkeypatch.setattr(uploads, "end", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recheck.Resumable(uploads.steps)()
    monkeypatch.setattr(uploads, "end", real)
    recheck.Resumable(uploads.steps)()
    found.refresh_from_db()
    assert (found.state, found.words) == (State.DONE, "未变1部，共2条。")
    assert not found.files.exists()


def test_a_turn_that_is_over_goes_on_in_the_next():
    waiting(FILE), waiting(FILE)
    job = recheck.Resumable(uploads.steps)
    job(lambda: False)
    assert LawImport.objects.filter(state=State.READY).count() < 2
    job()
    assert LawImport.objects.filter(state=State.READY).count() == 2

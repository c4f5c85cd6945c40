"""What an upload made to do harm does to the worker: its own import ends, and no other."""

import json

import pytest

from statutes.models import LawImport
from statutes.packs import keys, manifest, uploads, working
from statutes.packs.archive import MANIFEST, SIGNATURE
from statutes.services import table
from tests.factories import make_member
from tests.statutes.packs.made import KEY, built, known, members, zipped
from tests.statutes.rows import NEW, TABLE
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
State, Kind = LawImport.State, LawImport.Kind
FILE = "灯塔法(2020-05-28).md", markdown(*articles(2)).encode()


@pytest.fixture
def pack(tmp_path, settings):
    known(settings)
    table.apply(rows=TABLE, version=NEW.promulgated, own=False)
    return built(tmp_path)


def waiting(kind, *files):
    """An upload that the worker has not seen."""
    found = LawImport(user=make_member("编辑"), kind=kind)
    uploads.take(found, files)
    return found


def taken(kind, *files):
    """An upload that the worker has looked at."""
    found = waiting(kind, *files)
    working.ResumableImport()()
    found.refresh_from_db()
    return found


def test_files_that_cannot_be_laid_down_end_their_import_and_no_other():
    waiting(Kind.FILES, FILE)
    name = "灯" * 90 + ".md"  # 273 bytes: no file system has it
    refused = taken(Kind.FILES, (name, FILE[1]))
    assert (refused.state, refused.words) == (State.FAILED, working.NO_ROOM)
    assert LawImport.objects.exclude(pk=refused.pk).get().state == State.READY


def test_a_pack_of_strange_signs_is_told_and_kept_without_them(pack):
    content = members(pack)
    said = json.loads(content[MANIFEST])
    said["members"]["\ud800\x1b[2J"] = {"size": 0, "sha256": "0" * 64}
    content[MANIFEST] = json.dumps(said).encode()
    content[SIGNATURE] = keys.sign(KEY, content[MANIFEST])
    found = taken(Kind.PACK, ("one.pack", zipped(pack, content).read_bytes()))
    assert found.words == manifest.OTHER_MEMBERS.format("??[2J")


def test_nothing_of_a_maker_whom_nobody_trusts_is_read(pack, settings, monkeypatch):
    settings.LAW_PACK_KEYS = {}
    monkeypatch.setattr(manifest, "loads", lambda content: pytest.fail("was read"))
    found = taken(Kind.PACK, ("one.pack", pack.read_bytes()))
    assert found.words == keys.UNKNOWN.format(keys.public(KEY))


def test_a_fault_of_the_program_ends_its_import_and_no_other(pack, monkeypatch):
    waiting(Kind.FILES, FILE)

    def fault(*_):
        raise KeyError("nobody foresaw it")

    monkeypatch.setattr(working.applying, "plan", fault)
    refused = taken(Kind.PACK, ("one.pack", pack.read_bytes()))
    assert (refused.state, refused.words) == (State.FAILED, working.FAULT)
    assert LawImport.objects.exclude(pk=refused.pk).get().state == State.READY

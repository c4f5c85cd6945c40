"""Each release, filled, under the code of today; and back by its backup."""

import pytest

from consult.management.commands.erase_again import DONE
from tests.upgrade import folder
from tests.upgrade.old_site import OldSite
from website.operations import schema

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
RENAME = (
    "from django.db import connection; connection.cursor().execute("
    "'ALTER TABLE firm_lawyer RENAME COLUMN summary TO abstract')"
)
OTHER_KEY = "k1:" + "fedcba9876543210" * 4
ERASE = """
from consult import services
from consult.models import Consultation
row = Consultation.objects.exclude(state="erased").first()
services.erase_now(consultation=row)
print(row.reference)
"""
TOMORROW = (
    "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder;"
    "MigrationRecorder(connection).record_applied('firm', '9999_tomorrow')"
)
NEWER = schema.NEWER.format(found="firm.9999_tomorrow")


@pytest.fixture(params=folder.releases(), ids=lambda path: path.name)
def old(request, tmp_path):
    """A site of that release, never touched by another code."""
    site = OldSite(tmp_path, request.param)
    yield site
    site.drop()


@pytest.fixture
def broken(old):
    """The same, ready to be walked without a start: for damages that no start would let pass."""
    old.manage("collectstatic", "--noinput", "-v0")
    return old


def test_it_is_upgraded_and_everybody_finds_what_was_there(old):
    assert old.run_through()["schema"] == "ok"
    old.manage("load_statutes")
    old.manage("check", "--database", "default")
    faults, visited = old.walked()
    assert faults == []
    assert visited > 500


def test_its_backup_brings_it_back_to_the_letter(old):
    rows, files = old.rows(), old.files()
    old.back_up()
    old.run_through()
    old.manage("shell", "--no-imports", "-c", "from firm.models import Office as O;O().save()")
    assert old.rows() != rows
    (old.folder / "secrets" / "consult_keys").write_text(OTHER_KEY)
    old.put_back()
    assert (old.rows(), old.files().items() >= files.items()) == (rows, True)


def test_what_was_erased_after_the_upgrade_is_known_again_on_the_way_back(old):
    old.back_up()
    old.manage("migrate", "-v0")
    erased = old.shell(ERASE).strip()
    old.end_shell()
    old.put_back()
    assert erased in old.manage("erase_again", "--dry-run").stdout
    old.manage("migrate", "-v0")
    assert DONE.format(1) in old.manage("erase_again").stdout


def test_a_database_that_a_newer_release_has_migrated_is_refused_and_its_backup_leads_back(old):
    rows = old.rows()
    old.back_up()
    old.manage("migrate", "-v0")
    old.manage("shell", "--no-imports", "-c", TOMORROW)
    assert old.refused() == (1, NEWER)
    old.put_back()
    assert old.rows() == rows
    assert old.run_through()["schema"] == "ok"


def test_a_walk_finds_a_page_that_fails(broken):
    broken.manage("shell", "--no-imports", "-c", RENAME)
    faults, _ = broken.walked("visitor")
    assert {"访客：/ → 500", "访客：/ → 503"} & set(faults)  # as the engine calls the fault


def test_a_walk_finds_words_that_do_not_open(broken):
    (broken.folder / "secrets" / "consult_keys").write_text(OTHER_KEY)
    (broken.folder / "media").rename(broken.folder / "lost")
    faults, _ = broken.walked("client", "lawyer")
    told = "\n".join(faults)
    assert "咨询人：没有看到“公司把我的岗位" in told
    assert "负责的律师：没有看到“公司把我的岗位" in told

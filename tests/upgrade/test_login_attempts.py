"""Earlier releases kept who had tried to log in; nothing of it is left after the upgrade."""

import pytest

from tests.upgrade import folder
from tests.upgrade.old_site import OldSite

pytestmark = [pytest.mark.ci, pytest.mark.engine, pytest.mark.process]
TRIED = "SELECT username, ip_address FROM axes_accessattempt ORDER BY username"
DONE = "SELECT name FROM django_migrations WHERE app = 'axes'"


@pytest.fixture
def old(tmp_path):
    """A site of 0.1.0, never touched by another code."""
    site = OldSite(tmp_path, folder.HERE / "0.1.0")
    yield site
    site.drop()


def test_no_name_and_no_address_of_a_login_attempt_is_left(old):
    assert ("boss", "203.0.113.9") in [(name, str(address)) for name, address in old.ask(TRIED)]
    assert old.ask(DONE)
    old.manage("migrate", "-v0")
    told = old.rows()
    assert not [table for table in told if table.startswith("axes")]
    assert "203.0.113.9" not in str(told)
    assert old.ask(DONE) == []


def test_no_page_of_the_database_file_holds_them_any_more(old):
    if old.database:
        pytest.skip("PostgreSQL gives the file of a dropped table back")
    old.manage("migrate", "-v0")
    kept = b"".join(path.read_bytes() for path in old.folder.glob("db.sqlite3*"))
    assert b"203.0.113.9" not in kept


def test_the_upgrade_may_be_run_again(old):
    old.manage("migrate", "-v0")
    old.manage("migrate", "consult", "0003", "-v0")
    old.manage("migrate", "-v0")
    assert old.ask(DONE) == []

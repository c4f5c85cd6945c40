"""Each release, filled, under the code of today; and back by its backup."""

import signal
from urllib.error import HTTPError

import pytest

from consult.management.commands.erase_again import DONE
from consult.public.intake import CLOSED
from firm.models import SiteSettings
from tests.upgrade import folder, real_firm
from tests.upgrade.old_site import OldSite
from website.operations import schema

pytestmark = [pytest.mark.engine, pytest.mark.process]
OTHER_KEY = "k1:" + "fedcba9876543210" * 4
ERASE = """
from consult import services
from consult.models import Consultation
row = Consultation.objects.filter(legal_hold=False).exclude(state="erased").first()
services.erase_now(consultation=row)
print(row.reference)
"""
TOMORROW = (
    "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder;"
    "MigrationRecorder(connection).record_applied('firm', '9999_tomorrow')"
)
NEWER = schema.NEWER.format(found="firm.9999_tomorrow")
audit = pytest.mark.audit
TRIED = "SELECT username, ip_address FROM axes_accessattempt ORDER BY username"
LOGINS = "SELECT name FROM django_migrations WHERE app = 'axes'"
FIRST = folder.releases()[0]
ADDRESSES = ["/", "/contact/", "/articles/", "/lawyers/lawyer-1/", "/pages/about/", "/pages/fees/"]
OFFICE = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(headers={{"host": "127.0.0.1"}})
admin = get_user_model().objects.get(username="admin")
client.force_login(admin)
print(client.get("{}").content.decode())
"""
# Each published article is looked for by its own title; how many are found, and how many lack.
FOUND = """
from articles.models import Article
from articles.search import INDEX, find_articles, missing
shown = [one for one in Article.objects.published()]
found = [one for one in shown if one.pk in find_articles(one.title, 100).ids]
assert INDEX.is_whole() == (not missing())
print(len(shown), len(found), missing())
"""
# Of what is counted, all that a count from the records corrects: 0 where it was right.
WRONG = """
from articles.search.indexing import INDEX
wrong, _ = INDEX._wrong()
print(sum(number != 0 for number in wrong.values()))
"""
KILLED = """
import os, signal
from articles.search import indexing
indexing.BATCH, turns = 2, iter(range(3))
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
indexing.upkeep.let_others_write = lambda: next(turns, None) is not None or die()
indexing.{}()
"""


@pytest.fixture(params=folder.releases(), ids=lambda path: path.name)
def old(request, tmp_path):
    """A site of that release, never touched by another code."""
    site = OldSite(tmp_path, request.param)
    yield site
    site.drop()


@audit
def test_it_is_upgraded_and_everybody_finds_what_was_there(old):
    assert old.run_through()["schema"] == "ok"
    old.manage("load_statutes")
    old.manage("check", "--database", "default")
    faults, visited = old.walked()
    assert faults == []
    assert visited > 500


@audit
def test_its_backup_brings_it_back_to_the_letter(old):
    rows, files = old.rows(), old.files()
    old.back_up()
    old.run_through()
    old.manage("shell", "--no-imports", "-c", "from firm.models import Office as O;O().save()")
    assert old.rows() != rows
    (old.folder / "secrets" / "consult_keys").write_text(OTHER_KEY)
    old.put_back()
    assert (old.rows(), old.files().items() >= files.items()) == (rows, True)


@audit
def test_what_was_erased_after_the_upgrade_is_known_again_on_the_way_back(old):
    old.back_up()
    old.manage("migrate", "-v0")
    erased = old.shell(ERASE).strip()
    old.end_shell()
    old.put_back()
    assert erased in old.manage("erase_again", "--dry-run").stdout
    old.manage("migrate", "-v0")
    assert DONE.format(1) in old.manage("erase_again").stdout


@audit
def test_a_database_that_a_newer_release_has_migrated_is_refused_and_its_backup_leads_back(old):
    rows = old.rows()
    old.back_up()
    old.manage("migrate", "-v0")
    old.manage("shell", "--no-imports", "-c", TOMORROW)
    assert old.refused() == (1, NEWER)
    old.put_back()
    assert old.rows() == rows
    assert old.run_through()["schema"] == "ok"


@pytest.fixture
def first(tmp_path):
    """A site of 0.1.0, never touched by another code."""
    site = OldSite(tmp_path, folder.HERE / "0.1.0")
    yield site
    site.drop()


@pytest.mark.ci
def test_no_name_and_no_address_of_a_login_attempt_is_left_in_table_or_file(first):
    assert ("boss", "203.0.113.9") in [(name, str(address)) for name, address in first.ask(TRIED)]
    assert first.ask(LOGINS)
    first.manage("migrate", "-v0")
    told = first.rows()
    assert not [table for table in told if table.startswith("axes")]
    assert "203.0.113.9" not in str(told)
    assert first.ask(LOGINS) == []
    if not first.database:  # PostgreSQL gives the file of a dropped table back
        kept = b"".join(path.read_bytes() for path in first.folder.glob("db.sqlite3*"))
        assert b"203.0.113.9" not in kept
    first.manage("migrate", "consult", "0003", "-v0")  # the upgrade may be run again
    first.manage("migrate", "-v0")
    assert first.ask(LOGINS) == []


def upgraded(place, **known):
    """The site of a firm, started under the code of today."""
    site = OldSite(place, FIRST)
    real_firm.make(site, **known)
    site.start()
    return site


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """With a privacy notice of its own."""
    site = upgraded(tmp_path_factory.mktemp("own"))
    yield site
    site.stop()
    site.drop()


@pytest.fixture(scope="module")
def false(tmp_path_factory):
    """With the sample's, which it saved as it was."""
    site = upgraded(tmp_path_factory.mktemp("false"), notice="")
    yield site
    site.stop()
    site.drop()


def office(site, address):
    return site.shell(OFFICE.format(address))


@audit
def test_a_firm_with_its_own_notice_goes_on_to_take_questions(own):
    status, page = own.get("/consult/")
    promised = SiteSettings(reply_promise_hours=24).promise_text
    assert (status, CLOSED in page, 'name="question"' in page) == (200, False, True)
    assert promised in page


@audit
def test_its_addresses_words_drafts_and_letters_are_where_they_were(own):
    pages = {address: own.get(address)[1] for address in ADDRESSES}
    assert real_firm.NOTICE in own.get("/pages/privacy/")[1]
    assert real_firm.ABOUT in pages["/pages/about/"]
    assert real_firm.LAWYERS[0] in pages["/lawyers/lawyer-1/"]
    assert real_firm.OWN_PAGES["fees"] in pages["/pages/fees/"]
    page = own.get("/articles/8/")[1]  # a text that an old import left open
    assert real_firm.STUB in page
    assert "noindex" in page
    assert real_firm.STUB not in own.get("/articles/")[1]
    rows = own.ask("SELECT sent_at IS NULL, unsent_at IS NULL FROM outbox_notice WHERE id = 2")
    assert [tuple(map(bool, row)) for row in rows] == [(False, True)]  # called sent, it stays so
    assert own.walked("lawyer", "client") == ([], pytest.approx(10, abs=9))


@audit
def test_a_firm_with_the_samples_notice_takes_no_questions_and_says_so(false):
    try:
        page = false.get("/consult/")[1]
    except HTTPError as refused:
        page = refused.read().decode()
    assert CLOSED in page
    assert real_firm.PHONE in page
    assert 'name="question"' not in page
    assert "firm.W001" in false.manage("check").stderr
    page = false.ask("SELECT id FROM firm_page WHERE kind = 'privacy'")[0][0]
    assert f"/admin/firm/page/{page}/change/" in office(false, "/admin/opening/")
    assert "写明本所名称的隐私告知" in office(false, "/admin/")


@pytest.fixture
def migrated(first):
    """Of 0.1.0, whose index another one takes the place of: the only release without it."""
    first.manage("migrate", "-v0")
    yield first
    first.end_shell()


def killed(migrated, what):
    ended = migrated.manage("shell", "--no-imports", "-c", KILLED.format(what), check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def counted(migrated):
    """How many articles are public, found by their title, missing; how many counts are wrong."""
    return [int(one) for one in (migrated.shell(FOUND) + migrated.shell(WRONG)).split()]


@audit
def test_the_worker_fills_it_at_its_start(migrated):
    shown, found, missing, _ = counted(migrated)
    assert shown == missing > 5
    assert found == 0
    migrated.manage("run_worker", "--once")
    assert counted(migrated) == [shown, shown, 0, 0]


@audit
def test_a_worker_that_was_killed_on_the_way_is_followed_by_one_that_ends_it(migrated):
    killed(migrated, "fill_missing")
    shown, _, missing, _ = counted(migrated)
    assert missing == shown - 8
    migrated.manage("run_worker", "--once")
    assert counted(migrated) == [shown, shown, 0, 0]


@audit
def test_a_rebuild_that_was_killed_is_begun_again_and_ends_right(migrated):
    migrated.manage("run_worker", "--once")
    (shown, *_) = counted(migrated)
    killed(migrated, "rebuild")
    assert f"{shown}篇文章" in migrated.manage("rebuild_search").stdout
    assert counted(migrated) == [shown, shown, 0, 0]

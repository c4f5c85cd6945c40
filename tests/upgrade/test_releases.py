"""The fixtures fit the changelog and the list of frozen migrations, and hold what they should."""

import re
import sqlite3

import pytest

from tests.upgrade import folder, frozen, make

DATED = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
# Log-ins are counted in one table; the other three of the package are switched off.
MAY_BE_EMPTY = {
    "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
}  # fmt: skip
MOST = 300_000  # bytes of one fixture in the repository


@pytest.fixture(params=folder.releases(), ids=lambda path: path.name)
def release(request):
    return request.param


def test_every_release_of_the_changelog_has_its_fixture():
    changelog = (frozen.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = sorted(version for version, _ in DATED.findall(changelog))
    assert dated == sorted(path.name for path in folder.releases()) != []


def test_the_version_of_the_code_is_the_newest_release_or_the_next_one():
    newest = folder.releases()[-1].name
    numbers = [[int(part) for part in one.split(".")] for one in (newest, make.version())]
    assert numbers == sorted(numbers)


def test_every_release_that_brought_a_migration_is_in_the_list():
    assert {release for _, release, _ in frozen.frozen()} <= {
        path.name for path in folder.releases()
    }


def test_a_fixture_is_small_and_nearly_every_table_holds_something(release):
    sizes = [path.stat().st_size for path in release.rglob("*") if path.is_file()]
    assert sum(sizes) < MOST
    assert set(folder.facts(release)["empty"]) <= MAY_BE_EMPTY


def test_its_keys_are_plainly_those_of_nobody(release):
    for name, value in make.SECRETS.items():
        assert (release / "data" / "secrets" / name).read_text().strip() == value


def test_no_word_of_the_client_lies_in_the_fixture_in_clear(release):
    words = [word.encode() for word in folder.facts(release)["desk"]]
    kept = [path.read_bytes() for path in (release / "data").rglob("*") if path.is_file()]
    kept += [folder.unpack(release / name) for name in (folder.SQLITE, folder.POSTGRESQL)]
    assert not [word.decode() for word in words for data in kept if word in data]


def test_both_engines_hold_the_same_migrations(release, tmp_path):
    (tmp_path / "db").write_bytes(folder.unpack(release / folder.SQLITE))
    with sqlite3.connect(tmp_path / "db") as database:
        names = database.execute("SELECT app, name FROM django_migrations").fetchall()
    dump = folder.unpack(release / folder.POSTGRESQL).decode()
    assert len(names) > 40
    assert not [name for app, name in names if f"'{app}', '{name}'" not in dump]


def test_a_release_that_is_there_is_not_made_again(capsys):
    assert "已经有了" in make.main()


@pytest.mark.audit
@pytest.mark.process
def test_the_next_one_can_be_made_and_holds_something_in_nearly_every_table(tmp_path):
    """As `tests.upgrade.make` begins; the release itself is no day to find it broken."""
    (tmp_path / "next").mkdir()
    site = make.site_on_sqlite(tmp_path / "site")
    assert make.fill(site, tmp_path / "next") == []
    assert site.ask("SELECT count(*) FROM django_otp_webauthn_webauthncredential") == [(1,)]
    assert site.ask("SELECT count(*) FROM second_factor_invitation") == [(1,)]


def test_without_a_server_nothing_is_made(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setattr(make, "version", lambda: "9.9.9")
    assert make.main() == make.NO_SERVER
    assert not (folder.HERE / "9.9.9").exists()

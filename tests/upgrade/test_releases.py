"""What releases left: fixtures, frozen migrations, commands in files of operators, accounts."""

import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import get_commands, load_command_class
from django.test import Client

from tests.factories import make_superuser
from tests.site_process import ROOT, SiteProcess
from tests.upgrade import folder, frozen, make
from tests.website.second_factor import LOGIN, is_in, log_in
from website.config import engines
from website.operations import schema

DATED = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
# Log-ins are counted in one table; the other three of the package are switched off.
MAY_BE_EMPTY = {
    "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
}  # fmt: skip
MOST = 300_000  # bytes of one fixture in the repository
OLD, NEW = "firm/migrations/0001_initial.py", "firm/migrations/0002_new.py"
CALLED = re.compile(r"^from (richtext\.[\w.]+) import (\w+)$", re.MULTILINE)
# ExecStart= of the two unit files of 0.1.0, behind the path of Python.
WEB_UNIT = "-m website.serving.web"
WORKER_UNIT = "manage.py run_worker"
# Every command of the guides of 0.1.0 that may stand in a job or a script, behind `manage.py`.
COMMANDS = """
check --deploy
check --deploy --database default
collectstatic --noinput
dumpdata --natural-foreign --exclude contenttypes --exclude sessions --output all.json
enrol_otp admin
enrol_otp admin --reset
export_articles folder
import_articles folder --dry-run
import_page page.txt --publish --new-firm
import_parties parties.csv
import_statutes folder --dry-run
load_demo
load_statutes
load_statutes --check
loaddata all.json
migrate
purge_consultations --again 1A2B3C4D 5E6F7A8B
rebuild_related
rebuild_search
rotate_consult_keys --dry-run
rotate_consult_keys --forget k1
run_worker
""".strip().splitlines()
# What else stands in the guides by its path.
FILES = [
    "requirements.txt",
    "requirements-extras.txt",
    "manage.py",
    ".env.example",
    "website/wsgi.py",
]
WITHIN = 240  # seconds until the server has to answer
SHORT = "antou2024"  # of nine characters, which 0.1.0 took
BACKEND = "django.contrib.auth.backends.ModelBackend"  # what its sessions name
TOKEN = "a" * 32  # as it lay in browsers for a year


@pytest.fixture(params=folder.releases(), ids=lambda path: path.name)
def release(request):
    return request.param


def test_every_release_of_the_changelog_has_its_fixture():
    changelog = (frozen.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = sorted(version for version, _ in DATED.findall(changelog))
    assert dated == sorted(path.name for path in folder.releases()) != []


def test_a_fixture_is_small_and_nearly_every_table_holds_something(release):
    sizes = [path.stat().st_size for path in release.rglob("*") if path.is_file()]
    assert sum(sizes) < MOST
    assert set(folder.facts(release)["empty"]) <= MAY_BE_EMPTY


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


@pytest.mark.audit
@pytest.mark.process
def test_the_next_one_can_be_made_and_holds_something_in_nearly_every_table(tmp_path):
    """As `tests.upgrade.make` begins; the release itself is no day to find it broken."""
    (tmp_path / "next").mkdir()
    site = make.site_on_sqlite(tmp_path / "site")
    assert make.fill(site, tmp_path / "next") == []
    assert site.ask("SELECT count(*) FROM django_otp_webauthn_webauthncredential") == [(1,)]
    assert site.ask("SELECT count(*) FROM second_factor_invitation") == [(1,)]


def test_no_migration_of_a_release_was_edited():
    assert list(frozen.broken()) == []


def test_what_is_frozen_is_what_a_newer_database_is_told_by():
    """Every app of ours that has migrations, wherever it lies."""
    places = {config.label: config.name.replace(".", "/") for config in apps.get_app_configs()}
    ours = {label for label, at in places.items() if (frozen.ROOT / at / "migrations").is_dir()}
    assert ours == schema.OURS
    assert set(frozen.APPS) == {places[label] for label in ours}


def test_the_statements_that_migrations_share_are_frozen_with_them():
    texts = ((frozen.ROOT / path).read_text(encoding="utf-8") for path in frozen.migrations())
    called = {found for text in texts for found in CALLED.findall(text)}
    paths = {f"{room.replace('.', '/')}/{name}.py" for room, name in called}
    assert paths == set(frozen.MIGRATED)
    assert set(frozen.MIGRATED) < set(frozen.migrations())


def test_a_command_takes_the_arguments_that_it_took_and_files_lie_where_they_lay():
    for line in COMMANDS:
        name, *arguments = shlex.split(line)
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(arguments)
    assert WORKER_UNIT.split()[1] in COMMANDS
    assert [name for name in FILES if not (ROOT / name).is_file()] == []


@pytest.fixture
def migrated(tmp_path):
    """A migrated whose database is there and that nobody has started."""
    migrated = SiteProcess(tmp_path)
    try:
        migrated.make_tables()
        yield migrated
    finally:
        migrated.drop()


def answer(url, process):
    """What the monitor says as soon as it says something."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:  # no static files were collected here
            return json.load(error)
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(process.communicate(timeout=60))


@pytest.mark.ci
@pytest.mark.process
def test_a_unit_file_of_yesterday_serves_the_site_and_ends_at_once(migrated):
    command = [sys.executable, *shlex.split(WEB_UNIT)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=migrated.env, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        assert answer(migrated.url, process)["schema"] == "ok"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=60)


@pytest.fixture
def old(settings):
    """An account whose password 0.1.0 has hashed."""
    settings.PASSWORD_HASHERS = engines.password_hashers("PASSWORD_HASHER")
    settings.OTP_REQUIRED = False
    user = make_superuser(username="lin")
    hashed = make_password(SHORT, hasher="pbkdf2_sha256")
    get_user_model().objects.filter(pk=user.pk).update(password=hashed)
    user.refresh_from_db()
    return user


@pytest.mark.engine
@pytest.mark.django_db
def test_a_short_password_of_then_lets_in_and_gets_a_stronger_hash(client, old):
    log_in(client, password=SHORT)
    assert is_in(client)
    old.refresh_from_db()
    assert old.password.startswith("argon2$")


@pytest.mark.engine
@pytest.mark.django_db
def test_a_session_of_then_leads_to_the_login(client, old):
    client.force_login(old)
    session = client.session
    assert session[SESSION_KEY] == str(old.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session.save()
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


@pytest.mark.engine
@pytest.mark.django_db
def test_the_csrf_cookie_of_then_is_good_and_becomes_one_of_the_window(old):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    answer = client.get(LOGIN)
    assert answer.cookies["csrftoken"]["max-age"] == ""
    form = {"username": "lin", "password": SHORT, "csrfmiddlewaretoken": TOKEN}
    assert client.post(LOGIN, form).status_code == 302

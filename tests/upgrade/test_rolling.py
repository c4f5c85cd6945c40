"""A release and the next one at work on one database, as two nodes that are upgraded in turn.

Both are copies of this code: 0.2.0 as it will be when its migrations are frozen, and one with a new
field, a new table and another style sheet, whose migration promises to leave 0.2.0 working.
"""

import copy
import re
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

import pytest

from consult.spam import rate_limit
from tests.outbox.worker_process import FILL, PENDING, Sink, wait_for
from tests.sample_site import SampleSite
from tests.site_process import free_port
from tests.upgrade import tomorrow
from tests.visitor import Visitor
from website.operations.releases import frozen

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
RELEASE = "0.2.0"
PROMISING = f"{tomorrow.WORD}_beside_0_2_0"
ADDED = '    lift = models.CharField("电梯", max_length=20, null=True)\n'
DESTRUCTIVE = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("firm", "{before}")]
    operations = [migrations.RemoveField("office", "lift")]
"""
SHEET = re.compile(r'href="(/static/css/site\.[0-9a-f]+\.css)"')
LETTERS = 40
REFUSED = "输错次数过多"


def released(place):
    """The copy as `make release-fixture` leaves the list of migrations."""
    listed = place / frozen.LIST.relative_to(frozen.ROOT)
    new = {f"firm/migrations/{tomorrow.NUMBER:04}_{PROMISING}.py"}
    lines = [
        f"{frozen.fingerprint(place / path)} {RELEASE} {path}"
        for path in frozen.migrations(place)
        if path not in {known for known, *_ in frozen.frozen(listed)} | new
    ]
    with listed.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return place


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    place = tmp_path_factory.mktemp("today")
    tomorrow.copy(place)
    return released(place)


@pytest.fixture(scope="module")
def next_one(tmp_path_factory):
    place = released(tomorrow.write(tmp_path_factory.mktemp("next"), ADDED, PROMISING))
    with (place / "static" / "css" / "tokens.css").open("a", encoding="utf-8") as file:
        file.write("\n.of-the-next-release { color: inherit; }\n")
    return place


class Node(SampleSite):
    """A node whose folder and database another one may use as well."""

    def beside(self, root):
        """Another node with the same database, at work with other code."""
        other = copy.copy(self)
        other.root, other.port = root, free_port()
        other.url = f"http://127.0.0.1:{other.port}"
        other.env = {**self.env, "PORT": str(other.port)}
        return other

    @property
    def log_path(self):
        return self.folder / f"serve-{self.port}.log"


@pytest.fixture(scope="module")
def nodes(tmp_path_factory, today, next_one):
    """The old one, which was started again after the new one had migrated, and the new one."""
    sink = Sink(delay=0.2)
    controller = sink.start()
    env = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "WEB_WORKERS": "1", "LAW_TEXTS": "0"}
    old = Node(tmp_path_factory.mktemp("nodes"), TRUSTED_PROXY_COUNT="1", **env)
    old.root = today
    new = old.beside(next_one)
    old.sink = sink
    try:
        old.start()
        old.sheet_before = sheet(old)
        new.start()
        # Before it starts again: what it was told at its first start does not name the new sheet.
        old.answers_to_new_sheet = status(old, sheet(new))
        old.stop()
        old.start()
        yield old, new
    finally:
        for node in (old, new):
            if node.process.poll() is None:
                node.stop()
        old.drop()
        controller.stop()


def sheet(node):
    """The address of the style sheet that its home page names."""
    return SHEET.search(node.get("/")[1])[1]


def status(node, path):
    try:
        return node.get(path)[0]
    except urllib.error.HTTPError as refused:
        return refused.code


def test_the_new_release_has_migrated_and_the_old_one_goes_on(nodes):
    old, new = nodes
    known = f"{tomorrow.NUMBER:04}_{PROMISING}"
    told = old.ask(f"SELECT count(*) FROM django_migrations WHERE name = '{known}'")
    assert told == [(1,)]
    for node in nodes:
        assert '"schema": "ok"' in node.get("/readyz")[1]
        for path in ("/articles/", "/contact/", "/consult/"):
            assert status(node, path) == 200


def test_the_style_sheets_of_both_are_answered_by_both(nodes):
    old, new = nodes
    theirs = {sheet(old), sheet(new)}
    assert len(theirs) == 2
    assert old.sheet_before in theirs
    assert old.answers_to_new_sheet == 200
    assert {status(node, path) for node in nodes for path in theirs} == {200}
    assert ".of-the-next-release" in old.get(sheet(new))[1]


def test_a_question_to_either_is_stored_and_read_by_the_other(nodes):
    for asked, other in (nodes, nodes[::-1]):
        words = f"问{asked.port}：单位不发工资怎么办？"
        code = Visitor(asked, asked.secret).ask(words, time.monotonic() + 120)
        assert code
        visitor = Visitor(other, other.secret)
        visitor.post("/consult/thread/", code=code)
        assert words in visitor.get("/consult/thread/")


def test_wrong_codes_to_both_reach_the_one_ceiling(nodes):
    """What nodes share lies in the database and nowhere else (docs/decisions/0060-no-redis.md)."""
    guessers = [Visitor(node, node.secret) for node in nodes]
    guessers[1].address = guessers[0].address
    free = range(rate_limit.WRONG_CODES.free)
    told = [guessers[n % 2].post("/consult/thread/", code=f"{n:016}") for n in free]
    assert not [page for page in told if REFUSED in page]
    assert all(REFUSED in one.post("/consult/thread/", code=f"{99:016}") for one in guessers)


def test_workers_of_both_send_each_notice_once(nodes):
    old, _ = nodes
    wait_for(lambda: old.ask(PENDING)[0][0] == 0)
    old.sink.mails.clear()
    old.manage("shell", "--no-imports", "-c", FILL.format(number=LETTERS))
    wait_for(lambda: old.ask(PENDING)[0][0] == 0)
    assert sorted(to for to, _ in old.sink.mails) == sorted(
        f"{number}@example.com" for number in range(LETTERS)
    )


def checked(place):
    command = [sys.executable, "-m", "website.operations.releases.additive"]
    env = {"DATA_DIR": str(place / "none"), "PATH": ""}
    return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=300)


def test_the_check_of_the_next_release_names_a_migration_that_takes_away(next_one):
    assert (checked(next_one).returncode, checked(next_one).stderr) == (0, "")
    before = f"{tomorrow.NUMBER:04}_{PROMISING}"
    made = next_one / "firm" / "migrations" / f"{tomorrow.NUMBER + 1:04}_no_lift.py"
    Path(made).write_text(DESTRUCTIVE.format(before=before), encoding="utf-8")
    try:
        ended = checked(next_one)
    finally:
        made.unlink()
    assert ended.returncode == 1
    assert f"firm.{made.stem}：" in ended.stderr
    assert "Remove field lift from office" in ended.stderr

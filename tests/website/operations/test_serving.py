"""The parts of the start-up: the first run, the port, the static files, the waits of a child."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories import make_lawyer, make_statute
from tests.website.second_factor import INVITATION, accept, is_in
from website.operations.serving import prepare, supervise, web

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(monkeypatch, settings):
    """Notes that the sample firm was asked for, instead of loading it."""
    calls: list[str] = []
    settings.SAMPLE_SITE = True
    monkeypatch.setattr(prepare, "_keep_empty", lambda: None)  # its test is that of a whole site
    monkeypatch.setattr(prepare, "call_command", lambda *names, **options: calls.append(names[0]))
    return calls


def test_an_empty_database_gets_the_sample_firm_and_an_administrator_who_gets_in(demo, client):
    password = prepare.first_run()
    admin = get_user_model().objects.get()
    assert demo == ["load_demo"]
    assert (admin.username, admin.is_superuser, admin.email) == ("admin", True, "")
    assert admin.check_password(password)
    assert len(password) >= 16
    assert not set(password) & set("0O1lI")
    client.post(INVITATION, {"code": prepare.first_link().partition("#")[2]})
    accept(client, admin)
    assert is_in(client)


@pytest.mark.parametrize(
    ("before", "loaded"), [(None, []), (make_lawyer, []), (make_statute, ["load_demo"])]
)
def test_who_wants_no_sample_or_has_a_firm_gets_an_administrator_only_once(
    demo, settings, before, loaded
):
    """The table of the law is not a firm's own data."""
    settings.SAMPLE_SITE = bool(before)
    if before:
        before()
    assert prepare.first_run()
    assert demo == loaded
    assert prepare.first_run() is None
    assert get_user_model().objects.count() == 1


def test_a_first_run_that_fails_leaves_nothing_behind(demo, monkeypatch):
    def half(*names, **options):
        make_lawyer()
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare, "call_command", half)
    with pytest.raises(KeyboardInterrupt):
        prepare.first_run()
    assert not get_user_model().objects.exists()
    assert not prepare._holds_anything()
    monkeypatch.undo()
    prepare.migrate()  # one that is up to date is left as it is
    assert demo == []


def test_static_files_are_collected_when_they_changed_only(demo, settings, tmp_path):
    assert prepare._static_fingerprint() == prepare._static_fingerprint()
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path
    prints = iter(["a", "a", "b"])
    for _ in range(3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(prepare, "_static_fingerprint", lambda: next(prints))
            prepare.collect_static()
    assert demo == ["collectstatic", "collectstatic"]


def test_an_address_that_is_not_ours_is_told_in_a_sentence_and_a_machines_name_is_none(monkeypatch):
    monkeypatch.setattr(prepare, "PORT_PATIENCE", 0)
    with pytest.raises(prepare.NotReadyError, match="不能在 203.0.113.9 上监听"):
        prepare.check_port("203.0.113.9", 8000)
    for value, host in (("", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("my-laptop", "127.0.0.1")):
        monkeypatch.setenv("HOST", value)
        assert web.host() == host


def test_a_child_that_keeps_failing_is_started_at_growing_waits(monkeypatch):
    said, child = [], supervise.Child("后台任务", ["-c", "raise SystemExit(3)"])
    for _ in range(3):
        child.start()
        child.process.wait()
        child.look(said.append)
    assert said == [supervise.ENDED.format("后台任务", 3, wait) for wait in (1, 2, 4)]
    monkeypatch.setattr(supervise, "GRACE", 0.1)  # one that does not listen is killed
    child.arguments = [
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)",
    ]
    child.start()
    supervise.stop([child])
    assert child.process.returncode in (-9, -15)

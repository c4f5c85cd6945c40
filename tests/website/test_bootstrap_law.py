"""The texts of the law: installed once by `make run`, told where they cannot be had."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

from tests.website.test_bootstrap import PINNED, Project
from website import bootstrap


class Law:
    """An environment of the test's own, and what pip was asked so far."""

    def __init__(self, folder, monkeypatch):
        self.asked, self.takes = [], True
        (folder / "law").write_text(PINNED)
        monkeypatch.setattr(bootstrap, "ROOT", folder)
        monkeypatch.setattr(bootstrap, "VENV", folder)
        monkeypatch.setattr(bootstrap, "LAW", "law")
        monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
        monkeypatch.setattr(bootstrap, "logged", self.logged)
        monkeypatch.delenv("LAW_TEXTS", raising=False)

    def logged(self, command, **kwargs):
        self.asked.append(command)
        if self.takes is None:
            raise subprocess.TimeoutExpired(command, kwargs["timeout"])
        return 0 if self.takes else 1


@pytest.fixture
def law(tmp_path, monkeypatch):
    return Law(tmp_path, monkeypatch)


def test_the_texts_are_installed_once_and_again_when_the_file_changes(law, capsys):
    bootstrap.install_law()
    bootstrap.install_law()
    assert len(law.asked) == 1
    (bootstrap.ROOT / "law").write_text("another")
    bootstrap.install_law()
    assert (len(law.asked), capsys.readouterr().out) == (2, "")


def test_pip_takes_no_dependency_and_runs_no_code_of_the_package(law):
    bootstrap.install_law()
    (command,) = law.asked
    assert {"--no-deps", "--require-hashes", "--only-binary"} <= set(command)


@pytest.mark.parametrize("takes", [False, None])
def test_without_a_network_it_is_said_and_tried_again_the_next_day(law, takes, monkeypatch):
    said = []
    monkeypatch.setattr(bootstrap, "say", said.append)
    law.takes = takes
    bootstrap.install_law()
    bootstrap.install_law()
    assert (len(law.asked), said) == (1, [bootstrap.NO_LAW.format(bootstrap.LOG)] * 2)

    class Tomorrow(datetime.date):
        @classmethod
        def today(cls):
            return datetime.date.today() + datetime.timedelta(days=1)

    monkeypatch.setattr(bootstrap, "date", Tomorrow)
    law.takes = True
    bootstrap.install_law()
    assert (len(law.asked), len(said)) == (2, 2)


def test_an_environment_that_cannot_be_written_stops_no_start(law, monkeypatch):
    said = []
    monkeypatch.setattr(bootstrap, "say", said.append)
    monkeypatch.setattr(bootstrap, "logged", lambda *_, **__: (_ for _ in ()).throw(OSError()))
    bootstrap.install_law()
    assert said == [bootstrap.NO_LAW.format(bootstrap.LOG)]


@pytest.mark.parametrize("value", ["0", "off", " No "])
def test_who_wants_no_texts_asks_nobody(law, value, monkeypatch):
    monkeypatch.setenv("LAW_TEXTS", value)
    bootstrap.install_law()
    assert law.asked == []


@pytest.mark.ci
def test_a_site_starts_without_the_texts(tmp_path):
    project = Project(tmp_path)
    project.env["LAW_TEXTS"] = "1"
    (tmp_path / bootstrap.LAW).write_text(PINNED)
    out, err, code = project.run()
    *_, told, ready = out.splitlines()
    assert (told, ready) == (bootstrap.NO_LAW.format(project.venv / "install.log"), "ready serve")
    assert (err, code) == ("", 0)

"""From a bare Python to a running command; pip talks to nobody but this machine."""

import ast
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from website import bootstrap

ROOT = Path(bootstrap.__file__).parent.parent
PINNED = "no-such-package==1.0 --hash=sha256:" + hashlib.sha256(b"").hexdigest() + "\n"
NOTHING = "# nothing to install\n"
READY = "print('ready', *sys.argv[1:])"


class Project:
    """A folder with nothing but the bootstrap, a requirements file and a `manage.py`."""

    def __init__(self, folder):
        self.folder, self.venv = folder, folder / ".venv"
        (folder / "website").mkdir()
        shutil.copy(ROOT / "website" / "bootstrap.py", folder / "website")
        shutil.copy(ROOT / "Makefile", folder)
        (folder / "manage.py").write_text(f"import sys\n{READY}\n")
        self.require(NOTHING)
        index = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), **index}
        self.env["PIP_CONFIG_FILE"] = os.devnull
        self.env["LAW_TEXTS"] = "0"

    def require(self, text):
        (self.folder / "requirements.txt").write_text(text)

    def start(self, *command):
        """A command in the folder, with its output as text."""
        return subprocess.Popen(
            command or [sys.executable, "website/bootstrap.py", "run"],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *command):
        """Exit code, output and errors of a command that ends."""
        process = self.start(*command)
        return process.communicate(timeout=240) + (process.returncode,)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_the_bootstrap_parses_on_python_3_6():
    ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_in_a_sentence(project):
    old = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv[1:] = ['run'];"
        "runpy.run_path('website/bootstrap.py', run_name='__main__')"
    )
    out, err, code = project.run(sys.executable, "-c", old)
    assert [version in err for version in ("3.11", "3.9.2")] == [True, True]
    assert (out, err.count("\n"), code) == ("", 1, 1)
    assert not project.venv.exists()


@pytest.mark.ci
def test_a_failed_installation_is_told_and_the_next_start_mends_it(project):
    project.require(PINNED)
    out, err, code = project.run()
    log = project.venv / "install.log"
    assert (err.endswith(f"{log}\n"), err.count("\n"), code) == (True, 1, 1)
    assert "no-such-package" in log.read_text()

    project.require(NOTHING)
    out, err, code = project.run()
    told, *done = out.splitlines()
    assert (told.endswith("……"), done, err, code) == (True, ["ready serve"], "", 0)

    stamp = (project.venv / ".antou.json").stat().st_mtime_ns
    assert project.run() == ("ready serve\n", "", 0)
    assert (project.venv / ".antou.json").stat().st_mtime_ns == stamp


@pytest.mark.ci
def test_an_interrupted_installation_leaves_nothing_that_looks_complete(project):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        project.env["PIP_INDEX_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        project.require(PINNED)
        process = project.start()
        silent.settimeout(60)
        connection, _ = silent.accept()  # pip waits for an answer now
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=240)
        assert (err.count("\n"), process.returncode) == (1, 130)
        assert connection.recv(4096)
        assert connection.recv(4096) == b""  # pip has gone too

    project.require(NOTHING)
    out, err, code = project.run()
    assert out.count("……\n") == 2  # the environment is made anew, and filled
    assert (out.splitlines()[-1], code) == ("ready serve", 0)


@pytest.mark.ci
def test_two_starts_at_a_time_install_once(project):
    both = [project.start() for _ in range(2)]
    outs = sorted(process.communicate(timeout=240)[0] for process in both)
    assert sum("正在安装依赖" in out for out in outs) == 1
    assert all(out.endswith("ready serve\n") for out in outs)


def test_a_project_folder_that_cannot_be_written_is_told_in_a_sentence(project):
    project.venv.write_text("a file in the place of the environment")
    out, err, code = project.run()
    assert err.startswith(f"项目目录 {project.folder} 不能写入（")
    assert (err.count("\n"), code) == (1, 1)


def test_a_python_without_venv_is_told_in_a_sentence(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", project.venv)
    monkeypatch.setattr(bootstrap, "PYTHON", project.venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", project.venv / ".antou.json")
    monkeypatch.setattr(bootstrap, "logged", lambda command: 1)
    with pytest.raises(bootstrap.BootstrapError, match="apt install python3-venv"):
        bootstrap.make_venv()
    assert not bootstrap.is_usable()


def test_a_failed_installation_is_told_and_never_looks_complete(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", project.folder)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", project.folder / "stamp")
    monkeypatch.setattr(bootstrap, "make_venv", lambda: bootstrap.STAMP.write_text("{}"))
    for exit_code in (1, 0):
        monkeypatch.setattr(bootstrap, "logged", lambda *_, code=exit_code, **__: code)
        with (
            pytest.raises(bootstrap.BootstrapError, match="依赖没有装好")
            if exit_code
            else nullcontext()
        ):
            bootstrap.install(bootstrap.BASE)
        wanted = bootstrap.fingerprint(bootstrap.BASE)
        assert bootstrap.is_complete(wanted) is (exit_code == 0)


def test_an_environment_of_another_python_or_other_files_is_not_complete(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", project.folder / "stamp")
    wanted = bootstrap.fingerprint(bootstrap.BASE)
    assert not bootstrap.is_complete(wanted)
    bootstrap.STAMP.write_text(json.dumps(wanted))
    assert bootstrap.is_complete(wanted)
    assert not bootstrap.is_complete({**wanted, "python": "3.99"})
    assert not bootstrap.is_complete({**wanted, "requirements.txt": "another"})
    bootstrap.STAMP.write_text(bootstrap.UNFINISHED)
    assert not bootstrap.is_complete(wanted)


@pytest.mark.parametrize(
    ("what", "env", "files"),
    [
        ("run", {}, bootstrap.BASE),
        ("run", {"DATABASE_URL": "postgres://h/d"}, bootstrap.EXTRAS),
        ("test", {}, bootstrap.ALL),
        ("check", {}, bootstrap.ALL),
        ("screens", {}, bootstrap.ALL),
    ],
)
def test_each_command_installs_what_it_needs(monkeypatch, what, env, files):
    installed = []
    for name in bootstrap.ENGINES:
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bootstrap, "install", installed.append)
    monkeypatch.setattr(subprocess, "call", lambda *arguments, **options: 0)
    monkeypatch.setattr(bootstrap, "install_law", lambda: None)
    monkeypatch.setattr(bootstrap, "become", lambda *arguments: None)
    monkeypatch.setattr(signal, "pthread_sigmask", lambda *arguments: None)
    bootstrap.start(what)
    assert installed == [files]


def test_make_without_python_says_so_in_a_sentence(project):
    out, err, code = project.run("make", "run", "PYTHON=no-such-python")
    assert err.startswith("没有找到可用的 no-such-python，请先安装 Python 3.11 或更高版本。\n")
    assert code != 0


@pytest.mark.parametrize("command", [["PORT=9000", "make", "run"], ["make", "run", "PORT=9000"]])
def test_make_hands_on_the_port_in_both_spellings(project, command):
    (project.folder / "website" / "bootstrap.py").write_text("import os; print(os.environ['PORT'])")
    assert project.run("env", *command) == ("9000\n", "", 0)


def test_help_names_the_commands(project):
    out, _, code = project.run("make")
    assert code == 0
    known = [line.split()[1] for line in out.splitlines()]
    assert known[:6] == ["run", "test", "check", "audit", "format", "lock"]

"""From a bare Python to a running command: `python3 website/bootstrap.py run|test|check|...`.

Standard library only, and syntax that even Python 3.6 can parse, so that an old Python gets a
sentence instead of a SyntaxError. The environment in .venv is complete when its stamp says so.
"""

import hashlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".antou.json"
LOG = VENV / "install.log"
OLDEST = (3, 11)
INSTALLING = "installing"  # the stamp of an installation that was not finished

BASE = ["requirements.txt"]
EXTRAS = ["requirements-extras.txt"]
ALL = BASE + EXTRAS + ["requirements-dev.txt"]
# Settings that lead to an engine whose driver is an extra.
ENGINES = ("DATABASE_URL", "CACHE_URL", "MEDIA_STORAGE_URL")
# The check of production settings must not depend on what the caller's shell holds.
OUTSIDE = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "PYTHONUTF8"}
PRODUCTION = {
    "SITE_URL": "https://www.example.com",
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_URL": "smtp://mail.example.com:25",
}
LOCK = ["-m", "piptools", "compile", "--quiet", "--generate-hashes", "--allow-unsafe"]
LOCK += ["--strip-extras", "--no-header", "--no-emit-find-links", "--no-emit-index-url"]


class Refused(Exception):
    """Ends the start with one sentence."""


def say(text, stream=None):
    """Print a line as UTF-8, whatever the terminal's locale says."""
    stream = stream or sys.stdout
    stream.flush()
    getattr(stream, "buffer", stream).write((text + "\n").encode("utf-8"))
    stream.flush()


def check_python():
    """Refuse a Python that is too old, or that cannot make environments."""
    if sys.version_info < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        raise Refused(
            "需要 Python 3.11 或更高版本，现在的 python3 是 {}；请安装新版本，"
            "再用 make run PYTHON=python3.12 这样的写法指定它。".format(have)
        )


def fingerprint(files):
    """What an environment for these requirement files depends on."""
    known = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    known["python"] = sys.version
    return known


def is_complete(wanted):
    """Whether the environment was finished and still belongs to this Python and these files."""
    if not PYTHON.exists() or not STAMP.exists():
        return False
    text = STAMP.read_text()
    stamp = {} if text == INSTALLING else json.loads(text)
    return all(stamp.get(key) == value for key, value in wanted.items())


@contextmanager
def only_one():
    """A lock on the project folder; pip inherits it, so it outlives a starter that is killed."""
    import fcntl

    handle = os.open(str(ROOT), os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个终端正在安装，请稍候……")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def make_venv():
    """Make .venv, or keep one that works; an unfinished one is thrown away."""
    unfinished = STAMP.exists() and STAMP.read_text() == INSTALLING
    works = PYTHON.exists() and not run_quietly([str(PYTHON), "-m", "pip", "--version"])
    if works and not unfinished and same_python():
        STAMP.write_text(INSTALLING)
        return
    say("正在创建虚拟环境……")
    try:
        import ensurepip
        import venv
    except ImportError:
        raise Refused(
            "这个 Python 不带 venv 模块；Debian、Ubuntu 上请先运行：apt install python3-venv"
        )
    del ensurepip, venv
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    STAMP.write_text(INSTALLING)
    base = getattr(sys, "_base_executable", None) or sys.executable
    if run_quietly([base, "-m", "venv", str(VENV)]):
        raise Refused(
            "虚拟环境没有建成；Debian、Ubuntu 上请先运行：apt install python3-venv"
            "（详情见 {}）".format(LOG)
        )


def same_python():
    """Whether .venv was made by the Python that runs now."""
    told = subprocess.check_output([str(PYTHON), "-c", "import sys; print(sys.version)"])
    return told.decode().strip() == sys.version


def run_quietly(command, **kwargs):
    """Run a command whose output goes to the log only; return its exit code."""
    if not VENV.exists():
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with LOG.open("ab") as log:
        return subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **kwargs
        )


def install(files):
    """Make the environment hold what the files pin; the stamp is written last."""
    wanted = fingerprint(files)
    if is_complete(wanted):
        return
    with only_one() as lock:
        if is_complete(wanted):  # the one we waited for has done it
            return
        make_venv()
        say("正在安装依赖（首次约需一分钟）……")
        command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--require-hashes"]
        for name in files:
            command += ["-r", name]
        env = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
        if run_quietly(command, cwd=str(ROOT), env=env, pass_fds=(lock,)):
            STAMP.unlink()
            raise Refused("依赖没有装好，请检查网络后重试；详情见 {}".format(LOG))
        finish(wanted)


def finish(wanted):
    """Write the stamp in one step."""
    draft = STAMP.with_name("antou.draft")
    draft.write_text(json.dumps(wanted))
    os.replace(str(draft), str(STAMP))


def replace_by(*arguments):
    """Become the environment's Python."""
    env = dict(os.environ, PYTHONUTF8="1")
    os.execve(str(PYTHON), [str(PYTHON)] + list(arguments), env)


def run():
    """The site and its worker."""
    engines = any(os.environ.get(name, "").strip() for name in ENGINES)
    install(BASE + EXTRAS if engines else BASE)
    replace_by("manage.py", "serve")


def test():
    """The whole suite, or what ARGS names."""
    install(ALL)
    replace_by("-m", "pytest", "-n", "auto", *shlex.split(os.environ.get("ARGS", "")))


def all_of(steps, env=None):
    """Run every step to its end and tell which failed."""
    failed = []
    for name, arguments in steps:
        say("── " + name)
        if subprocess.call([str(PYTHON), "-m"] + arguments, cwd=str(ROOT), env=env):
            failed.append(name)
    if failed:
        raise Refused("没有通过：" + "、".join(failed))

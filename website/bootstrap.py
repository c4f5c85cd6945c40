"""From a bare Python to a running command: `python3 website/bootstrap.py run|test|audit|check|...`.

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
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".antou.json"
LOG = VENV / "install.log"
OLDEST = (3, 11)
UNFINISHED = "{}"  # the stamp while an installation is under way

BASE = ["requirements.txt"]
EXTRAS = BASE + ["requirements-extras.txt"]
ALL = EXTRAS + ["requirements-heic.txt", "requirements-dev.txt"]
# Texts of the law, which a site can do without.
LAW = "requirements-law.txt"
LAW_COMMAND = ["--no-deps", "--only-binary", ":all:", "--retries", "0", "--timeout", "5", "-r", LAW]
LAW_WITHIN = 15  # seconds, so that a start without a network is not a long one
NO_LAW = "法规条文包没有装上，网站照常启动；条文的其他来源见 docs/statutes.md，原因见 {}。"
# Settings that lead to an engine whose driver is an extra.
ENGINES = ("DATABASE_URL", "MEDIA_STORAGE_URL", "PRIVATE_STORAGE_URL")
# What the environment's Python is given for the commands of developers.
COMMANDS = {
    "test": ["-m", "pytest", "-n", "auto"],
    "audit": ["-m", "tests.audit"],
    "bench": ["bench/run.py"],
    "screens": ["-m", "tests.browser.screens"],
    "check": ["-m", "tests.chores", "check"],
    "format": ["-m", "tests.chores", "format"],
    "lock": ["-m", "tests.chores", "lock"],
}
NO_VENV = "Python 的 venv 模块不能用；Debian、Ubuntu 上请先运行：apt install python3-venv"


class BootstrapError(Exception):
    """Ends the start with one sentence."""


def say(text, stream=None):
    """Print a line as UTF-8, whatever the terminal's locale says."""
    stream = stream or sys.stdout
    stream.flush()
    stream.buffer.write((text + "\n").encode("utf-8"))
    stream.flush()


def check_python():
    if sys.version_info[:2] < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        raise BootstrapError(
            "需要 Python 3.11 或更高版本，现在的是 {}；请先安装新版本，"
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
    stamp = json.loads(STAMP.read_text() or UNFINISHED)
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


def logged(command, **kwargs):
    with LOG.open("ab") as log:
        return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **kwargs)


def is_usable():
    """Whether .venv was made by this Python and no installation in it was cut off."""
    if not PYTHON.exists() or (STAMP.exists() and STAMP.read_text() in ("", UNFINISHED)):
        return False
    answer = subprocess.run(
        [str(PYTHON), "-c", "import pip, sys; print(sys.version)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return answer.stdout.decode().strip() == sys.version.strip()


def pip_fails(lock, arguments, **kwargs):
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--require-hashes"] + arguments
    env = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    return logged(command, cwd=str(ROOT), env=env, pass_fds=(lock,), **kwargs)


def make_venv():
    """Make .venv, or keep a usable one; either way it is marked as unfinished."""
    if is_usable():
        STAMP.write_text(UNFINISHED)
        return
    say("正在创建虚拟环境……")
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    STAMP.write_text(UNFINISHED)
    base = getattr(sys, "_base_executable", None) or sys.executable
    if logged([base, "-m", "venv", str(VENV)]):
        raise BootstrapError("{}（详情见 {}）".format(NO_VENV, LOG))


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
        if pip_fails(lock, [part for name in files for part in ("-r", name)]):
            STAMP.unlink()  # pip takes back what it began
            raise BootstrapError("依赖没有装好，请检查网络后重试；详情见 {}".format(LOG))
        draft = STAMP.with_name(STAMP.name + ".draft")
        draft.write_text(json.dumps(wanted))
        os.replace(str(draft), str(STAMP))


def install_law():
    """Have the texts of the law; without them it says so. It tries once a day."""
    if os.environ.get("LAW_TEXTS", "").strip().lower() in ("0", "false", "no", "off"):
        return
    try:
        missing = not has_law()
    except OSError:  # an environment that somebody else keeps
        missing = True
    if missing:
        say(NO_LAW.format(LOG))


def has_law():
    """Whether the texts are there as the file pins them, or could be had just now."""
    stamp = VENV / ".antou-law"
    pinned = hashlib.sha256((ROOT / LAW).read_bytes()).hexdigest()
    missed = "{} {}".format(pinned, date.today())
    known = stamp.read_text() if stamp.exists() else ""
    if known not in (pinned, missed):
        try:
            with only_one() as lock:
                fails = pip_fails(lock, LAW_COMMAND, timeout=LAW_WITHIN)
        except subprocess.TimeoutExpired:
            fails = True
        known = missed if fails else pinned
        stamp.write_text(known)
    return known == pinned


def become(*arguments):
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(str(ROOT))
    os.execv(str(PYTHON), [str(PYTHON)] + list(arguments))


def start(what):
    if what == "run":
        install(EXTRAS if any(os.environ.get(name, "").strip() for name in ENGINES) else BASE)
        install_law()
        # A Ctrl-C while Django loads would print a traceback: `serve` lets it in when it is ready.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
        become("manage.py", "serve")
    elif what in COMMANDS:
        install(ALL)
        if what in ("test", "audit"):
            install_law()
            subprocess.call([str(PYTHON), "-m", "tests.browser.tools"], cwd=str(ROOT))
        become(*COMMANDS[what] + shlex.split(os.environ.get("ARGS", "")))
    else:
        raise BootstrapError("没有“{}”这个命令；可用的命令见 make help。".format(what))


def main(arguments):
    """Start one command; every failure is one sentence and an exit code that is not zero."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A polite kill ends like Ctrl-C: what pip began is not left running.
        signal.signal(number, signal.default_int_handler)
    try:
        check_python()
        start(arguments[0] if arguments else "")
    except BootstrapError as refusal:
        say(str(refusal), sys.stderr)
    except KeyboardInterrupt:
        say("已中断；再次运行同一命令会重新安装。", sys.stderr)
        return 130
    except OSError as error:
        say(
            "项目目录 {} 不能写入（{}），请换到一个可写的目录或修改权限。".format(
                ROOT, error.strerror
            ),
            sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The tools that measure pages; without them their tests say why and are skipped.

TOOLS=required makes that a failure, TOOLS=off skips them where they are. Run as a module it has npm
install axe-core, Lighthouse and the Nu HTML checker, as the lock file pins them.
"""

import hashlib
import json
import os
import shutil
import subprocess
from contextlib import suppress

import pytest

from website import bootstrap

FOLDER = bootstrap.ROOT / "tests" / "tools"
MODULES = FOLDER / "node_modules"
NO_JAVA = "没有找到 Java；Debian、Ubuntu 上可以运行：apt install default-jre-headless"
NO_NODE = "没有找到 node 和 npm；Debian、Ubuntu 上可以运行：apt install nodejs npm"
OLD_NODE = "Node 的版本是 {}，需要 {} 或更高版本"
NO_TOOLS = "页面检测工具没有装好，请检查网络；详情见 {}"


def missing(*, java=False):
    """Why a tool cannot be used, as a sentence; "" when it can."""
    return without_tools() or ("" if shutil.which("java") or not java else NO_JAVA)


def unwanted(**wanted):
    """Whether nothing is to be measured with a tool: it is missing, or was called off."""
    return os.environ.get("TOOLS") == "off" or bool(missing(**wanted))


def need(**wanted):
    """Skip the test, or fail it, where the tools are missing."""
    if os.environ.get("TOOLS") == "off":
        pytest.skip("TOOLS=off")
    why = missing(**wanted)
    if why:
        say = pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip
        say(f"{why}（装好以后运行 make test）")


def install():
    """Have the tools for `make test`; without them it says so, and their tests say so again."""
    if os.environ.get("TOOLS") == "off":
        return
    with bootstrap.only_one() as lock:
        if without_tools() and not without_node():
            bootstrap.say("正在安装页面检测工具（首次约需一分钟）……")
            if not bootstrap.logged(["npm", "ci"], cwd=str(FOLDER), pass_fds=(lock,)):
                (FOLDER / "node_modules" / ".antou").write_text(_pinned())
    if why := without_tools():
        bootstrap.say(f"这次不检测页面的无障碍、标记和速度：{why}。")


def without_node():
    """Why the tools cannot be had on this machine, as a sentence; "" when they can."""
    if not shutil.which("node") or not shutil.which("npm"):
        return NO_NODE
    wanted = json.loads((FOLDER / "package.json").read_text())["engines"]["node"]
    have = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    return "" if _digits(have) >= _digits(wanted) else OLD_NODE.format(have, wanted.lstrip(">="))


def without_tools():
    """Why the tools are not there as the lock file pins them, as a sentence; "" when they are."""
    installed = ""  # npm takes the folder away before it begins, and the note of what it was
    with suppress(FileNotFoundError):
        installed = (FOLDER / "node_modules" / ".antou").read_text()
    return without_node() or ("" if installed == _pinned() else NO_TOOLS.format(bootstrap.LOG))


def _pinned():
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _digits(version):
    """A version as numbers: "v20.1.0" and ">=20.1" as (20, 1, 0) and (20, 1)."""
    return tuple(int(part) for part in version.strip().lstrip("v>=").split(".") if part.isdigit())


if __name__ == "__main__":
    install()

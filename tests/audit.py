"""`make audit`: everything there is to prove before a release, on both kinds of engines.

`make check`, what the site is made of, then the whole suite at its last stage on SQLite and on
PostgreSQL; pages look the same on every engine, so they are measured once. Ends with 1
if any part failed, with 3 and a line where a program is missing.
"""

import os
import shutil
import subprocess
import sys
import time

from tests import mounting, servers

CHORES = [sys.executable, "-m", "tests.chores"]
SUITE = [sys.executable, "-m", "pytest", "-n", "auto"]
PARTS = [
    ("make check", [*CHORES, "check"], {}),
    ("依赖", [*CHORES, "dependencies"], {}),
    ("SQLite", SUITE, {"TOOLS": "required"}),
    ("PostgreSQL", [sys.executable, "-m", "tests.servers", *SUITE], {"TOOLS": "off"}),
]
# They would lead the suite to somebody's own servers.
FOREIGN = ("DATABASE_URL", "MEDIA_STORAGE_URL", "PRIVATE_STORAGE_URL")
# The package of Debian that brings each program, and how the program may be called.
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser"),
    "nodejs npm": ("npm",),
    "default-jre-headless": ("java",),
    "nginx-light": ("nginx", "/usr/sbin/nginx"),
    "fail2ban": ("fail2ban-regex",),
    "systemd": ("systemd-analyze",),
}
LACKING = "还不能检验：缺少软件。Debian、Ubuntu 上可以运行：apt install {}\n"
TOLD = "\n{mark} {name}：{wall:.0f}秒，处理器{cpu:.0f}秒\n"


def environment():
    """The caller's, at the last stage and with nothing left out."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "STAGE": "audit", "BROWSER": "required", "MOUNT": "required"}


def lacking():
    """The packages that have to be there before the first part begins."""
    named = [package for package, names in PROGRAMS.items() if not any(map(shutil.which, names))]
    return named + servers.missing()


def spent():
    """Seconds of the clock, and of the processor by all children that ended."""
    times = os.times()
    return time.monotonic(), times.children_user + times.children_system


def run(name, command, variables):
    """Run one part to its end and say what it cost; whether it passed."""
    before = spent()
    failed = subprocess.call(command, env={**environment(), **variables})
    wall, cpu = (after - start for after, start in zip(spent(), before, strict=True))
    say(TOLD.format(mark="没有通过" if failed else "通过", name=name, wall=wall, cpu=cpu))
    return not failed


def say(text):
    """A line, before the output of the part that follows it."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main():
    """0 when every part passed, 1 when one did not, 3 where one could not begin."""
    if packages := lacking():
        say(LACKING.format(" ".join(packages)))
        return 3
    if not mounting.allowed():
        say(f"{mounting.REFUSED}。\n")
        return 3
    passed = [run(*part) for part in PARTS]  # each of them, whatever the one before found
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())

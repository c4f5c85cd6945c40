"""The steps of the Dockerfile in folders, each a Debian of its own: no daemon and no registry.

The base image is made by mmdebstrap from the machine's own package sources, which is what Debian's
image is made of. It takes root, a network and 2 GB; `python -m tests.deploy.dockerfile FOLDER`
builds the last stage and prints where it lies.
"""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site_process import ROOT

SOURCES = "/etc/apt/sources.list.d/debian.sources"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What a container has, in a view of the mounts that ends with the command. $1: its root.
VIEW = """
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --bind /etc/resolv.conf "$1/etc/resolv.conf"
"""
# Compose's read_only, tmpfs and its volumes.
SHUT = """
for volume in var/lib/antou var/backups/antou; do mount --bind "$1/$volume" "$1/$volume"; done
mount -o remount,bind,ro "$1"
mount -t tmpfs -o size=1g,mode=1777 tmp "$1/tmp"
"""
# Compose's cap_drop, no-new-privileges.
POWERLESS = "setpriv --no-new-privs --inh-caps=-all --bounding-set=-all --clear-groups"
# How this machine reaches the index of packages; in no image.
OUTER = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
OUTER.pop("PIP_FIND_LINKS", None)
CERTIFICATE = "/tmp/pip-certificates"  # noqa: S108  (inside)
if "PIP_CERT" in OUTER:
    OUTER["PIP_CERT"] = CERTIFICATE


class Image:
    """A stage: the folder, and what its instructions have said so far."""

    def __init__(self, folder):
        self.folder, self.env, self.args = Path(folder), {"PATH": PATH}, {}
        self.workdir, self.user, self.said = "/", "0:0", {}

    def run(self, *command, shut=False, **kwargs):
        """A process in it: as `docker run` would start it if `shut`, else as RUN does."""
        user, _, group = self.user.partition(":")
        become = f"--reuid={user} --regid={group or user}"
        inner = [*shlex.split(POWERLESS if shut else "setpriv --clear-groups"), *become.split()]
        view = VIEW + (SHUT if shut else "") + 'exec chroot "$@"'
        start = ["sh", "-c", 'cd "$0" && exec "$@"', self.workdir, *inner, *command]
        whole = ["unshare", "--mount", "sh", "-c", view, "sh", self.folder, *start]
        env = {**self.env, **({} if shut else {**OUTER, **self.args}), **kwargs.pop("env", {})}
        return subprocess.Popen(whole, env=env, **kwargs)


def instructions(text):
    """Each instruction as (word, rest), lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def context(folder):
    """What .dockerignore lets through, in a folder."""
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            for path in ROOT.glob(line[1:]):
                leave = shutil.ignore_patterns("__pycache__")
                copy = shutil.copy2 if path.is_file() else shutil.copytree
                copy(path, folder / path.name, **({} if path.is_file() else {"ignore": leave}))
    return folder


class Build:
    """The stages in a folder; `args` are those of `docker build --build-arg`."""

    def __init__(self, folder, **args):
        self.folder, self.given, self.stages = Path(folder), args, {}
        (self.folder / "context").mkdir()
        self.context = context(self.folder / "context")

    def base(self):
        """What stands for debian:13-slim."""
        made = self.folder / "base.tar"
        options = ["--mode=root", "--variant=minbase", "--quiet"]
        subprocess.run(["mmdebstrap", *options, "trixie", made, SOURCES], check=True)
        return made

    def do(self, text):
        """The last stage of a Dockerfile."""
        self.now = None
        for word, rest in instructions(text):
            if step := getattr(self, f"_{word.lower()}", None):
                step(rest)
            else:
                self.now.said[word] = json.loads(rest[rest.index("[") :]) if "[" in rest else rest
        return self.now

    def _from(self, rest):
        source, _, name = rest.partition(" AS ")
        image = Image(self.folder / f"stage-{len(self.stages)}")
        if earlier := self.stages.get(source):
            subprocess.run(["cp", "-a", "--reflink=auto", earlier.folder, image.folder], check=True)
            image.env = dict(earlier.env)
        else:
            image.folder.mkdir()
            subprocess.run(["tar", "-xf", self.base(), "-C", image.folder], check=True)
            if "PIP_CERT" in os.environ:
                shutil.copy(os.environ["PIP_CERT"], image.folder / CERTIFICATE.lstrip("/"))
        self.now = self.stages[name or len(self.stages)] = image

    def _arg(self, rest):
        if self.now:
            name, _, default = rest.partition("=")
            self.now.args[name] = self.given.get(name, default.strip('"'))

    def _run(self, rest):
        ended = self.now.run("/bin/sh", "-c", rest).wait()
        assert ended == 0, f"RUN {rest}"

    def _copy(self, rest):
        *sources, target = (word for word in rest.split() if not word.startswith("--"))
        told = re.match(r"--from=(\S+)", rest)
        outer = self.stages[told[1]].folder if told else self.context
        to = self.now.folder / Path(self.now.workdir, target).as_posix().lstrip("/")
        for source in sources:
            for path in outer.glob(source.strip("/") if source != "." else "*"):
                into = to / path.name if not told else to
                subprocess.run(["cp", "-a", "--no-target-directory", path, into], check=True)

    def _env(self, rest):
        for part in shlex.split(rest):
            name, _, value = part.partition("=")
            self.now.env[name] = value.replace("$PATH", self.now.env["PATH"])

    def _workdir(self, rest):
        self.now.workdir = rest
        (self.now.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def _user(self, rest):
        self.now.user = rest


def build(folder, **args):
    """The image of our Dockerfile in a folder."""
    return Build(folder, **args).do((ROOT / "Dockerfile").read_text("utf-8"))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"{build(sys.argv[1]).folder}\n")

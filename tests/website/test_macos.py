"""The site runs where there is no Linux: nothing that Linux alone has is needed, or is missing."""

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.sample_site import SampleSite
from tests.site_process import ROOT

WITHOUT = str(Path(__file__).with_name("macos"))
FILES = ["requirements.txt", "requirements-extras.txt", "requirements-heic.txt"]
MARKS = [
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64"},
]
VERSIONS = ["3.11.2", "3.12.3", "3.13.5", "3.14.0"]  # the first is Debian 12's


def pinned():
    """The names in the requirement files of a site."""
    text = "".join((ROOT / name).read_text("utf-8") for name in FILES)
    return {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", text, re.M)}


def test_every_package_runs_there_and_asks_for_none_that_is_not_pinned():
    """The files were made on Linux; with hashes pip takes nothing that is not in them."""
    names = pinned()
    wanted = [one for name in names for one in map(Requirement, metadata.requires(name) or [])]
    told = {name: metadata.metadata(name).get("Requires-Python") or "" for name in names}
    for version in VERSIONS:
        assert [one for one, say in told.items() if not SpecifierSet(say).contains(version)] == []
        for marks in MARKS:
            short = version.rpartition(".")[0]
            env = {**marks, "python_version": short, "python_full_version": version, "extra": ""}
            asked = {
                canonicalize_name(one.name)
                for one in wanted
                if one.marker is None or one.marker.evaluate(env)
            }
            assert asked - names == set(), (version, marks)


def alone(code):
    """What a Python without what a Mac lacks answers."""
    env = {**os.environ, "PYTHONPATH": WITHOUT}
    return subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True)


def test_the_starter_needs_nothing_of_linux():
    for one in ("os.memfd_create('x')", "open('/proc/self/stat')", "select.epoll()"):
        told = alone(f"import os, select, sys; assert sys.platform == 'darwin'; {one}")
        assert re.search(b"AttributeError|FileNotFoundError", told.stderr), told.stderr
    told = alone(
        "from website import bootstrap as b\n"
        "with b.only_one() as lock: b.check_python(); print(b.is_usable() in (True, False), lock)"
    )
    assert told.stdout.startswith(b"True "), told.stderr


@pytest.mark.ci
@pytest.mark.process
def test_a_site_starts_answers_and_stops_without_what_linux_alone_has(tmp_path):
    with SampleSite(tmp_path, PYTHONPATH=WITHOUT, LAW_TEXTS="0") as site:
        for path in ("/", "/consult/", "/admin/login/", "/search/?q=%E5%B7%A5%E4%BC%A4"):
            assert site.get(path)[0] == 200
        told = site.manage("run_worker", "--once")
        assert (told.returncode, told.stderr) == (0, "")
    assert "Linux alone" not in site.output
    assert "Traceback" not in site.output
    assert site.output.endswith("已停止。\n")

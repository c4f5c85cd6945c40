"""The wheel: nothing is missing in it, nothing else is in it, and it serves a firm by itself."""

import os
import re
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.sample_site import SampleSite
from tests.site_process import ROOT
from website import __main__ as command_line

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TARGET = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
PLAIN = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
PIP = [sys.executable, "-m", "pip"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The file, made of this checkout without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", *PLAIN, "--no-build-isolation", "--wheel-dir", folder, "."]
    subprocess.run(command, cwd=ROOT, check=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def names(wheel):
    """What is in it."""
    return set(zipfile.ZipFile(wheel).namelist())


def expected():
    """Every file that git knows of the packages and of what is put beside them, by its new name."""
    moved = TARGET["force-include"]
    command = ["git", "ls-files", "-z", *TARGET["packages"], *moved]
    for name in subprocess.check_output(command, cwd=ROOT, text=True).split("\0"):
        top, _, rest = name.partition("/")
        if name and (ROOT / name).exists():
            yield f"{moved.get(top, top)}/{rest}"


@pytest.mark.ci
def test_every_file_of_the_site_and_nothing_else_is_in_the_wheel(names):
    assert set(expected()) - names == set()
    assert "website/shipped/templates/base.html" in names
    tops = {name.split("/")[0] for name in names}
    version = PROJECT["project"]["version"]
    assert tops == {*TARGET["packages"], f"antou-{version}.dist-info"}
    assert not [name for name in names if re.search(r"/tests?/|\.pyc$|/var/|\.env$", name)]


@pytest.mark.ci
def test_the_wheel_asks_for_what_was_tested(wheel):
    told = zipfile.ZipFile(wheel).read(f"antou-{wheel.name.split('-')[1]}.dist-info/METADATA")
    asked = set(re.findall(r"^Requires-Dist: (\S+==\S+)$", told.decode(), re.M))
    pinned = re.findall(r"^(\S+==\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    assert asked == set(pinned)
    assert "Provides-Extra: engines" in told.decode()


class InstalledSite(SampleSite):
    """The sample site by `antou run`: installed, in an empty home, far from any checkout."""

    def __init__(self, home, **env):
        folder = home / ".local" / "share" / "antou"
        folder.mkdir(parents=True)
        super().__init__(folder, **env)
        del self.env["DATA_DIR"]
        self.home = home

    def begin(self):
        self.log = self.log_path.open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [self.env["ANTOU"], "run"], cwd=self.home, env=self.env, stdout=self.log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The environment in which `antou` is what the wheel made, and no folder is a checkout."""
    place = tmp_path_factory.mktemp("installed")
    command = [*PIP, "install", *PLAIN, "--ignore-installed", "--prefix", place, wheel]
    subprocess.run(command, check=True, cwd=place)
    (library,) = place.glob("lib/python*/site-packages")
    home = tmp_path_factory.mktemp("home")
    return {
        "ANTOU": str(place / "bin" / "antou"),
        "PYTHONPATH": str(library),
        "HOME": str(home),
        "PATH": "/nowhere",
        "LAW_TEXTS": "0",
    }


@pytest.mark.ci
@pytest.mark.process
def test_an_installed_site_serves_a_firm_without_a_checkout(installed):
    home = Path(installed["HOME"])
    with InstalledSite(home, **installed) as site:
        for path in ("/", "/admin/login/", "/consult/", "/articles/feed/"):
            assert site.get(path)[0] == 200
        page = site.get("/")[1]
        found = set(re.findall(r'"(/(?:static|media)/[^" ]+)"', page))
        assert any(path.endswith(".css") for path in found)
        for path in found:
            assert urllib.request.urlopen(f"{site.url}{path}", timeout=20).status == 200
        assert "antou changepassword admin" in site.output
        assert "Traceback" not in site.output
    assert [path.name for path in home.iterdir()] == [".local"]


def antou(env, *words, cwd):
    """What the installed command answers."""
    known = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR",)}
    return subprocess.run(
        [env["ANTOU"], *words], env={**known, **env}, cwd=cwd, capture_output=True, timeout=120
    )


@pytest.mark.ci
def test_the_installed_command_says_what_there_is_or_is_wrong_or_passes_on(installed, tmp_path):
    told = antou({**installed, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, cwd=tmp_path)
    assert (told.returncode, told.stdout.decode()) == (0, command_line.HELP)
    told = antou({**installed, "PORT": "no", "DATA_DIR": str(tmp_path)}, "run", cwd=tmp_path)
    assert (told.returncode, told.stderr.decode().count("\n")) == (2, 1)
    assert "PORT" in told.stderr.decode()
    # There is no table yet: 1, in the folder that was told, seen from where it was told.
    words = ["manage", "migrate", "--check"]
    assert antou({**installed, "DATA_DIR": "data"}, *words, cwd=tmp_path).returncode == 1
    assert (tmp_path / "data" / "secrets").is_dir()

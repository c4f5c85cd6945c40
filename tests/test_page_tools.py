"""The tools that measure pages: installed once by `make test`, told where they cannot be."""

import json
from pathlib import Path

import pytest

from tests.browser import tools as page_tools
from website import bootstrap

ROOT = Path(bootstrap.__file__).parent.parent
NPM = """#!/bin/sh
echo "$@" >> npm.log
[ -e broken ] && exit 1
/bin/mkdir -p node_modules
"""


class Tools:
    """A folder of pinned tools, with a Node and an npm that only note what they are asked."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.bin = folder / "tools", folder / "bin"
        self.folder.mkdir()
        self.bin.mkdir()
        (self.folder / "package.json").write_text('{"engines": {"node": ">=18.16"}}')
        self.lock("{}")
        self.command("node", "#!/bin/sh\necho v20.1.0\n")
        self.command("npm", NPM)
        monkeypatch.setattr(page_tools, "FOLDER", self.folder)
        monkeypatch.setattr(bootstrap, "LOG", folder / "install.log")
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv("TOOLS", raising=False)

    def lock(self, text):
        (self.folder / "package-lock.json").write_text(text)

    def command(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    @property
    def installed(self):
        """What npm was asked so far."""
        log = self.folder / "npm.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def tools(tmp_path, monkeypatch):
    return Tools(tmp_path, monkeypatch)


def test_tools_are_installed_once_and_again_when_the_lock_file_changes(tools):
    page_tools.install()
    page_tools.install()
    assert (tools.installed, page_tools.without_tools()) == (["ci"], "")
    tools.lock('{"other": 1}')
    page_tools.install()
    assert (tools.installed, page_tools.without_tools()) == (["ci", "ci"], "")


def test_without_node_it_is_said_in_a_line_and_the_tests_go_on(tools, capfd):
    (tools.bin / "npm").unlink()
    page_tools.install()
    said = capfd.readouterr().out
    assert page_tools.NO_NODE in said
    assert (said.count("\n"), tools.installed) == (1, [])


def test_an_old_node_is_told(tools, capfd):
    tools.command("node", "#!/bin/sh\necho v18.9.1\n")
    page_tools.install()
    assert page_tools.OLD_NODE.format("v18.9.1", "18.16") in capfd.readouterr().out
    assert tools.installed == []


def test_tools_that_fail_to_install_are_told_and_tried_again(tools, capfd):
    (tools.folder / "broken").touch()
    page_tools.install()
    assert page_tools.NO_TOOLS.format(bootstrap.LOG) in capfd.readouterr().out
    (tools.folder / "broken").unlink()
    page_tools.install()
    assert (tools.installed, page_tools.without_tools()) == (["ci", "ci"], "")


def test_tools_that_are_switched_off_are_not_installed(tools, monkeypatch):
    monkeypatch.setenv("TOOLS", "off")
    page_tools.install()
    assert tools.installed == []


def test_the_lock_file_of_the_tools_names_no_registry():
    pinned = json.loads((ROOT / "tests" / "tools" / "package-lock.json").read_text())["packages"]
    own = [one for name, one in pinned.items() if name]
    assert own
    assert all("integrity" in one and "resolved" not in one for one in own)

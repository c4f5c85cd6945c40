"""The commands of docs/deploy.md, “One small server”, typed on a bare Debian in a folder."""

import re
import subprocess

import pytest

from tests import mounting
from tests.deploy import dockerfile
from tests.deploy.test_containers import need
from tests.site_process import ROOT

GUIDE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
# Of 快速开始: what is installed first; nginx and certbot come later in the guide.
SOFTWARE = "apt-get update && apt-get install -y --no-install-recommends adduser git python3-venv"
CLONE = "git clone <repository> /srv/antou && "
ASKS = "createsuperuser --username admin"  # for a password, of who sits there


def commands():
    """The lines of the section's blocks, settings written where the guide says."""
    section = GUIDE.partition("## One small server")[2].partition("### systemd")[0]
    text = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.S))
    settings = re.search(r"```ini\n(.*?)```", section, re.S)[1]
    assert CLONE in text
    assert ASKS in text
    text = text.replace(CLONE, "").replace(ASKS, f"{ASKS} --email a@example.com --noinput")
    written = f"umask 077; cat >/etc/antou.env <<'END'\n{settings}END\numask 022\n"
    return f"set -eu\n{SOFTWARE}\n{written}{text}\n"


def test_the_commands_of_the_guide_are_found():
    told = commands()
    for word in (
        "adduser",
        "--require-hashes",
        "SAMPLE=0",
        "SITE_URL=https",
        "migrate",
        "check --deploy",
    ):
        assert word in told


@pytest.mark.audit
def test_every_command_of_the_guide_works_on_a_bare_debian(tmp_path):
    mounting.need()
    need("mmdebstrap")
    image = dockerfile.Build(tmp_path).do("FROM debian")
    code = image.folder / "srv" / "antou"
    code.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", code], input=archive.stdout, check=True)
    image.workdir = "/srv/antou"
    assert image.run("sh", "-c", commands()).wait() == 0
    assert (image.folder / "var/lib/antou/db.sqlite3").stat().st_uid > 0
    assert (image.folder / "var/lib/antou/static").is_dir()

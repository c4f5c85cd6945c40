"""The unit files: how much they forbid by systemd's own count, and that the services still work."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request

import pytest

from tests import mounting
from tests.deploy import confined
from tests.sample_site import SampleSite
from tests.site_process import READY_WITHIN, ROOT, wait_for

FOLDER = ROOT / "docs" / "deploy"
UNITS = ["antou-web.service", "antou-worker.service"]
COMMANDS = {  # what they start, and by what the tests start it
    "antou-web.service": "-m website.operations.serving.web",
    "antou-worker.service": "manage.py run_worker",
}
CONFINED = [sys.executable, "-m", "tests.deploy.confined"]
# What each library does that could need more than plain calls: code made at run time, other
# threads, memory with unusual rights, sockets.
DOES = """
import io, socket, ssl
import argon2, cryptography.hazmat.primitives.ciphers.aead as aead
from django.db import connection
from PIL import Image
from tests.consult.sample_files import heic
print(argon2.PasswordHasher().hash("x")[:9])
aead.AESGCM(b"k" * 32).encrypt(b"n" * 12, b"x", None)
Image.new("RGB", (9000, 5000)).resize((900, 500)).save(io.BytesIO(), "webp")
import pillow_heif; pillow_heif.register_heif_opener()
Image.open(io.BytesIO(heic())).load()
connection.cursor().execute("SELECT 1")
for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6): socket.socket(family).close()
ssl.create_default_context()
import opencc, mammoth, coloraide, qrcode, nh3, selectolax.lexbor
print(opencc.OpenCC("t2s").convert("漢"), nh3.clean("<b>x</b>"))
from richtext.base import sandbox
(found,) = filter(None, sandbox.run("tests.richtext.base.test_sandbox:look", {}))
assert found["bounds"] == [sandbox.MEMORY, sandbox.SECONDS]
from tests.consult import sample_files
from consult.files.types import check_upload
print(check_upload(sample_files.upload(heic(), "IMG_1.HEIC")).kind)
print("all done")
"""
FORBIDDEN = """
import mmap, os, socket
def refused(what):
    try: what()
    except OSError: return True
print([refused(what) for what in (
    lambda: open("/etc/antou-was-here", "w"),
    lambda: socket.socket(16, socket.SOCK_RAW),
    lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    lambda: os.chroot("/"),
    lambda: os.setuid(12345),
)])
"""
NO_SYSTEMD = "没有找到 systemd-analyze；Debian、Ubuntu 上可以运行：apt install systemd"
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason=NO_SYSTEMD)


@needs_systemd
@pytest.mark.parametrize("unit", UNITS)
def test_a_service_is_known_to_systemd_and_exposed_less_than_3_by_its_count(unit):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", FOLDER / unit]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(re.search(r"exposure level for \S+: ([0-9.]+)", told)[1]) < 3
    command = ["systemd-analyze", "verify", FOLDER / unit, FOLDER / "var-spool-antou.mount"]
    told = subprocess.run(command, capture_output=True, text=True).stderr
    assert [line for line in told.splitlines() if "is not executable" not in line] == []


def test_the_worker_is_shut_in_like_the_web_server_and_nothing_gets_into_swap_or_a_core():
    web, worker = (confined.settings(FOLDER / unit) for unit in UNITS)
    differ = {name for name in web | worker if web.get(name) != worker.get(name)}
    paths = "ReadWritePaths"  # the worker alone makes backups
    assert differ == {"Description", "ExecStart", "MemoryMax", "TasksMax", "CPUWeight", paths}
    assert worker[paths] == [f"{web[paths][0]} -/var/backups/antou"]
    for unit, told in zip(UNITS, (web, worker), strict=True):
        assert (told["MemorySwapMax"], told["LimitCORE"]) == (["0"], ["0"])
        assert told["ExecStart"] == [f"/srv/antou/.venv/bin/python {COMMANDS[unit]}"]


def shut_in(unit, folder, code):
    """What Python prints under what a unit forbids."""
    mounting.need()
    command = [*CONFINED, str(FOLDER / unit), str(folder), sys.executable, "manage.py", "shell"]
    env = {**os.environ, "DATA_DIR": str(folder)}
    known = {"cwd": ROOT, "env": env, "capture_output": True, "text": True}
    told = subprocess.run([*command, "-c", code], timeout=READY_WITHIN, **known)
    return told.stdout or told.stderr


@pytest.mark.ci
@needs_systemd
def test_every_library_works_under_what_a_unit_forbids_and_that_is_forbidden(tmp_path):
    unit = UNITS[0]  # the other forbids the same
    assert shut_in(unit, tmp_path, DOES).endswith("all done\n")
    assert shut_in(unit, tmp_path, FORBIDDEN).strip().endswith("[True, True, True, True, True]")


class ShutInSite(SampleSite):
    """The sample site, whose two services run as their units let them."""

    def start(self):
        """Both, each by itself; there is no `serve` on a server."""
        self.log = (self.folder / "serve.log").open("w+", encoding="utf-8")
        self.running = [
            subprocess.Popen(
                [*CONFINED, str(FOLDER / unit), str(self.folder), sys.executable, *words.split()],
                cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True,
            )
            for unit, words in COMMANDS.items()
        ]  # fmt: skip
        wait_for(self._answers, READY_WITHIN)

    def _answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=5).status == 200
        except OSError:
            return False

    def stop(self, *_):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(timeout=120)
        self.log.close()


@pytest.mark.ci
@pytest.mark.process
@pytest.mark.engine
@needs_systemd
def test_both_services_work_under_what_their_units_forbid(tmp_path):
    mounting.need()
    with ShutInSite(tmp_path) as site:
        for path in ("/", "/articles/", "/search/?q=%E5%B7%A5", "/consult/", "/admin/login/"):
            assert site.get(path)[0] == 200
        wait_for(lambda: '"worker": "ok"' in site.get("/readyz")[1], READY_WITHIN)
        assert "Traceback" not in site.output

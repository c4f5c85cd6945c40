"""Dockerfile and compose.yaml: what they promise, read from the files, and the steps done once."""

import contextlib
import difflib
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests import mounting
from tests.deploy import dockerfile
from tests.site_process import ROOT, free_port, wait_for
from tests.website.operations.backup.drill import KEYS
from website.base import parent_watch

FOLDER = ROOT / "docs" / "deploy"
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]
OURS = ["antou", "site", "worker"]
ALWAYS = [name for name in SERVICES if name != "certbot"]
SETTINGS = FOLDER / "container.env"


def settings(**given):
    """container.env as an operator fills it in."""
    known = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", SETTINGS.read_text("utf-8"), re.M))
    return {**known, **given}


def need(program):
    """Skip without a program; none of them can be had on every machine that proves the rest."""
    if not shutil.which(program):
        pytest.skip(f"没有找到 {program}；有它才能检验容器的文件")


def test_no_container_can_gain_a_right_or_writes_beside_volumes_and_memory():
    for service in SERVICES.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & service.keys()
        assert set(service.get("cap_add", [])) <= {"CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"}
        assert not [one for one in service["volumes"] if "docker.sock" in one]
    for name in ALWAYS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["mem_limit"] == service["memswap_limit"]  # nothing gets into the swap
        assert service["pids_limit"]
    for name in ("POSTGRES_PASSWORD", "PROXY_SECRET"):
        assert TEXT.count(f"${{{name}:?}}") == 2  # refused when empty


def test_bodies_on_their_way_lie_in_memory():
    recipe = (FOLDER / "nginx.conf").read_text("utf-8")
    folders = re.findall(r"_temp_path (/\S+)/\w+;|proxy_cache_path (/\S+) ", recipe)
    held = {one.split(":")[0] for one in SERVICES["proxy"]["tmpfs"]}
    assert {folder for pair in folders for folder in pair if folder} <= held
    assert SERVICES["site"]["tmpfs"][0].startswith("/tmp:")


def test_only_the_proxy_is_reached_from_outside_and_only_the_site_reaches_the_database():
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    near = {name for name, one in SERVICES.items() if "database" in one["networks"]}
    assert near == {*OURS, "db"}
    assert yaml.safe_load(TEXT)["networks"]["database"] == {"internal": True}
    assert SERVICES["db"]["networks"] == ["database"]


def test_compose_accepts_the_file(tmp_path):
    program = next(filter(shutil.which, ["docker-compose", "docker"]), "docker-compose")
    need(program)
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    known = settings(
        POSTGRES_PASSWORD="secret", PROXY_SECRET="x" * 32, SITE_URL="https://www.example.com"
    )
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in known.items()))
    words = ["compose"] if program == "docker" else []
    command = [program, *words, "--file", tmp_path / "compose.yaml", "config"]
    told = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert told.returncode == 0, told.stderr
    made = yaml.safe_load(told.stdout)["services"]
    address = "postgres://antou:secret@db:5432/antou?pool=true"
    assert {made[name]["environment"]["DATABASE_URL"] for name in OURS} == {address}


def test_hadolint_has_nothing_to_say():
    program = Path(sys.executable).with_name("hadolint")
    need(program)
    told = subprocess.run([program, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")


def test_the_image_is_built_of_hashed_packages_and_what_git_knows_alone(tmp_path):
    text = (ROOT / "Dockerfile").read_text("utf-8")
    steps = [rest for word, rest in dockerfile.instructions(text) if word == "RUN"]
    installs = re.findall(r"pip install [^&;]+", " ".join(steps))
    assert len(installs) == 5
    assert [
        one for one in installs if "--require-hashes" not in one and "--no-index" not in one
    ] == []
    assert not re.search(r"https?://(?!deb\.debian\.org)", (ROOT / "Dockerfile").read_text("utf-8"))
    got = {path.name for path in dockerfile.context(tmp_path).iterdir()}
    assert {"website", "templates", "static", "pyproject.toml", "requirements-law.txt"} <= got
    assert not got & {"tests", "docs", "var", ".git", ".env", ".venv", "compose.yaml"}


class Proxy:
    """proxy.sh with files of a test for those of the container, and a certificate."""

    def __init__(self, folder):
        self.made, certificates = folder / "antou.conf", folder / "certificates"
        (certificates / "live" / "www.firm.cn").mkdir(parents=True)
        (certificates / "live" / "www.firm.cn" / "fullchain.pem").touch()
        self.env = {"PATH": os.environ["PATH"], "RECIPE": FOLDER / "nginx.conf", "MADE": self.made}
        self.env |= {"CERTIFICATES": certificates, "PROXY_SECRET": "x" * 32}

    def run(self, **env):
        command, known = [FOLDER / "proxy.sh"], {**self.env, **env}
        return subprocess.run(command, env=known, capture_output=True, text=True)


def test_the_proxy_has_the_recipe_but_for_names_site_and_log(tmp_path):
    proxy = Proxy(tmp_path)
    told = proxy.run(SITE_URL="https://www.firm.cn", ALLOWED_HOSTS="firm.cn,lin.example.cn")
    assert (told.returncode, told.stderr) == (0, "")
    recipe = (FOLDER / "nginx.conf").read_text("utf-8").splitlines()
    differ = [line for line in difflib.ndiff(recipe, proxy.made.read_text("utf-8").splitlines())
              if line[0] in "+-" and not line[2:].startswith("#")]  # fmt: skip
    names = "    server_name www.firm.cn firm.cn lin.example.cn;"
    live = "/etc/letsencrypt/live/www.firm.cn"
    assert {line[2:] for line in differ if line[0] == "+"} == {
        names,
        f'    proxy_set_header X-Antou-Client "$remote_addr $scheme {"x" * 32}";',
        "    zone antou 64k;",
        "    resolver 127.0.0.11 valid=5s;",
        "    server site:8000 resolve;",
        f"    ssl_certificate {live}/fullchain.pem;",
        f"    ssl_certificate_key {live}/privkey.pem;",
        "    access_log /dev/stdout antou;",
        "    error_log /dev/stderr crit;  # lines below `crit` quote whole addresses",
    }
    assert "example.com" not in re.sub("#.*", "", proxy.made.read_text("utf-8"))


def test_the_proxy_refuses_in_one_sentence(tmp_path):
    proxy = Proxy(tmp_path)
    for env in (
        {"SITE_URL": "http://www.firm.cn"},
        {"SITE_URL": "https://"},
        {"SITE_URL": "https://www.firm.cn:8443"},
        {"SITE_URL": "https://www.firm.cn", "ALLOWED_HOSTS": "a;b"},
        {"SITE_URL": "https://www.firm.cn", "PROXY_SECRET": "a/b"},
        {"SITE_URL": "https://other.firm.cn"},  # for which there is no certificate
    ):
        told = proxy.run(**env)
        assert (told.returncode, told.stderr.count("\n")) == (1, 1), env
        assert told.stderr.endswith("。\n")
        assert not proxy.made.exists()


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The image, its steps done on this machine."""
    mounting.need()
    need("mmdebstrap")
    folder = tmp_path_factory.mktemp("image")
    yield dockerfile.build(folder, PIP_INDEX_URL=os.environ.get("PIP_INDEX_URL", ""))
    shutil.rmtree(folder)


@pytest.mark.audit
@pytest.mark.process
def test_the_image_runs_a_site_as_compose_runs_it(image):
    """Read-only, as nobody, without a capability; the database is SQLite's, in the volume."""
    port = free_port()
    image.env |= {"PORT": str(port), "HOST": "127.0.0.1", "LAW_TEXTS": "0"}
    (enter,), (run,) = image.said["ENTRYPOINT"], image.said["CMD"]
    assert image.run(enter, run, "--only-prepare", shut=True).wait() == 0
    web = SERVICES["site"]["entrypoint"]
    served = [
        image.run(*web, shut=True),
        image.run(enter, *SERVICES["worker"]["command"], shut=True),
    ]
    try:
        wait_for(lambda: _answers(port))
        for path in ("/", "/admin/login/", "/consult/"):
            assert urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").status == 200
        check = [word.replace("8000", str(port)) for word in image.said["HEALTHCHECK"]]
        assert image.run(*check, shut=True).wait() == 0
    finally:
        for process in served:
            process.terminate()
    assert [process.wait(timeout=parent_watch.GRACE * 3) for process in served] == [0, 0]


def _answers(port):
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20)


@pytest.mark.audit
def test_the_image_backs_up_checks_and_puts_back(image):
    """Into the second volume, as compose's `backups`; another folder stands for the new machine."""

    def antou(words, **env):
        whole = {"shut": True, "stdout": subprocess.PIPE, "text": True, "env": {**KEYS, **env}}
        ended = image.run("sh", "-c", f"antou {words}", **whole)
        told, _ = ended.communicate(timeout=900)
        assert ended.returncode == 0, told
        return told

    backups = "/var/backups/antou"
    antou("migrate -v0")
    public = re.search(r"age1\w+", antou(f"backup --new-key {backups}/key"))[0]
    antou("backup", BACKUP_TO=backups, BACKUP_RECIPIENT=public)
    antou(f"verify {backups}/*.age --key {backups}/key")
    antou(f"restore {backups}/*.age --key {backups}/key", DATA_DIR="/var/lib/antou/other")
    assert Path(image.folder, "var/lib/antou/other/db.sqlite3").stat().st_uid == 10001


@pytest.mark.audit
def test_the_image_refuses_to_write_beside_its_volume(image):
    refused = "touch /opt/antou/x || touch /var/lib/x || touch /etc/x; test $? = 1 && touch /tmp/x"
    told = image.run("sh", "-c", refused, shut=True, stderr=subprocess.DEVNULL)
    assert told.wait() == 0
    assert not Path(image.folder, "tmp", "x").exists()

"""The recipe of docs/deploy/nginx.conf under a real nginx: other ports, folders and certificate.

Without nginx its tests say so and are skipped; TOOLS=required makes that a failure.
"""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from tests import certificate
from tests.site_process import ROOT, free_port, listens, wait_for

RECIPE = ROOT / "docs" / "deploy" / "nginx.conf"
NAME = "www.example.com"
SECRET = "of-the-proxy-and-the-site"
PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
MISSING = "没有找到 nginx；Debian、Ubuntu 上可以运行：apt install nginx-light"
# As Debian's nginx.conf around it, and one thing for the tests: who asks says from where.
AROUND = """
daemon off; {user} pid {folder}/pid; error_log {folder}/errors info;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream; gzip on;
    set_real_ip_from 127.0.0.1; real_ip_header X-Test-Client;
    include {folder}/site.conf;
}}
"""


def need():
    """Skip the tests of a file, or fail them, where nginx is missing."""
    if not Path(PROGRAM).exists():
        say = pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip
        say(MISSING)


class Nginx:
    """The recipe in a folder, before a backend on a port of this machine."""

    def __init__(self, folder, backend, **changed):
        self.folder, self.plain, self.tls = Path(folder), free_port(), free_port()
        self.spool = self.folder / "spool"
        self.spool.mkdir()
        (self.folder / "site.conf").write_text(self._recipe(backend, changed))
        user = "user root;" if os.getuid() == 0 else ""
        text = AROUND.format(folder=self.folder, user=user)
        (self.folder / "nginx.conf").write_text(text)
        self.command = [PROGRAM, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def _recipe(self, backend, changed):
        both = certificate.write(self.folder / "certificate.pem", [NAME])
        text = RECIPE.read_text(encoding="utf-8")
        there = {
            "/etc/letsencrypt/live/www.example.com/fullchain.pem": both,
            "/etc/letsencrypt/live/www.example.com/privkey.pem": both,
            "/var/log/nginx/": f"{self.folder}/",
            "/var/spool/antou/": f"{self.spool}/",
            "/var/cache/antou": f"{self.folder}/cache",
            "/srv/antou/docs/deploy/pages/": f'"{ROOT}/docs/deploy/pages/"',
            "127.0.0.1:8000": f"127.0.0.1:{backend}",
            "PROXY_SECRET": SECRET,
            **changed,
        }
        for old, new in there.items():
            assert old in text, f"the recipe has no {old} any more"
            text = text.replace(old, str(new))
        text = re.sub(r"\n *listen \[::\][^\n]*", "", text)
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.plain}", text)
        return re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.tls}", text)

    def check(self):
        """What `nginx -t` says of it."""
        return subprocess.run([*self.command, "-t"], capture_output=True, text=True)

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        wait_for(lambda: self.process.poll() or listens(self.tls), pause=0.05)
        assert self.process.poll() is None, self.check().stderr
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=120)

    def connect(self, name=NAME, timeout=30):
        """A connection by TLS, as from a browser that was told that this certificate is good."""
        plain = socket.create_connection(("127.0.0.1", self.tls), timeout=timeout)
        trust = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        trust.check_hostname = False  # a stranger's name is asked for, too
        return trust.wrap_socket(plain, server_hostname=name)

    def ask(self, path="/", *, method="GET", body=None, client="203.0.113.1", also=(), **headers):
        """The answer to a request; `client` is the address that it comes from.

        `also` are headers as they are written, in whatever spelling.
        """
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.connect(timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Host": NAME, "X-Test-Client": client, **given, **dict(also)}
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        connection.close()
        return answer

    def raw(self, data, timeout=10):
        """All that is answered to these bytes, to the end of the connection."""
        with self.connect(timeout=timeout) as connection:
            connection.sendall(data)
            return _to_the_end(connection)

    def log(self, name="antou.log", until=""):
        """What nginx has written so far; a line that it is to write may come after the answer."""
        file = self.folder / name
        wait_for(lambda: until in file.read_text("utf-8"), patience=60, pause=0.05)
        return file.read_text("utf-8")

    def workers_files(self):
        """The files that its processes have open now, also those without a name any more."""
        family = [self.process.pid]
        family += map(int, Path(f"/proc/{family[0]}/task/{family[0]}/children").read_text().split())
        opened = [path for pid in family for path in Path(f"/proc/{pid}/fd").iterdir()]
        return [os.readlink(path) for path in opened if path.is_symlink()]


def _to_the_end(connection):
    told = b""
    try:
        while part := connection.recv(65536):
            told += part
    except (TimeoutError, OSError):
        pass
    return told

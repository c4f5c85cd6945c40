"""nginx with docs/deploy/nginx.conf and its cache of one second, against a file of its own disk.

Processor time of nginx's workers, as Linux counts it. The cache is the one that the recipe leaves
to be uncommented; both kinds of requests pass the same limits, log and encryption.
"""

import http.client
import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from articles.models import Article
from bench import large_site
from bench.frame import Figure, MissingToolError
from bench.server import served
from tests.deploy.nginx import MISSING, NAME, PROGRAM, Nginx
from tests.site_process import descendants

ROUNDS, HITS = 15, 400
LIMIT = 1.3
FILE = "/bench/page"
HEADERS = {"Host": NAME, "Accept-Encoding": "gzip"}


def measure():
    """An article from nginx's cache against the same bytes from its disk."""
    if not Path(PROGRAM).exists():
        raise MissingToolError(f"{MISSING}。")
    if sys.platform != "linux":
        raise MissingToolError("只能在Linux上测量。")
    with (
        large_site.built(100, imported=0),
        served(connection, ALLOWED_HOSTS=f"127.0.0.1,{NAME}") as site,
    ):
        path = f"/articles/{Article.objects.published().latest('pk').pk}/"
        with (
            tempfile.TemporaryDirectory(prefix="antou-bench-") as folder,
            _nginx(folder, site) as own,
        ):
            Path(folder, "page").write_bytes(_asked(own, [path])[0])
            ratios = [_taken(own, path) / _taken(own, FILE) for _ in range(ROUNDS)]
    yield Figure("文章，nginx缓存÷nginx文件", statistics.median(ratios[1:]), "倍", LIMIT)


@contextmanager
def _nginx(folder, site):
    """The recipe with its cache, and the folder as one with files."""
    second = {"        #proxy_": "        proxy_"}
    files = f"    location /bench/ {{ alias {folder}/; }}\n    location / {{\n        # One second"
    beside = {"    location / {\n        # One second": files}
    with Nginx(folder, site.port, **second, **beside) as running:
        yield running


def _taken(nginx, path):
    """Seconds of the workers for requests on one connection, which is opened before."""
    workers = list(descendants(nginx.process.pid))
    before = sum(map(_seconds, workers))
    _asked(nginx, [path] * HITS)
    return sum(map(_seconds, workers)) - before


def _asked(nginx, paths):
    """The bodies of the answers; each seems to come from another client, or there is a limit."""
    line, bodies = http.client.HTTPConnection(NAME), []
    line.sock = nginx.connect()
    for number, path in enumerate(paths):
        client = f"203.0.{number // 200}.{number % 200 + 1}"
        line.request("GET", path, headers={**HEADERS, "X-Test-Client": client})
        answer = line.getresponse()
        bodies.append(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} instead of 200")
    line.close()
    return bodies


def _seconds(number):
    return int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9

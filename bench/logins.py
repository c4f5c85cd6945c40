"""The home page of a site that runs, beside sixty-four hostile logins at once.

By the clock, since it is a wait that is measured: on a machine that does nothing else. The clients
take their part of the same two cores.
"""

import tempfile

from bench.frame import Figure
from tests.flood import hostile, percentile, waits
from tests.site_process import SiteProcess

CLIENTS, SECONDS = 64, 15
LONGEST = 300  # milliseconds: of twenty readers nineteen wait no longer
SOURCES = {
    "同一地址": lambda number, turn: "198.51.100.7",
    "每次换一个地址": lambda number, turn: f"10.{number}.{turn // 250 % 250}.{turn % 250}",
}


def measure():
    """Milliseconds for the home page: the median, and what one of twenty readers waits."""
    with (
        tempfile.TemporaryDirectory(prefix="antou-bench-") as folder,
        SiteProcess(folder, TRUSTED_PROXY_COUNT="1") as site,
    ):
        site.load_sample()
        yield from _figures("无人登录", waits(site.port, "/", SECONDS / 3))
        for words, address_of in SOURCES.items():
            with hostile(site.port, CLIENTS, address_of):
                found = waits(site.port, "/", SECONDS)
            yield from _figures(f"{CLIENTS}个客户端不断试密码，{words}", found, LONGEST)


def _figures(words, found, limit=None):
    yield Figure(f"首页，{words}，中位数", percentile(found, 0.5) * 1000, "ms")
    yield Figure(f"首页，{words}，95%", percentile(found, 0.95) * 1000, "ms", limit)

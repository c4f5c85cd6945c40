"""The site on a disk that is full to the last block: a real one, with the real processes."""

import json
import random
import re
import urllib.error
import urllib.request
from multiprocessing.pool import ThreadPool

import pytest

from tests import monitor
from tests.sample_site import SampleSite
from tests.site_process import wait_for
from tests.small_disk import fill, filled, free, small_disk
from tests.visitor import CODE, Visitor

pytestmark = [pytest.mark.process, pytest.mark.ci]
MB = 1024 * 1024
RESERVE = 50  # the least that is taken, in megabytes
FIXED = [
    "/", "/healthz", "/metrics", "/robots.txt", "/sitemap.xml", "/articles/feed/", "/mark.svg",
    "/search/?q=%E7%A6%BB%E5%A9%9A", "/consult/", "/consult/received/", "/consult/thread/",
    "/consult/challenge/", "/statutes/", "/admin/login/",
]  # fmt: skip
ADDRESS = re.compile(r'(?:href|src)="(/[^"#?]*)"|(/media/[^ ,"]*\.webp)')


class SmallSite(SampleSite):
    """Its log lies on another disk, as systemd keeps it."""

    @property
    def log_path(self):
        return self.folder.parent / "serve.log"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    env = {"TRUSTED_PROXY_COUNT": "1", "DISK_RESERVE_MB": str(RESERVE)}
    with small_disk(folder / "disk", "160m") as disk, SmallSite(disk, **env) as running:
        yield running


def status(site, path):
    try:
        with urllib.request.urlopen(f"{site.url}{path}", timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def public_addresses(site):
    """A page of each kind that the sitemap names, and the files and pictures that they ask for."""
    pages = re.findall(r"<loc>http://[^/]+(/[^<]*)", site.get("/sitemap.xml")[1])
    pages = [
        one for page in pages for one in re.findall(r"<loc>http://[^/]+(/[^<]*)", site.get(page)[1])
    ]
    kinds = {re.sub(r"[^/]+/$", "", page): page for page in pages}
    asked = [one for page in kinds.values() for one in ADDRESS.findall(site.get(page)[1])]
    files = [one or picture for one, picture in asked if not one.startswith("/consult/")]
    return list(dict.fromkeys([*FIXED, *kinds.values(), *files]))


def failing(site, addresses):
    """Those that do not answer 200, asked by eight visitors at a time."""
    with ThreadPool(8) as pool:
        told = pool.map(lambda path: status(site, path), addresses)
    return [pair for pair in zip(addresses, told, strict=True) if pair[1] != 200]


def health(site):
    return monitor.told_by(site)


def asked(site, question):
    """Whether a receipt is shown for a question, and the page."""
    visitor = Visitor(site, site.secret)
    page = visitor.get("/consult/", visitor.form(question))
    return bool(CODE.search(page)), page


def stored(site):
    """The questions that lie in the database, opened with its keys."""
    told = site.manage("shell", "-c", LIST).stdout.splitlines()[-1]
    return json.loads(told)


LIST = """
import json
from consult.models import Message
print(json.dumps([one.text for one in Message.objects.all()]))
"""


def test_the_ballast_lets_people_write_where_nobody_takes_its_room(site):
    wait_for((site.folder / "ballast").exists)
    fill(site.folder)
    wait_for(lambda: asked(site, "磁盘写满以后，压舱文件让出空间，问题照收。")[0])
    assert not (site.folder / "ballast").exists()
    (site.folder / "eaten").unlink()


def test_below_the_reserve_the_monitor_warns_and_a_text_is_taken(site):
    fill(site.folder, left=RESERVE * MB // 2)
    told = health(site)
    assert (told["status"], told["disk"]) == ("warn", "low")
    assert told["disk_free_mb"] == pytest.approx(free(site.folder) // MB, abs=1)
    assert asked(site, "磁盘空间不足时提交的问题，文字照收。")[0]
    (site.folder / "eaten").unlink()


def test_what_has_a_receipt_is_stored_and_what_has_none_comes_back(site):
    shown, refused = [], []
    for turn in range(6):
        question = f"磁盘时满时空，第{turn}次提交的问题：{random.getrandbits(64):x}"
        with filled(site.folder):
            receipt, page = asked(site, question)
        (shown if receipt else refused).append(question)
        assert receipt or question in page, re.sub(r"(?s)<[^>]*>|\s+", " ", page)[-1500:]
        shown += [again for again in [question + "。"] if turn % 3 == 0 and asked(site, again)[0]]
    assert set(shown) <= set(stored(site))
    assert not set(refused) & set(stored(site))


def test_every_kind_of_public_page_is_read_without_a_free_block_and_after_a_power_cut(site):
    addresses = public_addresses(site)
    assert len([one for one in addresses if one.endswith(".webp")]) >= 3
    with filled(site.folder):
        assert failing(site, addresses) == []
        assert health(site)["disk"] == "full"
        pages = [one for one in addresses if not one.startswith("/static/")]
        site.kill()
        site.start()
        assert failing(site, pages) == []
    wait_for(lambda: asked(site, "磁盘腾出空间以后提交的问题，应当收下。")[0])
    wait_for(lambda: health(site)["disk"] == "ok")

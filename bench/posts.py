"""A question that is posted, against a bare Django form that stores one row on the same server.

And, by the clock: sixteen who post at one moment while others read; on a machine that does nothing
else, for the clients take their part of the same cores.
"""

import random
import secrets
import tempfile
from functools import partial

from django.db import connection

from bench.bare.pages import Question
from bench.frame import Figure, percentile, quietly
from bench.server import ratio, served
from consult.spam import score
from firm.models import PracticeArea
from firm.site.records import current_notice
from tests.consult.posting import solved, token
from tests.crowd import ask_together, reading
from tests.site_process import SiteProcess

ROUNDS, POSTS = 8, 30  # of each kind, posts in a round; all together within the bound of an hour
WRITERS, EACH, READERS = 16, 20, 3
LIMIT, LONGEST = 8, 1000  # times a bare post; milliseconds
CHARS = range(0x4E00, 0x9FA0)


def measure():
    """The ratio of processor time in one run, and what one of a hundred who post waits."""
    quietly("load_demo")
    with connection.schema_editor() as editor:
        editor.create_model(Question)  # goes with the database
    with served(connection, TRUSTED_PROXY_COUNT="1") as server:  # each post has an address
        both = (partial(_taken, server, path) for path in ("/consult/", "/bare/ask/"))
        times = ratio(ROUNDS, *both)
    yield Figure("提交咨询÷普通表单", times, "倍", LIMIT)
    with (
        tempfile.TemporaryDirectory(prefix="antou-bench-") as folder,
        SiteProcess(folder, TRUSTED_PROXY_COUNT="1") as site,
    ):
        site.load_sample()
        with reading(site, READERS):
            waits = sorted(one.seconds * 1000 for one in ask_together(site, WRITERS, EACH))
    who = f"{WRITERS}人同时提交咨询，另有{READERS}人阅读"
    yield Figure(f"{who}，提交一次，中位数", percentile(waits, 0.5), "ms")
    yield Figure(f"{who}，提交一次，99%", percentile(waits, 0.99), "ms", LONGEST)


def _taken(server, path):
    """Processor time of the server for posts that are all different."""
    posts = [_post() for _ in range(POSTS)]

    def ask():
        for fields in posts:
            server.post(path, fields, ".".join(str(random.randint(1, 254)) for _ in range(4)))

    return server.seconds(ask)


def _post():
    """What a person fills in, with a proof that costs less to find; to check it costs the same."""
    score.FEWEST_TRIES, score.MOST_TRIES = 2, 4
    return {
        "area": PracticeArea.objects.published().filter(sensitive=False)[0].pk,
        "question": "".join(map(chr, random.sample(CHARS, 90))),
        "city": "云澜",
        "opponent": "云澜晴川科技有限公司",
        "name": "王某",
        "phone": "13900000000",
        "consent": "on",
        "notice": current_notice().pk,
        "token": token(random=secrets.token_hex(16)),
        "proof": solved(),
    }

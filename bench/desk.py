"""Start page and figures of the office with 200,000 consultations, beside 300 of them."""

import random
from datetime import timedelta
from functools import partial
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.frame import Figure
from bench.server import served
from consult.desk import tally
from tests.consult.figures.rows import make_rows
from tests.factories import make_area, make_settings, make_superuser

FEW, MANY, AT_A_TIME = 300, 200_000, 400
DAYS = 720
FLAT = 1.3  # times the processor time of few
TIMES = 7


def measure():
    """Processor time of each page with many, as a multiple of that with few."""
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00")
    areas, chance = (
        [make_area(name=f"领域{n}", slug=f"area-{n}") for n in range(9)],
        random.Random(7),
    )
    figures = reverse("admin:figures")
    pages = [
        ("首页", reverse("admin:index")),
        ("数据", figures),
        ("数据，今年", f"{figures}?period=year"),
    ]
    client = Client()
    client.force_login(make_superuser())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    _fill(FEW, areas, chance, 20)
    few = _seconds(pages, cookie)
    _fill(MANY - FEW, areas, chance, AT_A_TIME)
    for (what, _), before, much in zip(pages, few, _seconds(pages, cookie), strict=True):
        yield Figure(f"{what}：{MANY}条÷{FEW}条", much / before, "倍", FLAT)


def _fill(number, areas, chance, at_a_time):
    """One of ten waits among few; of many as many wait as of few."""
    today = timezone.localdate()
    for place in range(0, number, at_a_time):
        day, waits = today - timedelta(days=chance.randint(0, DAYS)), at_a_time < AT_A_TIME
        hours = None if waits and place % 200 == 0 else chance.choice([1, 3, 5, 9, 20, 26, 50])
        make_rows(at_a_time, day, chance.choice(areas), hours)
    tally.keep()  # as the worker does


def _seconds(pages, cookie):
    """Processor time of each page: the median of some visits, after one that warms up."""
    with served(connection) as server:
        visits = [partial(server.get, path, Cookie=cookie) for _, path in pages]
        return [median([server.seconds(one) for _ in range(TIMES + 1)][1:]) for one in visits]

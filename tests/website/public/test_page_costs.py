"""What public pages ask the database: with what they share at hand, and after a commit.

Queries are literal numbers: with three rows of everything, one for each row would show.
"""

from datetime import date

import pytest

from articles.models import Tag
from consult.crypto import keys
from firm.models import Honour, Milestone, Office, SpecialDay
from tests.factories import (
    make_area,
    make_article,
    make_fact,
    make_lawyer,
    make_notice,
    make_settings,
    make_statute,
)
from tests.firm.pictures import picture, upload
from tests.statutes.versions import cite

pytestmark = pytest.mark.django_db

# address, queries with what is kept, queries after everything has changed
COSTS = [
    ("/", 1, 13),
    ("/lawyers/", 0, 10),
    ("/lawyers/lawyer0/", 2, 15),
    ("/areas/", 0, 10),
    ("/areas/top/", 2, 20),
    ("/contact/", 0, 6),
    ("/pages/privacy/", 0, 5),
    ("/articles/", 2, 13),
    ("/articles/?area=top", 2, 12),
    ("/articles/tags/7/", 3, 12),
    ("/articles/feed/", 2, 5),
    ("/consult/", 0, 7),
    ("/consult/?area=top&lawyer=lawyer0", 0, 7),
    ("/consult/thread/", 0, 3),
    ("/statutes/", 2, 11),  # after a change two count what is most cited
    ("/statutes/law/", 5, 13),
    ("/statutes/law/1/", 5, 12),
    ("/sitemap-articles-1.xml", 1, 1),
    ("/sitemap-areas-1.xml", 1, 1),
    ("/tools/", 0, 6),
    ("/tools/court-fee/", 0, 5),
    ("/sitemap.xml", 7, 8),
    ("/mark.svg", 0, 1),
    ("/robots.txt", 0, 1),
    ("/no/such/page/", 1, 8),
]


ROWS = 3


@pytest.fixture
def firm(monkeypatch, settings):
    """A firm with three of everything; the register of keys has been read lately."""
    seals = {name: keys.check_value(key) for name, key in settings.CONSULT_KEYS.items()}
    monkeypatch.setattr(keys, "_register", lambda: seals)  # forgotten within a transaction
    make_settings(qq="123456", hours="周一至周五9:00—17:30", reply_promise_hours=24), make_notice()
    top, tag = make_area(slug="top"), Tag.objects.create(pk=7, name="工伤")
    statute = make_statute(["甲。"] * ROWS, slug="law", short_name="示例法")
    for number in range(ROWS):
        lawyer = make_lawyer(slug=f"lawyer{number}", portrait=upload(picture()))
        lawyer.areas.add(area := make_area(parent=top), top)
        make_fact(top, f"情况{number}")
        make_article(area=area, author=lawyer).tags.add(tag)
        cite(statute, 1, area=top, author=lawyer)
        Office.objects.create(address=f"云澜路 {number} 号")
        Honour.objects.create(lawyer=lawyer, title="奖", issuer="律协", date=date(2020, 1, 1))
        Milestone.objects.create(lawyer=lawyer, start_year=2016 + number, title="律师")
        SpecialDay.objects.create(date=date(2030, 10, 1 + number), name="国庆节")


def test_a_page_costs_no_query_for_each_row(firm, kept_client, django_assert_num_queries, subtests):
    for address, warm, cold in COSTS:
        with subtests.test(address):
            kept_client.get(address)
            with django_assert_num_queries(warm):
                kept_client.get(address)
            kept_client.change()
            with django_assert_num_queries(cold):
                kept_client.get(address)

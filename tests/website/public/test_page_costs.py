"""What public pages ask the database and what they keep: none is older than the last commit.

Queries are literal numbers: with three rows of everything, one for each row would show.
"""

from datetime import date

import pytest
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from articles.models import Tag
from consult.crypto import keys
from firm.base import caching
from firm.models import Honour, Lawyer, Milestone, Office, PracticeArea, SpecialDay
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
    ("/sitemap-lawyers-1.xml", 1, 1),
    ("/sitemap-statutes-1.xml", 2, 2),
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


OWN = "lin.example.cn"
CACHES = {"_made"}  # of the law, which all readers of the table keep under a lock


def all_of(value, known=()):
    """A value with everything it holds, to be compared; a record by what Django keeps in it."""
    if id(value) in known:
        return "itself"
    known = (*known, id(value))
    if isinstance(value, dict):
        return {key: all_of(one, known) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [all_of(one, known) for one in value]
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, Model) or hasattr(value, "__dict__"):
        own = vars(value)
        if CACHES & own.keys():
            own = {key: one for key, one in own.items() if key not in CACHES}
        return type(value).__name__, all_of(own, known)
    return repr(value)


class Watched(dict):
    """What is kept, and beside it how each of it was when it was made."""

    def __init__(self):
        self.as_made = {}
        super().__init__()

    def __setitem__(self, name, made):
        self.as_made[name] = all_of(made)
        super().__setitem__(name, made)


def test_no_page_writes_into_what_all_pages_share(firm, kept_client, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["*"]
    Lawyer.objects.filter(slug="lawyer0").update(hostname=OWN)
    monkeypatch.setattr(caching, "_process_cache", Watched())
    for address, *_ in COSTS * 2:
        for host in ("testserver", OWN):
            kept_client.get(address, headers={"host": host})
    # What is found stands under "pages of".
    shared = [name for name in caching._process_cache if not name.startswith("pages of ")]
    assert len(shared) >= 10  # or nothing was kept that could be written into
    for name in shared:
        assert all_of(caching._process_cache[name]) == caching._process_cache.as_made[name], name


def test_a_commit_is_on_the_next_page(kept_client):
    make_settings(), make_area(name="劳动工伤")
    assert "劳动工伤" in kept_client.get("/areas/").text
    PracticeArea.objects.update(name="交通事故")
    assert "劳动工伤" in kept_client.get("/areas/").text  # or nothing is kept
    kept_client.change("firm")
    assert "交通事故" in kept_client.get("/areas/").text


@pytest.mark.parametrize("first", ["testserver", OWN])
def test_what_one_site_has_kept_is_not_shown_on_another(kept_client, settings, first):
    settings.ALLOWED_HOSTS = ["*"]
    make_settings(), make_lawyer(name="沈若宁")
    make_lawyer(name="林致远", hostname=OWN).areas.add(make_area(name="劳动工伤"))
    make_area(name="交通事故")
    pages = {}
    for host in (first, "testserver", OWN):
        pages[host] = kept_client.get("/", headers={"host": host}).text
    assert ("交通事故" in pages["testserver"], "交通事故" in pages[OWN]) == (True, False)
    assert ("沈若宁" in pages["testserver"], "沈若宁" in pages[OWN]) == (True, False)

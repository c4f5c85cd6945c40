"""What public pages ask the database; none writes into or is older than what is kept."""

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
    ("/", 1, 11),
    ("/lawyers/", 0, 9),
    ("/lawyers/lawyer0/", 2, 15),
    ("/areas/", 0, 8),
    ("/areas/top/", 2, 19),
    ("/contact/", 0, 6),
    ("/pages/privacy/", 0, 4),
    ("/articles/", 2, 12),
    ("/articles/?area=top", 2, 11),
    ("/articles/tags/7/", 3, 11),
    ("/articles/feed/", 2, 5),
    ("/consult/", 0, 6),
    ("/consult/?area=top&lawyer=lawyer0", 0, 6),
    ("/consult/thread/", 0, 3),
    ("/statutes/", 3, 6),  # one for what is most cited
    ("/statutes/law/", 7, 10),
    ("/statutes/law/1/", 9, 12),
    ("/sitemap-articles-1.xml", 1, 1),
    ("/sitemap-areas-1.xml", 1, 1),
    ("/sitemap.xml", 7, 7),
    ("/mark.svg", 0, 1),
    ("/robots.txt", 0, 1),
    ("/no/such/page/", 1, 4),
]
OWN = "lin.example.cn"


@pytest.fixture(params=[1, 3])
def firm(request, monkeypatch, settings):
    """A firm with one or three of everything; the register of keys has been read lately."""
    seals = {name: keys.check_value(key) for name, key in settings.CONSULT_KEYS.items()}
    monkeypatch.setattr(keys, "_register", lambda: seals)  # forgotten within a transaction
    make_settings(qq="123456", hours="周一至周五9:00—17:30", reply_promise_hours=24), make_notice()
    top, tag = make_area(slug="top"), Tag.objects.create(pk=7, name="工伤")
    statute = make_statute(["甲。"] * request.param, slug="law", short_name="示例法")
    for number in range(request.param):
        lawyer = make_lawyer(slug=f"lawyer{number}", portrait=upload(picture()))
        lawyer.areas.add(area := make_area(parent=top), top)
        make_fact(top, f"情况{number}")
        make_article(area=area, author=lawyer).tags.add(tag)
        cite(statute, 1, area=top, author=lawyer)
        Office.objects.create(address=f"云澜路 {number} 号")
        Honour.objects.create(lawyer=lawyer, title="奖", issuer="律协", date=date(2020, 1, 1))
        Milestone.objects.create(lawyer=lawyer, start_year=2016 + number, title="律师")
        SpecialDay.objects.create(date=date(2030, 10, 1 + number), name="国庆节")


def test_a_page_costs_the_same_for_one_row_and_for_three(
    firm, kept_client, django_assert_num_queries, subtests
):
    for address, warm, cold in COSTS:
        with subtests.test(address):
            kept_client.get(address)
            with django_assert_num_queries(warm):
                kept_client.get(address)
            kept_client.change()
            with django_assert_num_queries(cold):
                kept_client.get(address)


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
        return type(value).__name__, all_of(vars(value), known)
    return repr(value)


class Watched(dict):
    """What is kept, and beside it how each of it was when it was made."""

    def __init__(self):
        self.as_made = {}
        super().__init__()

    def __setitem__(self, name, made):
        self.as_made[name] = all_of(made)
        super().__setitem__(name, made)


def test_no_page_writes_into_what_all_pages_share(
    firm,  # noqa: F811
    kept_client,
    settings,
    monkeypatch,
):
    settings.ALLOWED_HOSTS = ["*"]
    Lawyer.objects.filter(slug="lawyer0").update(hostname=OWN)
    monkeypatch.setattr(caching, "_process_cache", Watched())
    for address, *_ in COSTS * 2:
        for host in ("testserver", OWN):
            kept_client.get(address, headers={"host": host})
    shared = [
        name for name in caching._process_cache if not name.startswith("pages of ")
    ]  # they are found
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


def test_an_area_that_is_moved_takes_its_articles_along(kept_client):
    make_settings()
    old, new = make_area(slug="old"), make_area(slug="new")
    below = make_area(slug="below", parent=old)
    make_article(area=below)

    def told():
        pages = [kept_client.get(f"/articles/?area={one.slug}").text for one in (old, new)]
        return ["共1篇" in page for page in pages]

    assert told() == [True, False]
    PracticeArea.objects.filter(pk=below.pk).update(parent=new)
    kept_client.change("firm")
    assert told() == [False, True]

"""Pages of what is kept: no request writes into it, and none is older than the last commit."""

import pytest
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from firm.base import caching
from firm.models import Lawyer, PracticeArea
from tests.factories import make_area, make_article, make_lawyer, make_settings
from tests.website.public.test_page_costs import COSTS, firm  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
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

"""Criterion 3: in at its time and out at its end, to the second, from every place at once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories import make_area, make_article, make_lawyer, make_settings
from tests.statutes.sample_law import version

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BEGINS = datetime(2026, 11, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ENDS = datetime(2026, 12, 3, 18, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SECOND = timedelta(seconds=1)
TITLE = "借钱没写借条，只有转账记录，能要回来吗？"
QUESTION = "四年前借给同事五万元，没有借条，只有转账记录，现在能起诉吗？"
BODY = "<p>依据《民法典》第五百七十七条，可以要求返还借款。</p>"


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def article(clock):
    """Written on the day before, with a second article beside it in the same area."""
    clock(BEGINS - timedelta(days=1))
    make_settings()
    version("民法典", {(577, 0): "当事人一方不履行合同义务的，应当承担违约责任。"})
    known = {"area": make_area(slug="loans"), "author": make_lawyer(slug="lin")}
    known["publish_at"] = BEGINS - timedelta(days=30)
    make_article(title="借条应该怎么写才有用？", body="<p>写清金额和日期。</p>", **known)
    times = {"publish_at": BEGINS, "expires_at": ENDS}
    return make_article(title=TITLE, body=BODY, **{**known, **times})


def pages(article):
    """The places where a visitor may meet an article, by name."""
    other = type(article).objects.exclude(pk=article.pk).get()
    return {
        "list": "/articles/",
        "home": "/",
        "area": "/areas/loans/",
        "lawyer": "/lawyers/lin/",
        "search": "/search/?q=转账记录",
        "related": other.get_absolute_url(),
        "feed": "/articles/feed/",
        "statute": "/statutes/民法典/577/",
    }


def places(client, article):
    """The names of the places that show the article now."""
    own = article.get_absolute_url()
    found = {
        name
        for name, address in pages(article).items()
        if own in client.get(address, follow=True).content.decode()
    }
    if client.get(own).status_code == 200:
        found.add("page")
    if f"{own}<" in sitemaps(client):
        found.add("sitemap")
    if TITLE in client.post("/consult/suggest/", {"question": QUESTION}).content.decode():
        found.add("suggestions")
    return found


def sitemaps(client, address="/sitemap.xml"):
    """A sitemap with those that it names."""
    text = client.get(address).content.decode()
    named = re.findall(r"<sitemap>\s*<loc>https?://[^/<]+([^<]+)</loc>", text)
    return text + "".join(sitemaps(client, one) for one in named)


def test_it_is_there_from_its_second_to_its_end_and_no_cache_keeps_it(client, clock, article):
    own = article.get_absolute_url()
    everywhere = {*pages(article), "page", "sitemap", "suggestions"}
    for moment, there, status in (
        (BEGINS - SECOND, set(), 404),
        (BEGINS, everywhere, 200),
        (ENDS - SECOND, everywhere, 200),
        (ENDS, set(), 410),
    ):
        clock(moment)
        assert (places(client, article), client.get(own).status_code) == (there, status), moment
    assert client.get(own)["Cache-Control"] == "no-cache"
    clock(BEGINS)
    for address in (*pages(article).values(), own, "/sitemap.xml"):
        assert client.get(address)["Cache-Control"] == "no-cache", address
    assert "no-store" in client.post("/consult/suggest/", {"question": QUESTION})["Cache-Control"]

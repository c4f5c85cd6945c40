"""What a visitor looks for is kept nowhere, on whichever way it was asked."""

import logging
import tempfile

import pytest
from django.core.cache import cache

from articles.search import did_you_mean
from articles.stats import search_log
from firm.base import caching
from tests.factories import make_article, make_lawyer, make_notice, make_settings, make_statute
from tests.leaks.flow import logged
from tests.leaks.test_places import columns, files
from tests.leaks.words import WORDS, leaks

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
STORY = WORDS["question"]
# Somebody with one of the common names: in memory until it is thrown away, and written down never.
NAMED = ["王暗记", "起诉王暗记", "王暗记律师"]
SITE = "django.db"  # whose lines hold statements: nobody switches them on where visitors are


@pytest.fixture
def looked_for(kept_client, every_logger_is_heard, caplog, scratch, monkeypatch):
    """All ways of a search, each as often as would make common words worth counting."""
    make_settings(), make_notice(), make_lawyer()
    make_article(title="公司拖欠工资怎么办？"), make_statute(["工资应当按月支付。"])
    monkeypatch.setattr(search_log, "APART", 0)
    with caplog.at_level(logging.DEBUG):
        for words in [STORY, *NAMED] * search_log.OCCASIONS:
            for address in ("/search/", "/statutes/"):
                kept_client.get(address, {"q": words})
            kept_client.get("/search/", {"q": words, "page": 9})
            kept_client.get("/statutes/", {"q": words, "old": 1})
            kept_client.post("/consult/suggest/", {"question": words})
            kept_client.post("/consult/begin/", {"question": words})
        search_log.COUNTER.flush()
    return kept_client


def test_no_table_file_log_line_cache_or_page_holds_a_search(looked_for, caplog, scratch, client):
    assert not [table for table, text in columns() if leaks(text)]
    assert tempfile.gettempdir() == str(scratch)
    assert not [one for one in files(scratch) if leaks(one.read_bytes())]
    caplog.records[:] = [one for one in caplog.records if not one.name.startswith(SITE)]
    assert not leaks(logged(caplog))
    assert caching._process_cache
    assert not leaks(repr(caching._process_cache))
    assert not leaks(repr(vars(caching.PIECES)))
    assert not leaks(repr(getattr(cache, "_cache", "")))
    known = did_you_mean.current()
    assert not leaks(" ".join([*known.words, *known._by_sound]))
    for address in ("/", "/search/", "/search/?q=无此", "/consult/", "/statutes/", "/x/"):
        assert not leaks(client.get(address).text)
        assert not leaks(looked_for.get(address).text)
    assert not looked_for.session.items()

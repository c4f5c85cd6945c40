"""The tables that raise a version are those that public pages are made of."""

import re
from functools import partial

import pytest
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from firm.base import caching
from firm.base.caching import ALL
from firm.site import head
from statutes.models import LawCitation, TextSource
from tests.content_versions import by_hand, numbers, raised
from tests.factories import make_statute
from website.operations import jobs
from website.operations.content_version.tables import DECIDING, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
# What public pages read besides, and why it raises no version.
LEFT_OUT = {
    "articles_dailyreads": "written all the time; 大家常问 follows it by the clock",
    "articles_searchedwords": "written all the time; words to look for instead, read once an hour",
    "calculators_tooluse": "written all the time; the order of the tools, counted once an hour",
    "articles_finishedbody": "what the page would make all the same, or it is not used",
    "articles_search": "written with the articles; results of a search are not kept",
    "articles_search_df": "the same",
    "articles_search_doc": "the same, on SQLite",
    "consult_consultkey": "read by the form, which is not kept",
    "statutes_search_df": "written with the laws; the same",
    "statutes_tablestate": "written by triggers of the statutes, which raise the version as well",
}
TABLES = sorted({table for tables in PUBLIC.values() for table in tables})
NAMED = re.compile(r'\b(?:FROM|JOIN)\s+"?([a-z_]+)', re.IGNORECASE)
OF_ARTICLES = re.compile(r'(?:"articles_article"|\bU\d+)\."([a-z_]+)"')
LINKS = re.compile(r'(?:href="|<loc>)(?:https?://[^/"<]+)?(/[^/"#<][^"#<]*)')
FIRST = [
    "/",
    "/search/?q=拖欠加班费",
    "/articles/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/mark.svg",
]
FIRST += ["/consult/", "/statutes/?q=民法典577", "/articles/999999/", "/areas/nobody/", "/old.html"]
OF_A_KIND = 5  # addresses that differ only in a number or a name


def kind(address):
    """What addresses of one view have in common."""
    bare = re.sub(r"\d+", "1", address.split("?")[0])
    return re.sub(r"^/(lawyers|areas|pages|statutes)/[^/]+", r"/\1/one", bare)


def pages(client):
    """The addresses of all kinds, each with the queries of its page."""
    todo, seen, kinds = list(FIRST), set(), {}
    while todo:
        address = todo.pop(0)
        alike = kinds[kind(address)] = kinds.get(kind(address), 0) + 1
        if address in seen or address.startswith(("/admin/", "/static/")) or alike > OF_A_KIND:
            continue
        seen.add(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        yield address, " ".join(query["sql"] for query in asked.captured_queries)
        if not answer.streaming:
            todo += LINKS.findall(answer.content.decode(errors="replace").replace("&amp;", "&"))


def test_every_table_that_a_public_page_reads_raises_a_version_or_is_left_out(
    sample, kept_client, monkeypatch
):
    """Tables of the engine's own and the queries' own names are no tables of ours. What is kept
    with the lists is made of what decides them, or a change of another column would leave it."""
    get_or_make, of_lists = caching.shared, []

    def watched(name, groups, make, *ends):
        def made():
            with CaptureQueriesContext(connection) as asked:
                found = make()
            of_lists.extend(query["sql"] for query in asked if "lists" in groups)
            return found

        return get_or_make(name, groups, made, *ends)

    monkeypatch.setattr(caching, "shared", watched)
    read = {name: address for address, sql in pages(kept_client) for name in NAMED.findall(sql)}
    columns = {field.column for field in Article._meta.concrete_fields} - {"id"}
    assert set(OF_ARTICLES.findall(" ".join(of_lists))) & columns == set(
        DECIDING["lists", "articles_article"]
    )
    known = {table for tables in PUBLIC.values() for table in tables}
    ours = set(connection.introspection.table_names())
    assert len(known & set(read)) >= 18  # or we have looked at too little
    strange = {name: read[name] for name in (set(read) & ours) - known - set(LEFT_OUT)}
    assert not strange
    others = {"articles_search_doc"} if connection.vendor == "postgresql" else set()
    assert set(LEFT_OUT) - others <= set(read)


@pytest.fixture
def filled(sample):
    """A row in each table, also where the sample has none."""
    Redirect.objects.create(site_id=1, old_path="/old.html", new_path="/")
    statute = make_statute(["甲。"])
    TextSource.objects.create(statute=statute, name="某某公报")
    head.choose(page="home", title="云澜律师", description="")
    cited = {"short_name": statute.short_name, "number": 1}
    LawCitation.objects.create(statute=statute, by_number=1, **cited)


def test_a_row_that_is_changed_goes_or_comes_raises_it(sample, filled, subtests):
    for table in TABLES:
        with subtests.test(table):
            key = "statute_id" if table == "statutes_textsource" else "id"
            groups = {group for group in PUBLIC if table in PUBLIC[group]}
            at_once = {group for group in groups if (group, table) not in DECIDING}
            assert raised(partial(by_hand, f"UPDATE {table} SET {key} = {key}")) == at_once
            by_hand(f"CREATE TEMPORARY TABLE one AS SELECT * FROM {table} LIMIT 1")
            gone = f"DELETE FROM {table} WHERE {key} = (SELECT {key} FROM one)"
            assert raised(partial(by_hand, gone)) == groups
            assert raised(partial(by_hand, f"INSERT INTO {table} SELECT * FROM one")) == groups
            by_hand("DROP TABLE one")


def every_job():
    """All of them in the transaction of the test; a worker lets go of its connection between."""
    for job in jobs.JOBS:
        job.run(**({"keep_going": lambda: True} if job.patient else {}))


def test_neither_readers_nor_a_worker_without_work_raise_a_version(sample, client):
    before = numbers()
    for address in ("/", "/articles/", "/search/?q=借条", "/consult/", "/statutes/"):
        assert client.get(address).status_code == 200
    assert numbers() == before
    assert set(before) == set(ALL)
    every_job()  # the work that is left of the sample
    assert raised(every_job) == set()

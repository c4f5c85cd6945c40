"""The pages of a long statute, and old links to what is on another page now."""

import re
from datetime import date

import pytest

from statutes.law.table import Table
from statutes.models import TableVersion
from statutes.public import outline
from tests.factories import make_statute
from tests.statutes.versions import make_new, make_old

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(monkeypatch):
    """20 articles of about 30 lines in 2 chapters: a part each, of 2 pages."""
    monkeypatch.setattr(outline, "LONGEST_PART", 7_000)
    monkeypatch.setattr(outline, "TALLEST_PAGE", 200)
    statute = make_statute(["甲" * 600] * 20, short_name="示例法")
    statute.articles.filter(number__lte=10).update(part="第一章 总则\n第一节 甲")
    statute.articles.filter(number__gt=10).update(part="第二章 分则\n第一节 乙")
    return statute


def part(client, law, address):
    return client.get(f"{law.get_absolute_url()}{address}").text


def shown(page):
    """The numbers of the articles whose text is on a page."""
    return [int(number) for number in re.findall(r'<div class="art" id="art-(\d+)"', page)]


def way_of(page, number):
    """Where the anchor of an article leads that is on another page."""
    found = re.search(
        rf'<a class="chip"\s+href="([^"]+)"[^<]*(?:<span[^<]*</span>)*?<span id="art-{number}">',
        page,
    )
    return found and found[1]


def test_a_part_is_read_in_pages_that_lead_on_to_each_other(client, law):
    pages = ["part-1/", "part-1-2/", "part-2/", "part-2-2/"]
    held = [shown(part(client, law, one)) for one in pages]
    assert [number for page in held for number in page] == list(range(1, 21))
    for before, after in zip(pages, pages[1:], strict=False):
        assert f'rel="next" href="{law.get_absolute_url()}{after}"' in part(client, law, before)
        assert f'rel="prev" href="{law.get_absolute_url()}{before}"' in part(client, law, after)


@pytest.mark.parametrize(
    "address", ["1-3", "1-0", "1-1", "1-02", "01", "3", "1-x", "0", "1-", "1-1000"]
)
def test_a_page_that_there_is_not_is_404(client, law, address):
    assert client.get(f"{law.get_absolute_url()}part-{address}/").status_code == 404


def test_each_page_is_told_by_its_own_address_and_its_articles(client, law):
    page = part(client, law, "part-2-2/")
    own = f"{law.get_absolute_url()}part-2-2/"
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{own}">' in page
    first, last = shown(page)[0], shown(page)[-1]
    assert f"<title>《示例法》第{first}—{last}条 - " in page


def test_an_old_link_to_an_article_arrives_at_the_page_that_holds_it_now(client, law):
    page = part(client, law, "part-2/")
    assert way_of(page, 20) == f"{law.get_absolute_url()}part-2-2/"
    ids = re.findall(r'id="(art-[^"]+)"', page)
    assert sorted(ids) == sorted({f"art-{number}" for number in range(11, 21)})


def test_an_old_link_to_a_short_statute_that_is_on_pages_now_arrives_too(client, monkeypatch):
    monkeypatch.setattr(outline, "TALLEST_PAGE", 225)
    law = make_statute(["甲" * 600] * 20, short_name="示例法")
    page = part(client, law, "")
    assert shown(page) == []
    assert way_of(page, 20) == f"{law.get_absolute_url()}part-1-3/"


def test_the_contents_beside_a_page_open_where_it_is(client, law):
    page = part(client, law, "part-1/")
    beside = page[page.index("data-contents") : page.index("</nav>", page.index("data-contents"))]
    links = re.findall(r'<a href="([^"]+)">(.*?)</a>', beside)
    assert links[:2] == [("#s1", "第一章 总则"), ("#s2", "第一节 甲")]
    assert links[2:] == [(f"{law.get_absolute_url()}part-2/#s3", "第二章 分则")]


def test_what_goes_on_is_an_anchor_of_the_page_that_it_goes_on_on(client, law):
    page = part(client, law, "part-1-2/")
    assert re.findall(r'<a href="(#[^"]+)">', page)[-2:] == ["#s1-on", "#s2-on"]
    assert 'id="s1-on"' in page


@pytest.mark.parametrize("number", [20, 40])
def test_a_page_costs_the_same_whatever_the_statute_holds(
    client, number, django_assert_num_queries
):
    law = make_statute(["甲" * 600] * number)
    Table.latest()  # what the first page of a process reads
    with django_assert_num_queries(7):
        part(client, law, "part-1/")


def test_the_page_of_a_version_names_the_version_only_where_it_is_old(client, monkeypatch):
    TableVersion.objects.create(pk=1, version=date(2026, 11, 24))
    old, new = make_old(texts=["旧" * 600] * 20), make_new(["新" * 600] * 20)
    assert "<title>《公司法》（2018年）第" in part(client, old, "part-1/")
    assert "<title>《公司法》第" in part(client, new, "part-1/")

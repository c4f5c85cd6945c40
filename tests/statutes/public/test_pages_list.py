"""The list of statutes and its search box."""

import re
from datetime import date

import pytest

from articles.models import State
from statutes.base import Kind
from statutes.law.table import Table
from statutes.models import LawCitation, Statute
from statutes.public import views
from tests.factories import make_article, make_statute
from tests.statutes.versions import cite

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/statutes/"


def names(client, **query):
    """The names in the order of the page."""
    page = client.get(LIST, query)
    return [one.current.short_name for one in page.context["statutes"]]


def make_many():
    make_statute(short_name="工伤保险条例", kind=Kind.REGULATION)
    make_statute(short_name="劳动合同法", doc_no="主席令第七十三号")
    make_statute(
        short_name="劳动争议解释（一）", kind=Kind.INTERPRETATION, doc_no="法释〔2020〕26号"
    )
    make_statute(short_name="民法典", texts=["甲。"] * 577)


def test_an_empty_table_says_so(client):
    assert '<p class="empty">' in client.get(LIST).text


def test_the_kind_of_the_highest_rank_stands_first_and_its_names_by_sound(client):
    make_many()
    assert names(client) == ["劳动合同法", "民法典"]
    kinds = client.get(LIST).context["kinds"]
    assert [(one.value, number) for one, number in kinds] == [
        ("law", 2),
        ("regulation", 1),
        ("interpretation", 1),
    ]


def test_versions_stand_under_one_name_and_the_one_in_force_leads(client):
    new = make_statute(
        short_name="公司法", promulgated=date(2023, 12, 29), effective_from=date(2024, 7, 1)
    )
    old = make_statute(
        short_name="公司法",
        promulgated=date(2018, 10, 26),
        effective_from=date(2018, 10, 26),
        effective_to=date(2024, 7, 1),
    )
    page = client.get(LIST).text
    assert names(client) == ["公司法"]
    assert page.index(new.get_absolute_url()) < page.index(old.get_absolute_url())


def test_what_has_ended_comes_last_and_says_so(client):
    make_statute(short_name="安全法", effective_to=date(2022, 1, 1), status="repealed")
    make_statute(short_name="治安法")
    assert names(client) == ["治安法", "安全法"]
    assert "已废止" in client.get(LIST).text


def test_one_kind_is_shown_alone(client):
    make_many()
    assert names(client, kind="regulation") == ["工伤保险条例"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("劳动", ["劳动合同法", "劳动争议解释（一）"]),
        ("劳动 解释", ["劳动争议解释（一）"]),
        ("《中华人民共和国劳动合同法》", ["劳动合同法"]),
        ("法释[2020]26号", ["劳动争议解释（一）"]),
        ("劳动争议解释(一)", ["劳动争议解释（一）"]),
        ("没有的", []),
        ("《》", []),
    ],
)
def test_a_name_a_part_of_it_or_a_number_finds(client, query, found):
    make_many()
    assert names(client, q=query) == found


def test_an_alias_finds(client):
    make_statute(short_name="消费者权益保护法", aliases="消法\n消保法")
    assert names(client, q="消保法") == ["消费者权益保护法"]


@pytest.mark.parametrize(
    "query", ["民法典577", "民法典第五百七十七条", "《民法典》第577条", "民法典 577"]
)
def test_a_query_that_means_one_article_leads_to_it(client, query):
    make_many()
    answer = client.get(LIST, {"q": query})
    assert answer.status_code == 302
    assert answer.url.endswith("-2020/577/")


def test_an_article_that_does_not_exist_is_told_with_what_there_is(client):
    make_many()
    page = client.get(LIST, {"q": "民法典1300"})
    assert page.status_code == 200
    assert "《民法典》没有第一千三百条，最后一条是第五百七十七条。" in page.text


def test_nothing_found_leads_on(client):
    make_many()
    page = client.get(LIST, {"q": "火星法"}).text
    assert "没有找到与“火星法”有关的法规" in page
    assert 'href="/search/?q=%E7%81%AB' in page


def test_hostile_words_are_words(client):
    make_many()
    page = client.get(LIST, {"q": '"><script>alert(1)</script>', "kind": "law"}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query",
    [
        "statute=nobody&q=%E7%94%B2",
        "old=2",
        "page=0",
        "page=abc",
        "page=01",
        "page=%00",
        "page=" + "9" * 99,
        "kind=x",
    ],
)
def test_what_no_link_of_ours_names_is_404(client, query):
    make_many()
    assert client.get(f"{LIST}?{query}").status_code == 404


@pytest.mark.parametrize(
    ("query", "leads"), [("page=2", LIST), ("kind=law&page=3", f"{LIST}?kind=law")]
)
def test_the_pages_that_the_list_had_once_lead_to_it(client, query, leads):
    make_many()
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.url) == (301, leads)


def test_many_stand_under_their_letters_and_few_without(client, monkeypatch):
    make_many()
    assert client.get(LIST).context["letters"] == []
    monkeypatch.setattr(views, "FEW", 1)
    page = client.get(LIST)
    assert [one.name for one in page.context["letters"]] == ["L", "M"]
    assert page.text.count('<details class="letter">') == 2


def often(client, **query):
    """What stands first, with how many articles cite it."""
    found = client.get(LIST, query).context["often"]
    return [(one.statute.short_name, one.by_site) for one in found]


def test_what_the_articles_of_the_site_cite_most_stands_first(client):
    make_many()
    for words in ("《民法典》第1条", "《民法典》第2条、《劳动合同法》第3条", "《民法典》"):
        make_article(body=f"<p>按照{words}办理。又见《民法典》第9条。</p>")
    assert often(client) == [("民法典", 3), ("劳动合同法", 1)]
    page = client.get(LIST).text
    assert page.index("常用法规") < page.index("3篇文章引用") < page.index("全部法规")


def test_after_what_the_site_cites_stands_what_the_law_itself_cites_most(client):
    make_many()
    cite(Statute.objects.get(short_name="工伤保险条例"), 1)
    for law in Statute.objects.all():  # each names 民法典, and itself
        for name in ("民法典", law.short_name):
            LawCitation.objects.create(statute=law, by_number=1, short_name=name, number=1)
    assert often(client) == [("工伤保险条例", 1), ("民法典", 0)]
    assert "3部法规引用" in client.get(LIST).text


def test_what_is_not_in_force_or_cited_in_a_draft_alone_is_not_much_used(client):
    ended = make_statute(short_name="合同法", effective_to=date(2021, 1, 2))
    law = make_statute(short_name="民法典")
    cite(ended, 1)
    cite(law, 1, state=State.DRAFT)
    assert often(client) == []
    assert "常用法规" not in client.get(LIST).text


def test_what_is_much_used_stands_on_the_first_page_alone(client):
    make_many()
    cite(Statute.objects.get(short_name="民法典"), 1)
    assert [len(often(client, **query)) for query in ({}, {"kind": "law"})] == [1, 0]


def test_only_what_is_not_plainly_in_force_bears_a_badge(client):
    make_many()
    assert 'class="state' not in client.get(LIST).text
    make_statute(short_name="安全法", effective_to=date(2022, 1, 1), status="repealed")
    make_statute(short_name="将来法", effective_from=date(2999, 1, 1))
    page = client.get(LIST).text
    assert re.findall(r'class="state [^>]*>(.*?)<', page) == ["尚未施行", "已废止"]


def test_rows_without_text_say_so_where_others_have_theirs(client):
    make_statute(short_name="劳动合同法")
    assert client.get(LIST).text.count("暂无条文") == 0
    assert "本站尚未收录条文" in client.get(LIST).text
    make_statute(short_name="民法典", texts=["甲。"])
    assert client.get(LIST).text.count("暂无条文") == 1
    assert "本站尚未收录条文" not in client.get(LIST).text


def test_a_search_is_not_indexed_and_the_list_is(client):
    make_many()
    assert "noindex" in client.get(LIST, {"q": "劳动"}).text
    assert "noindex" not in client.get(LIST).text


def test_the_foot_of_every_page_leads_to_it(client):
    assert 'href="/statutes/"' in client.get("/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_statute()
    Table.latest()  # what the first page of a process reads
    with django_assert_num_queries(6):  # one of them counts who cites what
        client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST, {"kind": "law"})
    # No article holds the word: whether the index holds all of them is asked as well.
    with django_assert_num_queries(6):
        client.get(LIST, {"q": "示例"})


def test_what_is_called_by_the_words_stands_before_what_has_them_in_its_name(client):
    make_statute(short_name="国务院关于修改快递暂行条例的决定", kind=Kind.DECISION)
    make_statute(short_name="快递暂行条例", kind=Kind.REGULATION, aliases="快递条例")
    for query in ("快递暂行条例", "快递条例", "《快递暂行条例》"):
        assert names(client, q=query)[0] == "快递暂行条例"

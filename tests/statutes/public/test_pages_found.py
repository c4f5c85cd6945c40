"""The page of a search in the words of the law."""

from datetime import date

import pytest

from statutes.law.table import Table
from statutes.models import Statute
from statutes.search.indexing import fill_missing
from tests.factories import make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/statutes/"
LABOUR = ["劳动者在试用期的工资不得低于最低档工资的百分之八十。", "用人单位应当支付加班费。"]


@pytest.fixture
def labour():
    statute = make_statute(LABOUR, short_name="劳动合同法")
    make_statute(["试用期旧。"], short_name="旧劳动合同规定", effective_to=date(2022, 1, 1))
    fill_missing()
    return statute


def page(client, **query):
    return client.get(LIST, query)


def addresses(answer):
    """Of the articles of law that are shown."""
    return [one.article.get_absolute_url() for one in answer.context["found"].hits]


def test_names_come_first_and_then_the_articles_with_their_words_marked(client, labour):
    text = page(client, q="劳动合同法 试用期").text
    assert f'href="{labour.get_absolute_url()}1/">《劳动合同法》第一条</a>' in text
    assert "在<mark>试用期</mark>的工资" in text
    text = page(client, q="劳动合同").text
    assert text.index('id="names-title"') < text.index('id="words-title"')


def test_old_law_is_behind_a_switch_and_says_what_it_is(client, labour):
    answer = page(client, q="试用期")
    assert len(addresses(answer)) == 1
    switched = client.get(answer.context["switched"])
    assert len(addresses(switched)) == 2
    assert "已被新版取代" in switched.text
    old = Statute.objects.get(short_name="旧劳动合同规定")
    assert f"<span>{old}</span>" in switched.text
    assert f"<span>{labour}</span>" not in switched.text
    assert addresses(client.get(switched.context["switched"])) == addresses(answer)


def test_a_statute_is_searched_alone_from_its_page(client, labour):
    make_statute(["试用期甲。"], short_name="别的法")
    fill_missing()
    assert f'name="statute" value="{labour.slug}"' in client.get(labour.get_absolute_url()).text
    answer = page(client, q="试用期", statute=labour.slug)
    assert addresses(answer) == [f"{labour.get_absolute_url()}1/"]
    assert f'name="statute" value="{labour.slug}"' in answer.text
    assert len(addresses(client.get(answer.context["everywhere"]))) == 2


def test_within_a_version_that_has_ended_its_own_words_are_found(client, labour):
    answer = page(client, q="试用期", statute="旧劳动合同规定-2020")
    assert len(addresses(answer)) == 1
    assert answer.context["switched"] == ""


def test_a_number_within_a_statute_leads_to_its_article(client, labour):
    answer = page(client, q="第2条", statute=labour.slug)
    assert answer.url == f"{labour.get_absolute_url()}2/"


def test_several_articles_that_are_meant_are_listed(client, labour):
    text = page(client, q="劳动合同法第1、2条").text
    assert "您要找的法条" in text
    assert LABOUR[1] in text


def test_without_any_text_it_says_so_and_leads_to_the_official_ones(client):
    make_statute(short_name="劳动合同法")
    text = page(client, q="试用期").text
    assert "本站尚未收录法规条文" in text
    assert 'href="https://flk.npc.gov.cn/"' in text


def test_where_nothing_is_found_it_says_what_to_do_next(client, labour):
    text = page(client, q="量子纠缠").text
    assert "没有找到与“量子纠缠”有关的法规或者条文" in text
    assert 'href="/search/?q=%E9%87%8F' in text


def test_a_long_query_is_cut_and_the_page_says_so(client, labour):
    answer = page(client, q="试用期" + "很" * 9998)
    assert answer.status_code == 200
    assert "只按前300个字查找" in answer.text


@pytest.mark.parametrize(
    "query", ["\0", "\0试用期", '"><script>alert(1)</script>', "' OR * (", "🚗"]
)
def test_hostile_words_are_words(client, labour, query):
    answer = page(client, q=query)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_results_are_not_for_search_engines(client, labour):
    assert "noindex" in page(client, q="试用期").text


def test_many_hits_are_paged(client):
    make_statute([f"试用期第{number}种。" for number in range(45)])
    fill_missing()
    numbers = [len(addresses(page(client, q="试用期", page=one))) for one in (1, 2, 3)]
    assert numbers == [20, 20, 5]
    assert page(client, q="试用期", page=4).status_code == 404


def test_behind_the_last_page_that_is_offered_there_is_none(client, monkeypatch):
    monkeypatch.setattr("statutes.public.found.MOST", 20)
    make_statute(["试用期。"] * 30)
    fill_missing()
    assert page(client, q="试用期").context["page"].paginator.num_pages == 1
    assert page(client, q="试用期", page=2).status_code == 404


def test_many_names_do_not_bury_the_articles(client, labour):
    for number in range(12):
        make_statute(short_name=f"试用期法{number}")
    answer = page(client, q="试用期")
    assert len(answer.context["statutes"]) == 8
    assert "名称相符的还有4部" in answer.text


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_for_one_hit_and_for_three(
    client, number, django_assert_num_queries
):
    make_statute(["试用期。"] * number)
    fill_missing()
    Table.latest()
    with django_assert_num_queries(9):
        page(client, q="试用期")

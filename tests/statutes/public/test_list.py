"""The list of statutes and its search box; what is found in the words of the law."""

import re
from datetime import date

import pytest
from pypinyin import lazy_pinyin

from statutes.base import Kind, Status
from statutes.data import table_csv
from statutes.law.table import Table
from statutes.models import Statute
from statutes.public import names as public_names
from statutes.public import views
from statutes.search.indexing import fill_missing
from tests.factories import make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/statutes/"
HOSTILE = '"><script>alert(1)</script>'


def page(client, **query):
    return client.get(LIST, query)


def names(client, **query):
    """The names in the order of the page."""
    return [one.current.short_name for one in page(client, **query).context["statutes"]]


@pytest.fixture
def many():
    make_statute(short_name="工伤保险条例", kind=Kind.REGULATION)
    make_statute(short_name="劳动合同法", doc_no="主席令第七十三号")
    given = {"kind": Kind.INTERPRETATION, "doc_no": "法释〔2020〕26号"}
    make_statute(short_name="劳动争议解释（一）", **given)
    make_statute(short_name="民法典", texts=["甲。"] * 577, aliases="民法大典")


def test_an_empty_table_says_so(client):
    assert '<p class="empty">' in page(client).text
    assert f'href="{LIST}"' in client.get("/").text


def test_kinds_stand_by_rank_and_names_by_sound(client, many, monkeypatch):
    assert names(client) == ["劳动合同法", "民法典"]
    assert names(client, kind="regulation") == ["工伤保险条例"]
    shown = page(client)
    kinds = [(one.value, number) for one, number in shown.context["kinds"]]
    assert kinds == [("law", 2), ("regulation", 1), ("interpretation", 1)]
    assert 'class="state' not in shown.text
    assert "noindex" not in shown.text
    assert shown.context["letters"] == []
    monkeypatch.setattr(views, "FEW", 1)
    shown = page(client)
    assert [one.name for one in shown.context["letters"]] == ["L", "M"]
    assert shown.text.count('<details class="letter">') == 2


def test_versions_stand_under_one_name_and_the_one_in_force_leads(client):
    first, second = date(2018, 10, 26), date(2024, 7, 1)
    new = make_statute(short_name="公司法", promulgated=second, effective_from=second)
    old = make_statute(
        short_name="公司法", promulgated=first, effective_from=first, effective_to=second
    )
    text = page(client).text
    assert names(client) == ["公司法"]
    assert text.index(new.get_absolute_url()) < text.index(old.get_absolute_url())


def test_what_is_not_plainly_in_force_comes_last_and_bears_a_badge(client):
    make_statute(short_name="安全法", effective_to=date(2022, 1, 1), status="repealed")
    make_statute(short_name="治安法")
    make_statute(short_name="将来法", effective_from=date(2999, 1, 1))
    assert names(client)[-1] == "安全法"
    assert re.findall(r'class="state [^>]*>(.*?)<', page(client).text) == ["尚未施行", "已废止"]
    found = public_names.by_letter(public_names.lineages(Table.latest(), date(2026, 11, 28)))
    told = [(one.name, one.sample) for one in found]
    assert told == [("J", "将来法"), ("Z", "治安法"), ("已失效", "安全法")]
    make_statute(short_name="灯塔法", status=Status.UNCHECKED)
    assert "state-unknown" in page(client).text


def test_every_shipped_name_stands_under_the_letter_with_which_it_is_read():
    known = {row.short_name for row in table_csv.statutes()}
    assert len(known) > 500
    letter = public_names.letter_of
    assert [one for one in known if letter(one) != lazy_pinyin(one)[0][0].upper()] == []
    told = {"会计法": "K", "会见规定": "H", "座谈会纪要": "Z", "IPO规则": "其他"}
    assert {name: letter(name) for name in told} == told


def test_a_name_a_part_of_it_or_a_number_finds(client, many):
    for query, found in {
        "劳动": ["劳动合同法", "劳动争议解释（一）"],
        "劳动 解释": ["劳动争议解释（一）"],
        "《中华人民共和国劳动合同法》": ["劳动合同法"],
        "法释[2020]26号": ["劳动争议解释（一）"],
        "劳动争议解释(一)": ["劳动争议解释（一）"],
        "民法大典": ["民法典"],
        "没有的": [],
        "《》": [],
    }.items():
        assert names(client, q=query) == found, query


def test_what_is_called_by_the_words_stands_before_what_has_them_in_its_name(client):
    make_statute(short_name="国务院关于修改快递暂行条例的决定", kind=Kind.DECISION)
    make_statute(short_name="快递暂行条例", kind=Kind.REGULATION, aliases="快递条例")
    for query in ("快递暂行条例", "快递条例", "《快递暂行条例》"):
        assert names(client, q=query)[0] == "快递暂行条例"


def test_a_query_that_means_one_article_leads_to_it_or_says_what_there_is(client, many):
    for query in ("民法典577", "民法典第五百七十七条", "《民法典》第577条", "民法典 577"):
        answer = page(client, q=query)
        assert answer.status_code == 302
        assert answer.url.endswith("-2020/577/")
    answer = page(client, q="民法典1300")
    assert answer.status_code == 200
    assert "《民法典》没有第一千三百条，最后一条是第五百七十七条。" in answer.text


def test_what_no_link_of_ours_names_is_404_and_the_pages_of_once_lead_on(client, many):
    odd = ["statute=nobody&q=%E7%94%B2", "old=2", "kind=x"]
    odd += [f"page={number}" for number in ("0", "abc", "01", "%00", "9" * 99)]
    for query in odd:
        assert client.get(f"{LIST}?{query}").status_code == 404, query
    for query, leads in {"page=2": LIST, "kind=law&page=3": f"{LIST}?kind=law"}.items():
        answer = client.get(f"{LIST}?{query}")
        assert (answer.status_code, answer.url) == (301, leads)


def test_what_the_articles_of_the_site_cite_most_stands_first_on_the_first_page(client, many):
    for words in ("《民法典》第1条", "《民法典》第2条、《劳动合同法》第3条", "《民法典》"):
        make_article(body=f"<p>按照{words}办理。又见《民法典》第9条。</p>")
    assert "常用法规" not in page(client, kind="law").text
    often, _, others = page(client).text.partition("常用法规")[2].partition("全部法规")
    found = re.findall(r'statute-name"[^>]*>(\w+)</a>\s*<[^>]*>(\d)篇文章引用', often)
    assert found == [("民法典", "3"), ("劳动合同法", "1")]
    assert others


# In the words of the law

LABOUR = ["劳动者在试用期的工资不得低于最低档工资的百分之八十。", "用人单位应当支付加班费。"]


@pytest.fixture
def labour():
    statute = make_statute(LABOUR, short_name="劳动合同法")
    make_statute(["试用期旧。"], short_name="旧劳动合同规定", effective_to=date(2022, 1, 1))
    fill_missing()
    return statute


def addresses(answer):
    """Of the articles of law that are shown."""
    return [one.article.get_absolute_url() for one in answer.context["found"].hits]


def test_names_come_first_and_then_the_articles_with_their_words_marked(client, labour):
    text = page(client, q="劳动合同法 试用期").text
    assert f'href="{labour.get_absolute_url()}1/">《劳动合同法》第一条</a>' in text
    assert "在<mark>试用期</mark>的工资" in text
    assert "noindex" in text
    text = page(client, q="劳动合同").text
    assert text.index('id="names-title"') < text.index('id="words-title"')
    text = page(client, q="劳动合同法第1、2条").text
    assert "您要找的法条" in text
    assert LABOUR[1] in text


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
    number = page(client, q="第2条", statute=labour.slug)
    assert number.url == f"{labour.get_absolute_url()}2/"
    # Within a version that has ended its own words are found.
    answer = page(client, q="试用期", statute="旧劳动合同规定-2020")
    assert len(addresses(answer)) == 1
    assert answer.context["switched"] == ""


def test_nothing_too_much_and_hostile_words_are_told_or_are_words(client, labour):
    text = page(client, q="量子纠缠").text
    assert "没有找到与“量子纠缠”有关的法规或者条文" in text
    assert 'href="/search/?q=%E9%87%8F' in text
    assert "noindex" in text
    assert "<script>alert" not in page(client, q=HOSTILE, kind="law").text
    assert "只按前300个字查找" in page(client, q="试用期" + "很" * 9998).text
    for query in ("\0", "\0试用期", HOSTILE, "' OR * (", "🚗"):
        answer = page(client, q=query)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_many_hits_are_paged_as_far_as_is_offered(client, monkeypatch):
    make_statute([f"试用期第{number}种。" for number in range(45)])
    fill_missing()
    numbers = [len(addresses(page(client, q="试用期", page=one))) for one in (1, 2, 3)]
    assert numbers == [20, 20, 5]
    assert page(client, q="试用期", page=4).status_code == 404
    monkeypatch.setattr("statutes.public.found.MOST", 20)
    assert page(client, q="试用期").context["page"].paginator.num_pages == 1
    assert page(client, q="试用期", page=2).status_code == 404

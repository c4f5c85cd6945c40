"""The public page of a statute, and what all pages of a statute have in common."""

import re
from datetime import date

import pytest
from django.utils import timezone

from statutes.importing.document import source_of
from statutes.models import Statute, TableVersion, TextSource
from statutes.models.statute import DATABASE
from statutes.public import outline
from tests.factories import make_statute
from tests.statutes.versions import ITEMS, cite, in_days, make_new, make_old

pytestmark = pytest.mark.django_db


def leads_to(page):
    """Where the line that says how a statute stands sends its reader; "" where it needs not."""
    standing = re.search(r'<p class="[^"]*standing">(.*?)</p>', page, re.S)[1]
    found = re.search('<a href="([^"]+)">', standing)
    return found[1] if found else ""


def test_a_statute_shows_what_it_is_and_its_text(client):
    statute = make_statute(
        ["甲。", ITEMS], short_name="示例法", issuer="全国人大常委会", doc_no="主席令第一号"
    )
    page = client.get(statute.get_absolute_url()).text
    for words in ("中华人民共和国示例法", "全国人大常委会", "主席令第一号", "2020年5月28日"):
        assert words in page
    assert "现行有效，自2021年1月1日起施行。" in page
    assert "有下列情形之一的，可以解除：" in page
    assert f'href="{statute.get_absolute_url()}2/"' in page


def test_a_statute_without_text_says_so_and_who_cites_it(client):
    statute = make_new()
    article = cite(statute, 15)
    page = client.get(statute.get_absolute_url()).text
    assert '<p class="notice">' in page
    assert "266条" in page
    assert article.title in page


def test_an_old_version_says_so_and_leads_to_the_one_in_force(client):
    old, new = make_old(), make_new()
    page = client.get(old.get_absolute_url()).text
    assert "这是旧版本，2024年7月1日起适用新版。" in page
    assert leads_to(page) == new.get_absolute_url()
    assert leads_to(client.get(new.get_absolute_url()).text) == ""


def test_a_repealed_one_leads_through_all_that_followed_to_the_one_in_force(client):
    code = make_statute(short_name="民法典")
    middle = make_old(short_name="合同法", replaced_by=code, replaced_part="第三编 合同")
    first = make_statute(
        short_name="经济合同法",
        promulgated=date(1981, 12, 13),
        effective_from=date(1982, 7, 1),
        effective_to=date(1999, 10, 1),
        replaced_by=middle,
    )
    page = client.get(first.get_absolute_url()).text
    assert "1999年10月1日起废止，由《合同法》取代。" in page
    assert leads_to(page) == code.get_absolute_url()
    assert "由《民法典》（第三编 合同）取代" in client.get(middle.get_absolute_url()).text


def test_one_to_come_says_when_and_what_applies_until_then(client):
    now = make_old(effective_to=in_days(30))
    coming = make_new(promulgated=in_days(-10), effective_from=in_days(30), slug="公司法-new")
    page = client.get(coming.get_absolute_url()).text
    day = in_days(30)
    assert f"尚未施行，自{day.year}年{day.month}月{day.day}日起施行。" in page
    assert leads_to(page) == now.get_absolute_url()


def test_the_day_in_beijing_decides(client, time_machine_day):
    old, new = make_old(), make_new()
    time_machine_day(date(2024, 6, 30))
    assert "尚未施行" in client.get(new.get_absolute_url()).text
    time_machine_day(date(2024, 7, 1))
    assert "现行有效" in client.get(new.get_absolute_url()).text
    assert "这是旧版本" in client.get(old.get_absolute_url()).text


@pytest.fixture
def time_machine_day(monkeypatch):
    """Lets the pages believe that it is another day."""

    def go(day):
        monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    return go


@pytest.mark.parametrize("name", ["公司法", "中华人民共和国公司法", "公司登记法", "《公司法》"])
def test_a_name_leads_to_the_version_in_force(client, name):
    make_old()
    new = make_new(aliases="公司登记法")
    answer = client.get(f"/statutes/{name}/")
    assert (answer.status_code, answer.url) == (302, new.get_absolute_url())
    answer = client.get(f"/statutes/{name}/16/")
    assert (answer.status_code, answer.url) == (302, f"{new.get_absolute_url()}16/")


@pytest.mark.parametrize(
    "path", ["没有的法", "x%00", "%FF%FE", "甲" * 500, "公司法-1900", "a/b", "<script>", "本法"]
)
def test_a_name_that_nobody_knows_is_404(client, path):
    make_new()
    assert client.get(f"/statutes/{path}/").status_code == 404


def test_every_page_says_that_the_official_text_decides_and_as_of_when(client):
    TableVersion.objects.create(pk=1, version=date(2026, 11, 24))
    statute = make_statute(["甲。"])
    for address in ("", "1/"):
        page = client.get(f"{statute.get_absolute_url()}{address}").text
        assert "公布的文本为准" in page
        assert "2026年11月24日" in page


def test_every_page_of_a_text_names_its_source_and_the_day_of_its_import(client):
    statute = make_statute(["甲。"], imported_at="2026-11-27T04:00Z")
    TextSource.objects.create(statute=statute, name="示例条文包 1.0")
    said = '条文来自示例条文包 1.0（2026年11月27日导入），以<a href="https://flk.npc.gov.cn/"'
    for address in ("", "1/"):
        assert said in client.get(f"{statute.get_absolute_url()}{address}").text


def test_a_page_does_not_tell_the_name_of_a_file_of_ours(client):
    statute = make_statute(["甲。"])
    source = source_of("旧盘/某某案.md")
    source.statute = statute
    source.save()
    assert "某某案" not in client.get(statute.get_absolute_url()).text


def test_without_its_text_a_page_says_where_to_read_it(client):
    statute = make_statute(article_count=9)
    for address in ("", "9/", "9/card/"):
        page = client.get(f"{statute.get_absolute_url()}{address}").text
        assert f'请查阅<a href="{DATABASE}" rel="noopener noreferrer">国家法律法规数据库' in page


def test_a_number_typed_leads_to_its_article(client):
    statute = make_statute(["甲。", "乙。"])
    for typed in ("2", "第2条", "第二条", " 第 二 条 ", "２", "第2条第一款", "二条1款第（二）项"):
        answer = client.get(statute.get_absolute_url(), {"article": typed})
        assert (answer.status_code, answer.url) == (302, f"{statute.get_absolute_url()}2/")


@pytest.mark.parametrize("words", ["第二条", "2条", "第二条第十一款第（十二）项"])
def test_an_article_written_in_an_address_is_found_whatever_of_it_is_cited(client, words):
    statute = make_statute(["甲。", "乙。"])
    answer = client.get(f"{statute.get_absolute_url()}{words}/")
    assert (answer.status_code, answer.url) == (301, f"{statute.get_absolute_url()}2/")


def test_a_number_beside_a_name_leads_to_the_version_in_force(client):
    make_old(texts=["旧。"])
    new = make_new(["甲。", "乙。"])
    answer = client.get("/statutes/公司法/", {"article": "2"})
    assert (answer.status_code, answer.url) == (302, f"{new.get_absolute_url()}2/")


@pytest.mark.parametrize(
    "typed", ["", "甲", "0", "第条", "1" * 30, "\x00", "十十", "1之甲", "第一款", "2条甲款"]
)
def test_what_is_no_number_is_told_and_stays(client, typed):
    statute = make_statute(["甲。", "乙。"])
    answer = client.get(statute.get_absolute_url(), {"article": typed})
    assert answer.status_code == 200
    assert 'id="id_article_error"' in answer.text


@pytest.mark.parametrize("address", ["", "1/", "1/card/", "part-1/"])
def test_pages_take_no_post(client, address):
    statute = make_statute(["甲。"])
    assert client.post(f"{statute.get_absolute_url()}{address}").status_code == 405


def test_hostile_text_is_text(client):
    statute = make_statute(["<script>alert(1)</script>"], note="<b>x</b>", short_name="<i>法")
    for address in ("", "1/", "1/card/"):
        page = client.get(f"/statutes/{statute.slug}/{address}").text
        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert "<i>法" not in page


def test_a_text_without_articles_is_shown_whole(client):
    statute = make_statute(short_name="示例决定")
    Statute.objects.update(imported_at=timezone.now(), preamble="一、废止下列法规。\n二、施行。")
    page = client.get(statute.get_absolute_url()).text
    assert "一、废止下列法规。" in page
    assert '<p class="notice">' not in page


def test_a_card_costs_two_queries(client, django_assert_num_queries):
    statute = make_new(["甲。"])
    with django_assert_num_queries(2):
        client.get(f"{statute.get_absolute_url()}1/card/")


def test_a_page_that_begins_within_a_chapter_says_in_which(client, monkeypatch):
    monkeypatch.setattr(outline, "TALLEST_PAGE", 10)
    statute = make_statute(["甲" * 90] * 3, short_name="示例法")
    statute.articles.update(part="第一编 总则\n第一章 原则")
    page = client.get(f"{statute.get_absolute_url()}part-1-2/").text
    assert re.findall(r"<h[1-6][^>]*>(.*?)</h", page)[1:3] == [
        "第一编 总则（续）",
        "第一章 原则（续）",
    ]


@pytest.mark.parametrize(("lines", "folded"), [(3, False), (300, True)])
def test_a_long_annex_is_folded(client, lines, folded):
    statute = make_statute(["甲。"], annex="\n".join(["导弹和其他运载系统"] * lines))
    page = client.get(statute.get_absolute_url()).text
    assert ('<details class="annex">' in page) is folded
    assert page.count("<p>导弹和其他运载系统</p>") == lines


def test_a_table_is_a_table_and_what_stands_in_it_is_text(client):
    statute = make_statute(
        ["甲：\n| 级数 | <b>税率 |\n| --- | --- |\n| 1 | 3% |"], annex="| 附 |\n| 表 |"
    )
    page = client.get(statute.get_absolute_url()).text
    assert '<th scope="col">&lt;b&gt;税率</th>' in page
    assert "<td>3%</td>" in page
    assert "<td>表</td>" in page

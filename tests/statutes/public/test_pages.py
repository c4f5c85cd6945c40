"""The public pages of a statute: what it is, its text in pages, its head, its cards."""

import json
import re
from datetime import date
from html import escape
from urllib.parse import quote

import pytest
from django.utils import timezone

from firm.base import caching
from firm.models import SiteSettings
from statutes.base import IMPORTED, Status
from statutes.importing.document import source_of
from statutes.models import LawCitation, Statute, TableVersion, TextSource
from statutes.models.statute import SEARCH
from statutes.public import outline
from tests.factories import make_article, make_period, make_settings, make_statute
from tests.statutes.versions import ITEMS, cite, in_days, make_new, make_old

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def page(client, statute, address="", status=200):
    answer = client.get(f"{statute.get_absolute_url()}{address}")
    assert answer.status_code == status
    return answer.text


def leads_to(text):
    """Where the line that says how a statute stands sends its reader; "" where it needs not."""
    standing = re.search(r'<p class="[^"]*standing">(.*?)</p>', text, re.S)[1]
    found = re.search('<a href="([^"]+)">', standing)
    return found[1] if found else ""


def data_of(text):
    """What a page tells machines, by its type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return {data["@type"]: data for data in map(json.loads, found)}


def law_of(client, statute, address=""):
    return data_of(page(client, statute, address))["Legislation"]


def test_a_statute_shows_and_describes_what_it_is_and_its_text(client):
    given = {"issuer": "全国人大常委会", "doc_no": "主席令第一号"}
    statute = make_statute(["甲。", ITEMS], short_name="示例法", **given)
    text = page(client, statute)
    for words in ("中华人民共和国示例法", *given.values(), "2020年5月28日"):
        assert words in text
    assert "现行有效，自2021年1月1日起施行。" in text
    assert "有下列情形之一的，可以解除：" in text
    assert f'href="{statute.get_absolute_url()}2/"' in text
    data = data_of(text)["Legislation"]
    assert (data["name"], data["alternateName"]) == ("中华人民共和国示例法", "示例法")
    told = data["legislationIdentifier"], data["legislationDate"], data["legislationLegalForce"]
    assert told == ("主席令第一号", "2020-05-28", "https://schema.org/InForce")


def test_a_statute_without_text_says_so_where_to_read_it_and_who_cites_it(client):
    statute = make_new()
    article = cite(statute, 15)
    text = page(client, statute)
    assert '<p class="notice">' in text
    assert "266条" in text
    assert article.title in text
    away = escape(f"{SEARCH}{quote(statute.name)}")
    for address in ("", "9/", "9/card/"):
        text = page(client, statute, address)
        assert f'请查阅<a href="{away}" rel="noopener noreferrer">国家法律法规数据库' in text
    assert "本站尚未收录这一条的原文" in text
    assert "Legislation" not in data_of(page(client, statute, "9/"))


def test_an_old_version_says_so_and_leads_to_the_one_in_force(client):
    old, new = make_old(texts=["旧文字。"]), make_new(["新文字。"])
    text = page(client, old)
    assert "这是旧版本，2024年7月1日起适用新版。" in text
    assert 'content="《中华人民共和国公司法》（2018年）：这是旧版本，2024年7月1日起适用' in text
    assert leads_to(text) == new.get_absolute_url()
    assert leads_to(page(client, new)) == ""
    text = page(client, old, "1/")
    assert "<title>《公司法》（2018年）第一条 - " in text
    assert '<q id="cite-as">《中华人民共和国公司法》（2018年）第一条</q>' in text


def test_a_repealed_one_leads_through_all_that_followed_to_the_one_in_force(client):
    code = make_statute(short_name="民法典")
    middle = make_old(short_name="合同法", replaced_by=code, replaced_part="第三编 合同")
    days = {"effective_from": date(1982, 7, 1), "effective_to": date(1999, 10, 1)}
    first = make_statute(
        short_name="经济合同法", promulgated=date(1981, 12, 13), replaced_by=middle, **days
    )
    text = page(client, first)
    assert "1999年10月1日起废止，由《合同法》取代。" in text
    assert leads_to(text) == code.get_absolute_url()
    assert "由《民法典》（第三编 合同）取代" in page(client, middle)


def test_one_to_come_says_when_and_what_applies_until_then(client):
    day = in_days(30)
    now = make_old(effective_to=day)
    coming = make_new(promulgated=in_days(-10), effective_from=day, slug="公司法-new")
    text = page(client, coming)
    assert f"尚未施行，自{day.year}年{day.month}月{day.day}日起施行。" in text
    assert leads_to(text) == now.get_absolute_url()


def test_a_name_leads_to_the_version_in_force(client):
    make_old(texts=["旧。"])
    new = make_new(["甲。", "乙。"], aliases="公司登记法")
    there = new.get_absolute_url()
    for name in ("公司法", "中华人民共和国公司法", "公司登记法", "《公司法》"):
        for address, leads in {"": "", "16/": "16/", "1/card/": "1/card/"}.items():
            answer = client.get(f"/statutes/{name}/{address}")
            assert (answer.status_code, answer.url) == (302, f"{there}{leads}")
    assert client.get("/statutes/公司法/", {"article": "2"}).url == f"{there}2/"
    unknown = ("没有的法", "x%00", "%FF%FE", "甲" * 500, "公司法-1900", "a/b", "<script>", "本法")
    for name in unknown:
        assert client.get(f"/statutes/{name}/").status_code == 404, name


def test_every_page_says_that_the_official_text_decides_and_whence_its_text_is(client):
    TableVersion.objects.create(pk=1, version=date(2026, 11, 24))
    statute = make_statute(["甲。"], imported_at="2026-11-27T04:00Z")
    TextSource.objects.create(statute=statute, name="示例条文包 1.0")
    said = '条文来自示例条文包（2026年11月27日导入），以<a href="https://flk.npc.gov.cn/search?'
    for address in ("", "1/"):
        text = page(client, statute, address)
        assert "公布的文本为准" in text
        assert "2026年11月24日" in text
        assert said in text
        assert f"网址：{SITE}/statutes/{statute.slug}/{address}<" in text  # on paper
        there = f'<link rel="canonical" href="{SITE}{statute.get_absolute_url()}{address}">'
        assert there in page(client, statute, f"{address}?from=x")


def test_a_page_tells_no_file_of_ours_and_names_a_version_only_where_it_is_old(client):
    old, new = make_old(texts=["旧" * 600] * 20), make_new(["新" * 600] * 20)
    TextSource.objects.create(statute=new, **source_of("旧盘/某某案.md")._asdict())
    assert "某某案" not in page(client, new)
    assert "<title>《公司法》（2018年）第" in page(client, old, "part-1/")
    assert "<title>《公司法》第" in page(client, new, "part-1/")


def test_a_number_typed_leads_to_its_article_and_what_is_none_is_told_and_stays(client):
    statute = make_statute(["甲。", "乙。"])
    there = statute.get_absolute_url()
    for typed in ("2", "第2条", "第二条", " 第 二 条 ", "２", "第2条第一款", "二条1款第（二）项"):
        answer = client.get(there, {"article": typed})
        assert (answer.status_code, answer.url) == (302, f"{there}2/")
    for words in ("第二条", "2条", "第二条第十一款第（十二）项"):
        answer = client.get(f"{there}{words}/")
        assert (answer.status_code, answer.url) == (301, f"{there}2/")
    for typed in ("", "甲", "0", "第条", "1" * 30, "\x00", "十十", "1之甲", "第一款", "2条甲款"):
        answer = client.get(there, {"article": typed})
        assert answer.status_code == 200
        assert 'id="id_article_error"' in answer.text
    for address in ("", "1/", "1/card/", "part-1/"):
        assert client.post(f"{there}{address}").status_code == 405


def test_hostile_text_is_text_and_a_table_is_a_table(client):
    texts = ["<script>alert(1)</script>", "甲：\n| 级数 | <b>税率 |\n| --- | --- |\n| 1 | 3% |"]
    statute = make_statute(texts, note="<b>x</b>", short_name="<i>法", annex="| 附 |\n| 表 |")
    for address in ("", "1/", "1/card/"):
        text = client.get(f"/statutes/{statute.slug}/{address}").text
        for hostile in ("<script>alert", "<b>x", "<i>法"):
            assert hostile not in text
    text = client.get(f"/statutes/{statute.slug}/").text
    assert '<th scope="col">&lt;b&gt;税率</th>' in text
    assert "<td>3%</td>" in text
    assert "<td>表</td>" in text


def test_a_text_without_articles_is_shown_whole(client):
    statute = make_statute(short_name="示例决定")
    Statute.objects.update(imported_at=timezone.now(), preamble="一、废止下列法规。\n二、施行。")
    text = page(client, statute)
    assert "一、废止下列法规。" in text
    assert '<p class="notice">' not in text


# Whose word its status is, and no date of a check that never was


@pytest.mark.parametrize(
    ("fields", "said", "unsaid"),
    [
        ({"status": "unknown"}, "效力未核对", ("现行有效", "效力状态核对至", "LegalForce")),
        ({"status": "in_force"}, "效力状态为条文来源所写", ("效力状态核对至",)),
        *(
            (fields, "效力状态核对至2026年11月1日", ())
            for fields in ({"source": "公报"}, {"checked_on": "2026-01-01"}, {"is_own": True})
        ),
    ],
)
def test_what_an_import_made_is_said_to_be_its_word(client, fields, said, unsaid):
    TableVersion.objects.update_or_create(pk=1, defaults={"version": date(2026, 11, 1)})
    known = {"source": f"{IMPORTED} 法律/灯塔法.md", "imported_at": timezone.now()}
    row = make_statute(["甲。"], short_name="灯塔法", **{**known, **fields})
    text = page(client, row)
    assert said in text
    assert [words for words in unsaid if words in text] == []
    if row.status == Status.UNCHECKED:
        assert "legislationLegalForce" not in law_of(client, row, "1/")
        assert row.get_absolute_url() not in client.get("/sitemap-statutes-1.xml").text


# The pages of a long statute, and old links to what is on another page now

PAGES = ["part-1/", "part-1-2/", "part-2/", "part-2-2/"]


@pytest.fixture
def law(monkeypatch):
    """20 articles of about 30 lines in 2 chapters: a part each, of 2 pages."""
    monkeypatch.setattr(outline, "LONGEST_PART", 7_000)
    monkeypatch.setattr(outline, "TALLEST_PAGE", 200)
    statute = make_statute(["甲" * 600] * 20, short_name="示例法")
    statute.articles.filter(number__lte=10).update(part="第一章 总则\n第一节 甲")
    statute.articles.filter(number__gt=10).update(part="第二章 分则\n第一节 乙")
    return statute


def shown(text):
    """The numbers of the articles whose text is on a page."""
    return [int(number) for number in re.findall(r'<div class="art" id="art-(\d+)"', text)]


def way_of(text, number):
    """Where the anchor of an article leads that is on another page."""
    rest = rf'[^<]*(?:<span[^<]*</span>)*?<span id="art-{number}">'
    found = re.search(rf'<a class="chip"\s+href="([^"]+)"{rest}', text)
    return found and found[1]


def test_a_part_is_read_in_pages_that_lead_on_to_each_other(client, law):
    texts = {address: page(client, law, address) for address in PAGES}
    held = [shown(text) for text in texts.values()]
    assert [number for numbers in held for number in numbers] == list(range(1, 21))
    for before, after in zip(PAGES, PAGES[1:], strict=False):
        assert f'rel="next" href="{law.get_absolute_url()}{after}"' in texts[before]
        assert f'rel="prev" href="{law.get_absolute_url()}{before}"' in texts[after]
    last = texts["part-2-2/"]
    there = f'<link rel="canonical" href="{SITE}{law.get_absolute_url()}part-2-2/">'
    assert there in last
    assert f"<title>《示例法》第{held[-1][0]}—{held[-1][-1]}条 - " in last


def test_a_page_that_there_is_not_is_404(client, law):
    for address in ("1-3", "1-0", "1-1", "1-02", "01", "3", "1-x", "0", "1-", "1-1000"):
        page(client, law, f"part-{address}/", status=404)


def test_an_old_link_to_an_article_arrives_at_the_page_that_holds_it_now(client, law, monkeypatch):
    text = page(client, law, "part-2/")
    assert way_of(text, 20) == f"{law.get_absolute_url()}part-2-2/"
    ids = re.findall(r'id="(art-[^"]+)"', text)
    assert sorted(ids) == sorted({f"art-{number}" for number in range(11, 21)})
    # And one to a short statute that is on pages now.
    monkeypatch.undo()
    monkeypatch.setattr(outline, "TALLEST_PAGE", 225)
    law = make_statute(["甲" * 600] * 20)
    text = page(client, law)
    assert shown(text) == []
    assert way_of(text, 20) == f"{law.get_absolute_url()}part-1-3/"


# Cards


def test_a_card_holds_number_status_the_beginning_of_the_text_and_a_link(client):
    statute = make_statute(["长" * 500], short_name="示例法")
    card = page(client, statute, "1/card/")
    assert "<html" not in card
    assert "《示例法》第一条" in card
    assert "现行有效" in card
    assert re.search("长+……", card)[0] == "长" * 400 + "……"
    assert f'href="{statute.get_absolute_url()}1/"' in card


def test_a_card_may_be_kept_for_a_while_and_is_asked_for_again_by_its_tag(client):
    statute = make_statute(["甲。", "乙。"])
    address = f"{statute.get_absolute_url()}1/card/"
    first = client.get(address)
    assert set(first.headers["Cache-Control"].split(", ")) == {"max-age=600", "public"}
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in first.headers.get("Vary", "")
    tag = first.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{statute.get_absolute_url()}2/card/").headers["ETag"] != tag


# Pieces that are kept while the law is the same

CHANGES = {
    "words": lambda law: law.articles.filter(number=1).update(text="改过的文字。"),
    "one more": lambda law: law.articles.create(number=3, text="新的一条。"),
    "heading": lambda law: law.articles.update(part="第一编 改过的标题"),
    "standing": lambda law: Statute.objects.update(effective_to=date(2021, 5, 1)),
    "another version": lambda law: make_statute(
        ["旧的。"], short_name=law.short_name, promulgated=date(2001, 1, 1), effective_from=None
    ),
    "what cites it": lambda law: LawCitation.objects.create(
        statute=make_statute(["按照第一条。"]), by_number=1, short_name=law.short_name, number=1
    ),
    "period": lambda law: make_period(short_name=law.short_name, number=1),
    "table": lambda law: TableVersion.objects.update_or_create(defaults={"version": "2026-01-02"}),
    "source": lambda law: TextSource.objects.create(statute=law, name="官方文本"),
    "firm": lambda law: SiteSettings.objects.update(site_name="改过的网站"),
    "an article that cites it": lambda law: make_article(
        body=f"<p>按照《{law.short_name}》第一条。</p>"
    ),
}


@pytest.mark.engine
@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_on_the_next_page_and_is_what_is_made_anew(client, kept_client, name):
    make_settings()
    law = make_statute(["甲。", "乙。"])
    addresses = ["/statutes/", *(f"{law.get_absolute_url()}{one}" for one in ("", "1/"))]

    def pages(client):
        return [client.get(one).text for one in addresses]

    before = pages(kept_client)
    CHANGES[name](law)
    kept_client.change()
    after = pages(kept_client)
    assert after != before
    assert after == pages(kept_client) == pages(client)


def test_a_text_of_another_name_has_what_cites_it_by_that_one_before_it_is_read_again(
    client, kept_client
):
    law = make_statute(["甲。"])
    cites = make_article(body=f"<p>按照《{law.short_name}》。</p>").title
    assert cites in page(kept_client, law)
    Statute.objects.update(short_name="改了名的法")
    kept_client.change("statutes")
    assert (cites in page(kept_client, law)) == (cites in page(client, law))


def test_what_somebody_typed_is_in_no_kept_piece(kept_client):
    law = make_statute(["甲。"])
    page(kept_client, law, "?article=无此条")
    page(kept_client, law, "1/?on=2021-02-03")
    assert not set(caching.PIECES.kept)
    assert "无此条" not in page(kept_client, law)
    assert set(caching.PIECES.kept)

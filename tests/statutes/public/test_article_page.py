"""The page of one article: its text, what it was, who cites it, which periods rest on it."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import State
from richtext.core.diff import ADDED, REMOVED
from statutes.citations.places import Place
from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle
from statutes.public.article_page import Station, compared, history_of
from statutes.public.as_it_stood import NOTHING_ALIKE, SAME_NUMBER, WRONG
from statutes.public.cited_by import cited_by
from statutes.services import law_citations
from tests.factories import make_article, make_period, make_statute
from tests.statutes.sample_law import TODAY, company_law, contract_law, version
from tests.statutes.versions import ITEMS, cite, make_new, make_old

pytestmark = pytest.mark.django_db

SHARES = "有限责任公司的注册资本为在公司登记机关登记的全体股东认缴的出资额。"
WITHIN = f"{SHARES}全体股东认缴的出资额自公司成立之日起五年内缴足。"
SHIPS = "捕鱼的船舶应当悬挂两面旗帜，夜间应当点灯。"


def url_of(statute, number=1):
    return f"{statute.get_absolute_url()}{number}/"


def page(client, statute, number=1, status=200):
    answer = client.get(url_of(statute, number))
    assert answer.status_code == status
    return answer.text


def section(text, name):
    """A section of the page, without its marks."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', text, re.S)
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", found[0])) if found else ""


# Where it is, and what it shows


def test_an_article_that_is_not_there_is_404(client):
    statute = make_statute(["甲。", "乙。"])
    odd = [
        "0",
        "0577",
        "01",
        "577-0",
        "０５",
        "99999999999",
        "%00",
        "1" * 4000,
        "-1",
        "1-",
        "1.5",
        "1-100",
    ]
    for address in [*odd, "第三条", "3", "1-1", "9999"]:
        for end in ("", "card/"):
            answer = client.get(f"{statute.get_absolute_url()}{address}/{end}")
            assert answer.status_code == 404, address


def test_an_article_as_people_write_it_leads_to_its_address(client):
    statute = make_statute(["甲。", "乙。"], short_name="示例法")
    StatuteArticle.objects.create(statute=statute, number=2, sub=1, text="乙之一。")
    written = dict.fromkeys(("第2条", "第二条", "2条", "第２条"), "2")
    for words, address in {**written, "第二条之一": "2-1", "第2条之1": "2-1"}.items():
        for name, status in ((statute.slug, 301), ("示例法", 302), ("《示例法》", 302)):
            answer = client.get(f"/statutes/{name}/{words}/")
            assert (answer.status_code, answer.url) == (status, url_of(statute, address))


def test_one_that_is_none_is_404_and_says_what_there_is(client):
    statute = make_statute(["甲。", "乙。"], short_name="示例法")
    statute.articles.update(part="第一章 总则")
    for words in ("第三条", "第甲条", "第十十条", "第零条", "第1条之甲", "条条"):
        answer = client.get(f"/statutes/{statute.slug}/{words}/")
        assert answer.status_code == 404
        for said in ("最后一条是第二条。", "第一章 总则", 'name="article"'):
            assert said in answer.text
    text = page(client, statute, 1300, status=404)
    assert "《示例法》没有第一千三百条，最后一条是第二条。" in text
    assert f'href="{statute.get_absolute_url()}"' in text


def test_an_article_shows_its_text_its_place_and_its_neighbours(client):
    statute = make_statute(["甲。", ITEMS, "丙。"], short_name="示例法", doc_no="第一号")
    statute.articles.filter(number=2).update(part="第一编 总则\n第二章 解除")
    text = page(client, statute, 2)
    assert '<h1>《示例法》<span class="whole">第二条</span></h1>' in text
    for said in ("第一编 总则", "第二章 解除", "《中华人民共和国示例法》（第一号）第二条"):
        assert said in text
    assert f'rel="prev" href="{url_of(statute, 1)}"' in " ".join(text.split())
    assert f'rel="next" href="{url_of(statute, 3)}"' in " ".join(text.split())
    assert "<title>《示例法》第二条 - " in text
    assert '<meta name="description" content="第2条：有下列情形' in text
    bare = "".join(text.split())
    assert bare.count("<li><p>") == 2
    assert '<ulclass="items"><li>（一）甲；</li><li>（二）乙。</li></ul>' in bare
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    told = {data["@type"]: data for data in map(json.loads, told)}
    crumbs = [crumb["name"] for crumb in told["BreadcrumbList"]["itemListElement"]]
    assert crumbs == ["首页", "法规", "《示例法》", "第二条"]
    law = told["Legislation"]
    assert (law["name"], law["alternateName"]) == ("中华人民共和国示例法第二条", "示例法第2条")
    assert law["legislationLegalForce"] == "https://schema.org/InForce"
    assert law["temporalCoverage"] == "2021-01-01/.."
    whole = law["isPartOf"]
    assert (whole["@type"], whole["url"]) == ("Legislation", statute.get_absolute_url())
    assert (whole["name"], whole["legislationIdentifier"]) == (statute.name, "第一号")


def test_an_article_without_text_is_there_as_far_as_the_count_goes_or_where_it_is_cited(client):
    text = page(client, make_new(), 266)
    assert '<p class="notice">' in text
    assert 'content="noindex' in text
    law = make_statute(short_name="刑法", article_count=452)
    page(client, law, "224-1", status=404)
    article = make_article(body="<p>《刑法》第二百二十四条之一。</p>")
    assert article.title in page(client, law, "224-1")


def test_only_articles_that_the_public_may_see_are_named(client):
    statute = make_new()
    make_article(title="别的秘密怎么办？")
    shown = cite(statute, 15, title="公开的文章怎么找？")
    cite(statute, 15, title="草稿里的秘密怎么办？", state=State.DRAFT)
    cite(statute, 15, title="将来的秘密怎么办？", publish_at=timezone.now() + timedelta(days=1))
    cite(statute, 15, title="撤下的秘密怎么办？", state=State.WITHDRAWN)
    for address in ("", "15/"):
        text = client.get(f"{statute.get_absolute_url()}{address}").text
        assert shown.title in text
        assert "秘密" not in text


def test_an_article_within_a_cited_range_is_cited_and_all_are_counted(client):
    statute = make_new()
    article = make_article(body="<p>《公司法》第十五条至第十七条。</p>")
    cites = article.citations.get()
    assert (cites.number, cites.until) == (15, 17)
    assert article.title in page(client, statute, 16)
    assert article.title not in page(client, statute, 18)
    for _ in range(11):
        cite(statute, 15)
    text = page(client, statute, 15)
    assert text.count('<a href="/articles/') - text.count('<a href="/articles/"') == 11
    assert "共有12篇文章引用这一条" in text


# What it was


def make_both():
    """An article that stood under another number before."""
    return make_old(texts=["甲。", SHARES]), make_new([WITHIN])


def test_the_words_that_are_new_are_marked_and_its_stations_lead_to_its_other_versions(client):
    old, new = make_both()
    text = page(client, new)
    assert "<ins>全体股东认缴的出资额自公司成立之日起五年内缴足。</ins>" in text
    told = section(text, "comparison-1")
    assert told.startswith("旧法对照")
    assert "现行（2023年）第一条" in told
    assert "旧法（2018年）第二条" in told
    assert f'<a href="{url_of(old, 2)}">第二条</a>' in text
    assert section(text, "stations-title").startswith("这一条的来历2023第一条（本条）2018第二条")
    text = page(client, old, 2)
    assert section(text, "comparison-1").startswith("现行规定对照")
    assert text.count('class="comparison"') == 1


def test_the_same_words_are_told_and_the_same_number_with_other_words_is_not_offered(client):
    make_old(texts=[SHIPS, f"{SHARES}\n另行规定。"])
    new = make_new([f"{SHARES}\n  另行规定。"])
    text = page(client, new)
    assert "第二条，文字相同" in section(text, "stations-title")
    assert 'class="comparison"' not in text
    assert "两面旗帜" not in text


def test_what_nobody_cites_and_has_no_history_is_not_for_search_engines(client):
    def hidden(statute, number):
        return 'content="noindex' in page(client, statute, number)

    old, new = (
        make_old(texts=["甲。", SHARES]),
        make_new([WITHIN, SHIPS, f"{SHIPS}\n从其规定。", SHIPS]),
    )
    cite(new, 4)
    cite(new, 2, state="draft")
    assert [hidden(new, number) for number in (1, 2, 3, 4)] == [False, True, False, False]
    assert [hidden(old, number) for number in (1, 2)] == [True, False]
    found = client.get("/sitemap-statute-articles-1.xml").text
    listed = set(re.findall(r"<loc>.*?(/statutes/[^<]+)</loc>", found))
    assert url_of(new, 2) not in listed
    assert url_of(new, 4) in listed


def stations(statute, number):
    """Older and newer places of an article, each with its name."""
    history = history_of(statute, Place(number), Table.load(), TODAY)
    sides = (history.older, history.newer)
    return [[(one.statute.short_name, str(one.place)) for one in side] for side in sides]


# As it stood on a day


def on(client, statute, number, day):
    """What the page says of a day, and its article."""
    answer = client.get(f"{url_of(statute, number)}?on={day}")
    assert 'content="noindex, nofollow"' in answer.text
    return answer.text, answer.context["then"]


def test_the_words_of_a_day_are_those_of_the_version_of_then_found_by_its_words(client):
    old, new = make_both()
    make_citing(1, short_name="公司法解释")
    text, then = on(client, new, 1, "2019-05-01")
    assert (then.statute, then.place) == (old, Place(2))
    assert "2019年5月1日有效的是《公司法》（2018年）第二条（自2018年10月26日起施行" in text
    assert re.search(rf'rel="canonical"\s+href="[^"]*{url_of(new)}"', text)
    assert "公司法解释" not in text  # of 2024
    text, then = on(client, old, 2, "2026-03-01")
    assert (then.statute, then.place) == (new, Place(1))
    assert "依照公司法第一条处理。" in section(text, "cited-by-title")
    answer = client.get("/statutes/公司法/2/?on=2019-05-01")  # by the numbers of then
    assert answer.url == f"{url_of(old, 2)}?on=2019-05-01"


def test_what_is_missing_then_is_said_and_nothing_of_today_stands_for_it(client):
    old, new = make_old(texts=[SHARES]), make_new([SHIPS, SHARES, "丙。"])
    assert SAME_NUMBER in on(client, new, 1, "2019-05-01")[0]
    for number, day, words in [(3, "2019-05-01", NOTHING_ALIKE), (2, "2001-01-01", "最早的版本自")]:
        text, then = on(client, new, number, day)
        assert then.place is None
        assert words in text
        assert 'class="law-main"' not in text
    gone = contract_law()
    assert "没有2022年1月1日有效的《合同法》" in on(client, gone, 5, "2022-01-01")[0]
    assert "由它取代的有《合同法》。" in on(client, gone.replaced_by, 5, "2019-01-01")[0]
    for row, number in ((gone, 107), (gone.replaced_by, 577)):
        row.articles.create(number=number, text=SHARES)
    then = on(client, gone.replaced_by, 577, "2019-01-01")[1]
    assert (then.statute, then.place) == (gone, Place(107))
    Statute.objects.filter(pk=old.pk).update(imported_at=None)
    assert "本站尚未收录这一条的原文" in on(client, old, 1, "2019-05-01")[0]


@pytest.mark.parametrize("day", ["", "x", "2019-02-30", "%00", "9" * 99])
def test_a_bad_day_is_told_above_the_words_of_the_page(client, day):
    text, then = on(client, make_new([SHARES]), 1, day)
    assert (then, text.count(WRONG)) == (None, 1)
    assert SHARES in text


# Two versions side by side


def side(text, number=1, name="公司法", year=0, **fields):
    day = {"promulgated": date(year, 1, 1)} if year else {}
    return Station(Statute(short_name=name, **day, **fields), Place(number), text)


def marked(cell):
    """A text as it would be typed: new words in +…+, those that are gone in -…-."""
    signs = {ADDED: "+", REMOVED: "-"}
    parts = ((signs.get(piece.mark, ""), piece.text) for piece in cell.pieces)
    return "".join(f"{sign}{text}{sign}" for sign, text in parts)


def test_the_words_that_differ_are_marked_on_their_side():
    [pair] = compared(side("应当在五年内缴足出资。"), side("应当在两年内缴足出资。"))
    assert marked(pair.new) == "应当在+五+年内缴足出资。"
    assert marked(pair.old) == "应当在-两-年内缴足出资。"
    more = "有下列情形之一的，从重处罚：\n（一）多次的；"
    first, second = compared(side(f"甲方应当交付标的物。\n{more}"), side("甲方应当交付标的物。"))
    assert marked(first.new) == marked(first.old) == "甲方应当交付标的物。"
    assert marked(second.new) == f"+{more}+"
    assert second.old is None


def test_paragraphs_are_called_by_version_and_number_and_another_law_by_its_name():
    new = side("甲方应当交付。\n乙方应当付款。", 47, year=2023)
    old = side("甲方应当交付。", 26, status="revised", year=2018)
    first, second = compared(new, old)
    assert first.new.label == "现行（2023年）第四十七条第一款"
    assert first.old.label == "旧法（2018年）第二十六条"
    assert second.new.label == "现行（2023年）第四十七条第二款"
    [pair] = compared(side("甲方应当交付。"), side("甲方应当交付。", name="合同法"))
    assert pair.old.label == "《合同法》第一条"
    # What nobody checked is called neither old nor in force.
    [pair] = compared(side("甲。", status="unknown", year=2023), side("甲。"))
    assert pair.new.label == "2023年第一条"


# Who cites it, and what rests on it


def make_citing(number, **fields):
    """Interpretations of as many articles that cite 公司法第一条."""
    known = {"kind": "interpretation", "effective_from": date(2024, 8, 1), **fields}
    text = make_statute(["依照公司法第一条处理。"] * number, **known)
    law_citations.read_stale()
    return text


def test_what_cites_it_is_named_and_the_rest_is_folded_or_counted(client):
    new = make_new([SHARES])
    text = make_citing(6, short_name="公司法解释")
    shown = page(client, new)
    assert f'<a href="{url_of(text, 3)}">第三条</a>' in shown
    told = section(shown, "cited-by-title")
    assert told.count("依照公司法第一条处理。") == 6
    text.articles.filter(number=1).update(text="第一句说别的。依照公司法第一条处理；不另说明。")
    assert ">依照公司法第一条处理；</p>" in page(client, new)
    assert "更多（另有2条）" in told
    make_citing(55, short_name="公司法规定")
    assert "共有61处引用，这里列出60处。" in section(page(client, new), "cited-by-title")


def test_the_articles_of_its_section_stand_beside_it_and_its_period_in_the_one_in_force(client):
    old, new = make_old(texts=["旧。", SHARES]), make_new(["甲。", "乙。", "丙。"])
    new.articles.filter(number__lt=3).update(part="第一章 总则")
    fields = {"value": 5, "about": "缴足出资", "starts": "自成立之日起"}
    make_period(number=2, short_name="公司法", **fields)
    text = page(client, new, 2)
    told = section(text, "near-title")
    assert told.startswith("第一章总则第一条甲。第二条乙。")
    assert "丙" not in told
    assert section(text, "periods-title") == "常用期限5年缴足出资，自成立之日起"
    assert not section(page(client, old, 2), "periods-title")


def found(statute, number, sub=0):
    """The texts that cite an article, each with the numbers of its articles."""
    law_citations.read_stale()
    table, place = Table.latest(), Place(number, sub)
    known = history_of(statute, place, table, TODAY).places
    articles, _ = cited_by(statute, place, known, table, TODAY)
    texts: dict[str, list[int]] = {}
    for one in articles:
        texts.setdefault(one.statute.short_name, []).append(one.place.number)
    return texts


def interpretation(number, name="公司法解释", since=date(2024, 8, 1), **fields):
    known = {"kind": "interpretation", "effective_from": since, "imported_at": f"{since}T00:00Z"}
    return version(name, {(3, 0): f"依照公司法第{number}条处理。"}, **{**known, **fields})


def imported(*rows):
    """Texts that were imported, as the reading of what they cite asks for."""
    for row in rows:
        row.imported_at = f"{row.effective_from}T00:00Z"
        row.save()


def test_a_text_in_force_is_named_with_its_article_and_a_range_with_all_but_sub_numbers():
    _, new = company_law()
    interpretation("二十")
    interpretation("十九条至第二十二", "公司登记解释")
    assert found(new, 20) == {"公司法解释": [3], "公司登记解释": [3]}
    assert found(new, 21) == {"公司登记解释": [3]}
    assert found(new, 20, 1) == {}


def test_what_is_not_known_to_be_in_force_or_older_than_all_versions_counts_by_none():
    _, new = company_law()
    interpretation("二十", "甲解释", effective_to=date(2025, 1, 1))
    interpretation("二十", "乙解释", status="unknown")
    interpretation("二十", "丙解释", since=date(2010, 1, 1))
    assert found(new, 20) == {}


def test_the_own_articles_are_named_also_of_an_old_version():
    old, new = company_law({(20, 0): SHARES, (21, 0): "依照本法第二十条处理。"}, {(20, 0): SHIPS})
    imported(old, new)
    assert found(old, 20) == {"公司法": [21]}
    assert found(new, 20) == {}


def test_a_number_of_the_old_law_is_followed_to_where_it_stands_now():
    old, new = company_law({(26, 0): SHARES}, {(26, 0): SHIPS, (47, 0): SHARES})
    interpretation("二十六", since=date(2020, 1, 1))
    assert found(new, 26) == {}
    assert found(new, 47) == {"公司法解释": [3]}
    [one], _ = cited_by(new, Place(47), {old.pk: Place(26)}, Table.latest(), TODAY)
    assert one.via == f"{old.year}年版第二十六条"


def test_a_law_that_says_what_it_changed_keeps_its_numbers():
    _, new = company_law()
    interpretation("二十", since=date(2020, 1, 1))
    assert found(new, 20) == {}
    new.changed = "30、31"
    new.save()
    assert found(new, 20) == {"公司法解释": [3]}

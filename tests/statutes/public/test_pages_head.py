"""What the head of the statute pages says, and how their cards are kept."""

import json
import re

import pytest

from tests.factories import make_statute
from tests.statutes.versions import make_new, make_old

pytestmark = pytest.mark.django_db


def by_type(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {data["@type"]: data for data in map(json.loads, found)}


def test_a_statute_describes_itself(client):
    statute = make_statute(short_name="示例法", doc_no="第一号", issuer="某某机关")
    data = by_type(client.get(statute.get_absolute_url()).text)["Legislation"]
    assert (data["name"], data["alternateName"]) == ("中华人民共和国示例法", "示例法")
    assert (data["legislationIdentifier"], data["legislationDate"]) == ("第一号", "2020-05-28")
    assert data["legislationLegalForce"] == "https://schema.org/InForce"


def test_what_has_ended_is_not_in_force_for_machines_either(client):
    statute = make_statute(effective_to="2022-01-01")
    data = by_type(client.get(statute.get_absolute_url()).text)["Legislation"]
    assert data["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_a_statute_says_from_when_to_when_it_is_law(client):
    old, new = make_old(), make_new()
    data = by_type(client.get(old.get_absolute_url()).text)["Legislation"]
    assert data["legislationDateVersion"] == "2018-10-26"
    assert data["temporalCoverage"] == "2018-10-26/2024-06-30"
    data = by_type(client.get(new.get_absolute_url()).text)["Legislation"]
    assert data["temporalCoverage"] == "2024-07-01/.."


def test_what_nobody_checked_is_said_to_be_neither_in_force_nor_not(client):
    statute = make_statute(["甲。"], status="unknown")
    for address in ("", "1/"):
        data = by_type(client.get(f"{statute.get_absolute_url()}{address}").text)["Legislation"]
        assert "legislationLegalForce" not in data


def test_a_version_names_what_it_took_the_place_of(client):
    old, new = make_old(), make_new()
    other = make_statute(short_name="股份公司规范意见", replaced_by=new, effective_to="2024-07-01")
    data = by_type(client.get(new.get_absolute_url()).text)["Legislation"]
    changed = [(one["@type"], one["url"]) for one in data["legislationChanges"]]
    assert changed == [("Legislation", row.get_absolute_url()) for row in (old, other)]
    data = by_type(client.get(old.get_absolute_url()).text)["Legislation"]
    assert "legislationChanges" not in data


def test_an_article_is_part_of_its_statute(client):
    statute = make_statute(["甲。"], short_name="示例法", doc_no="第一号")
    data = by_type(client.get(f"{statute.get_absolute_url()}1/").text)["Legislation"]
    assert (data["name"], data["alternateName"]) == ("中华人民共和国示例法第一条", "示例法第1条")
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["temporalCoverage"] == "2021-01-01/.."
    whole = data["isPartOf"]
    assert (whole["@type"], whole["url"]) == ("Legislation", statute.get_absolute_url())
    assert (whole["name"], whole["legislationIdentifier"]) == (statute.name, "第一号")


def test_an_article_without_text_is_described_to_nobody(client):
    statute = make_statute(article_count=9)
    assert "Legislation" not in by_type(client.get(f"{statute.get_absolute_url()}1/").text)


def test_the_way_to_an_article_begins_at_home(client):
    statute = make_statute(["甲。"], short_name="示例法")
    page = client.get(f"{statute.get_absolute_url()}1/").text
    crumbs = by_type(page)["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["首页", "法规", "《示例法》", "第一条"]
    assert "<title>《示例法》第一条 - " in page
    assert '<meta name="description" content="第1条：甲。">' in page


def test_the_title_of_an_old_article_says_of_which_year_it_is(client):
    old = make_old(texts=["旧文字。"])
    make_new(["新文字。"])
    page = client.get(f"{old.get_absolute_url()}1/").text
    assert "<title>《公司法》（2018年）第一条 - " in page
    assert "<q>《中华人民共和国公司法》（2018年）第一条</q>" in page
    page = client.get(old.get_absolute_url()).text
    assert 'content="《中华人民共和国公司法》（2018年）：这是旧版本，2024年7月1日起适用' in page


def test_on_paper_an_address_can_be_read(client):
    statute = make_statute(["甲。"], short_name="示例法")
    for address in ("", "1/"):
        page = client.get(f"{statute.get_absolute_url()}{address}").text
        assert f"网址：http://127.0.0.1:8000/statutes/{statute.slug}/{address}<" in page


def test_the_address_of_an_article_is_told_in_its_one_spelling(client):
    statute = make_statute(["甲。"])
    page = client.get(f"{statute.get_absolute_url()}1/?from=x").text
    address = f"http://127.0.0.1:8000{statute.get_absolute_url()}1/"
    assert f'<link rel="canonical" href="{address}">' in page


def test_a_card_holds_number_status_the_beginning_of_the_text_and_a_link(client):
    statute = make_statute(["长" * 500], short_name="示例法")
    card = client.get(f"{statute.get_absolute_url()}1/card/").text
    assert "<html" not in card
    assert "《示例法》第一条" in card
    assert "现行有效" in card
    assert re.search("长+……", card)[0] == "长" * 400 + "……"
    assert f'href="{statute.get_absolute_url()}1/"' in card


def test_a_card_without_text_says_so(client):
    statute = make_statute(article_count=9)
    card = client.get(f"{statute.get_absolute_url()}9/card/").text
    assert "本站尚未收录这一条的原文" in card


def test_a_card_may_be_kept_for_a_while_and_is_asked_for_again_by_its_tag(client):
    statute = make_statute(["甲。"])
    address = f"{statute.get_absolute_url()}1/card/"
    first = client.get(address)
    assert set(first.headers["Cache-Control"].split(", ")) == {"max-age=600", "public"}
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in first.headers.get("Vary", "")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_card_of_another_text_has_another_tag(client):
    statute = make_statute(["甲。", "乙。"])
    tags = {client.get(f"{statute.get_absolute_url()}{n}/card/").headers["ETag"] for n in (1, 2)}
    assert len(tags) == 2


def test_a_name_leads_to_the_card_too(client):
    statute = make_statute(["甲。"], short_name="示例法")
    assert client.get("/statutes/示例法/1/card/").url == f"{statute.get_absolute_url()}1/card/"

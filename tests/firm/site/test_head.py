"""Titles, canonical addresses and structured data in the head of a page."""

import json
import re

import pytest
from django.template import Context, Template

from firm.base.current_site import absolute_url
from firm.models import Office
from firm.site import head
from firm.site.head import Head
from firm.site.identity import Identity
from firm.templatetags.firm_tags import page_head
from tests.factories import make_area, make_lawyer, make_settings

pytestmark = pytest.mark.django_db
PAGES = ["/", "/lawyers/", "/articles/", "/contact/"]


def blocks(page):
    """The structured data of a page, read as a browser finds it."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(text) for text in found]


def by_type(client, address):
    return {data.get("@type"): data for data in blocks(client.get(address).content.decode())}


@pytest.mark.parametrize("page", PAGES)
def test_canonical_addresses_never_come_from_the_request(client, settings, page):
    settings.SITE_URL = "https://www.example.com"
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get(page, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    html = answer.content.decode()
    assert f'<link rel="canonical" href="https://www.example.com{page}">' in html
    assert "evil.example" not in html


def test_a_page_without_an_address_of_its_own_has_no_canonical(client):
    html = client.get("/search/?q=x").content.decode()
    assert "canonical" not in html
    assert 'content="noindex, nofollow"' in html


def test_the_home_page_describes_the_firm(client, settings):
    settings.SITE_URL = "https://www.example.com"
    make_settings(summary="两位律师。")
    firm = by_type(client, "/")["LegalService"]
    assert firm["name"] == "青石律师事务所"
    assert firm["@id"] == "https://www.example.com/#firm"
    assert (firm["telephone"], firm["identifier"]) == ("0330-5559900", "31000000MD00000000")
    assert (firm["areaServed"], firm["description"]) == ("云澜", "两位律师。")


def test_the_contact_page_gives_the_addresses(client):
    Office.objects.create(address="云澜路 1 号")
    assert by_type(client, "/contact/")["LegalService"]["address"] == ["云澜路 1 号"]


def test_a_profile_describes_the_person(client):
    make_settings()
    lawyer = make_lawyer(name="林致远", post="合伙人律师")
    lawyer.areas.add(make_area(name="婚姻家庭"), make_area(name="不公开", is_published=False))
    person = by_type(client, lawyer.get_absolute_url())["Person"]
    assert (person["name"], person["jobTitle"]) == ("林致远", "合伙人律师")
    assert (person["identifier"], person["knowsAbout"]) == (lawyer.licence_number, ["婚姻家庭"])
    assert person["worksFor"]["@type"] == "LegalService"


def test_the_way_to_a_page_is_told_in_order(client):
    parent = make_area(name="上级")
    area = make_area(name="下级", parent=parent)
    crumbs = by_type(client, area.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["首页", "业务领域", "上级", "下级"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3, 4]
    assert crumbs[3]["item"] == absolute_url(area.get_absolute_url())


NASTY = '</script><script>alert(1)</script><!-- " \\ & \u2028 \x07'


def test_nothing_in_structured_data_can_end_its_script(client):
    make_settings(summary=NASTY[:300], slogan="x", site_name="</script>&'\"")
    html = client.get("/").content.decode()
    assert "<script>alert" not in html
    assert by_type(client, "/")["LegalService"]["description"] == NASTY


def test_structured_data_survives_any_text():
    shown = Template("{% load firm_tags %}{% jsonld data %}").render(
        Context({"data": {"a": NASTY}})
    )
    assert blocks(shown) == [{"a": NASTY}]
    assert shown.count("<") == shown.count(">") == 2


def test_a_title_is_escaped(client):
    lawyer = make_lawyer(name="<b>&林")
    html = client.get(lawyer.get_absolute_url()).content.decode()
    assert "<title>&lt;b&gt;&amp;林律师 - " in html


def test_blanks_are_left_out_of_structured_data():
    data = head.legal_service(Identity())
    assert all(data.values())


def test_an_app_that_does_not_know_the_firm_hands_over_plain_values():
    head = page_head({"title": "x", "path": "/x/", "trail": [("x", "/x/")]})
    assert head.trail == [("首页", "/"), ("x", "/x/")]
    assert head.canonical == absolute_url("/x/")
    assert (page_head(head), page_head("")) == (head, "")


def test_a_head_without_a_path_has_no_canonical():
    assert Head(title="x").canonical == ""
    assert Head(title="x").card(Identity()) is None


def test_the_contact_page_says_no_more_than_it_shows(client):
    make_settings(summary="两位律师。", email="desk@example.com")
    Office.objects.create(address="云澜路 1 号")
    html = client.get("/contact/").content.decode()
    firm = by_type(client, "/contact/")["LegalService"]
    assert "description" not in firm
    text = html.split("<body>")[1]
    for value in (firm["telephone"], firm["email"], firm["identifier"], *firm["address"]):
        assert value in text
    assert "email" not in by_type(client, "/")["LegalService"]


def test_opening_hours_come_from_the_hours_that_are_shown(client):
    make_settings(hours="周一至周五 9:00-12:00，14:00-18:00（法定节假日除外）")
    week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    shown = by_type(client, "/")["LegalService"]["openingHoursSpecification"]
    assert [(one["opens"], one["closes"]) for one in shown] == [
        ("09:00", "12:00"),
        ("14:00", "18:00"),
    ]
    assert all(one["dayOfWeek"] == week for one in shown)


@pytest.mark.parametrize("hours", ["", "工作日白天，晚上可以预约", "全年无休"])
def test_hours_that_cannot_be_read_are_not_guessed(client, hours):
    make_settings(hours=hours)
    assert "openingHoursSpecification" not in by_type(client, "/")["LegalService"]


def test_midnight_is_said_in_the_form_that_machines_know():
    (shown,) = head.opening_hours("每天 0:00-24:00")
    assert (shown["opens"], shown["closes"], len(shown["dayOfWeek"])) == ("00:00", "23:59", 7)


def test_the_profile_says_no_more_than_it_shows(client):
    make_settings()
    lawyer = make_lawyer(name="林致远", phone="0330-5550111", summary="专注家事。")
    html = client.get(lawyer.get_absolute_url()).content.decode().split("<body>")[1]
    person = by_type(client, lawyer.get_absolute_url())["Person"]
    for name in ("name", "jobTitle", "identifier", "telephone", "description"):
        assert person[name] in html
    assert person["worksFor"]["name"] in html


def test_the_home_page_alone_carries_the_code_of_baidu(client):
    make_settings(baidu_verification="codeva-abc123")
    tag = '<meta name="baidu-site-verification" content="codeva-abc123">'
    assert tag in client.get("/").content.decode()
    assert tag not in client.get("/contact/").content.decode()


def test_without_a_code_there_is_no_tag(client):
    assert "baidu-site-verification" not in client.get("/").content.decode()


def test_the_share_card_of_qq_names_the_page(client):
    make_settings()
    html = client.get("/lawyers/").content.decode()
    assert '<meta itemprop="name" content="云澜执业律师">' in html
    assert '<meta itemprop="description" content="执业证号' in html


def test_a_later_page_of_a_list_has_a_title_of_its_own():
    assert Head("全部文章", path="/articles/?page=2").title == "全部文章（第2页）"
    assert Head("全部文章", path="/articles/").title == "全部文章"

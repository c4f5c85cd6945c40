"""Titles, descriptions, canonical addresses and structured data, by themselves and chosen."""

import json
import re
from html import unescape

import pytest
from django.template import Context, Template

from firm.base import current_site
from firm.base.current_site import absolute_url
from firm.models import Office, Page, PageWords
from firm.site import head
from firm.site.head import Head
from firm.site.identity import Identity
from firm.templatetags.firm_tags import page_head
from tests.factories import make_area, make_article, make_lawyer, make_settings

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


def test_home_and_contact_describe_the_firm_and_say_no_more_than_they_show(client, settings):
    settings.SITE_URL = "https://www.example.com"
    make_settings(summary="两位律师。", email="desk@example.com")
    Office.objects.create(address="云澜路 1 号")
    firm = by_type(client, "/")["LegalService"]
    assert firm["name"] == "青石律师事务所"
    assert firm["@id"] == "https://www.example.com/#firm"
    assert (firm["telephone"], firm["identifier"]) == ("0330-5559900", "31000000MD00000000")
    assert (firm["areaServed"], firm["description"]) == ("云澜", "两位律师。")
    assert "email" not in firm
    text = client.get("/contact/").text.split("<body>")[1]
    firm = by_type(client, "/contact/")["LegalService"]
    assert firm["address"] == ["云澜路 1 号"]
    assert "description" not in firm
    for value in (firm["telephone"], firm["email"], firm["identifier"], *firm["address"]):
        assert value in text


def test_a_profile_describes_the_person_and_says_no_more_than_it_shows(client):
    make_settings()
    lawyer = make_lawyer(
        name="林致远", post="合伙人律师", phone="0330-5550111", summary="专注家事。"
    )
    lawyer.areas.add(make_area(name="婚姻家庭"), make_area(name="不公开", is_published=False))
    html = client.get(lawyer.get_absolute_url()).text.split("<body>")[1]
    person = by_type(client, lawyer.get_absolute_url())["Person"]
    assert (person["name"], person["jobTitle"]) == ("林致远", "合伙人律师")
    assert (person["identifier"], person["knowsAbout"]) == (lawyer.licence_number, ["婚姻家庭"])
    assert person["worksFor"]["@type"] == "LegalService"
    for name in ("name", "jobTitle", "identifier", "telephone", "description"):
        assert person[name] in html
    assert person["worksFor"]["name"] in html


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
    shown = Template("{% load firm_tags %}{% jsonld data %}").render(
        Context({"data": {"a": NASTY}})
    )
    assert blocks(shown) == [{"a": NASTY}]
    assert shown.count("<") == shown.count(">") == 2
    lawyer = make_lawyer(name="<b>&林")
    html = client.get(lawyer.get_absolute_url()).content.decode()
    assert "<title>&lt;b&gt;&amp;林律师 - " in html


def test_a_head_has_a_canonical_address_with_a_path_alone():
    data = head.legal_service(Identity())
    assert all(data.values())
    made = page_head({"title": "x", "path": "/x/", "trail": [("x", "/x/")]})
    assert made.trail == [("首页", "/"), ("x", "/x/")]
    assert made.canonical == absolute_url("/x/")
    assert (page_head(made), page_head("")) == (made, "")
    assert Head(title="x").canonical == ""
    assert Head(title="x").card(Identity()) is None
    assert Head("全部文章", path="/articles/?page=2").title == "全部文章（第2页）"
    assert Head("全部文章", path="/articles/").title == "全部文章"
    (shown,) = head.opening_hours("每天 0:00-24:00")
    assert (shown["opens"], shown["closes"], len(shown["dayOfWeek"])) == ("00:00", "23:59", 7)


def test_opening_hours_come_from_the_hours_that_are_shown_and_are_not_guessed(client):
    make_settings(hours="周一至周五 9:00-12:00，14:00-18:00（法定节假日除外）")
    week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    shown = by_type(client, "/")["LegalService"]["openingHoursSpecification"]
    assert [(one["opens"], one["closes"]) for one in shown] == [
        ("09:00", "12:00"), ("14:00", "18:00"),
    ]  # fmt: skip
    assert all(one["dayOfWeek"] == week for one in shown)
    for hours in ("", "工作日白天，晚上可以预约", "全年无休"):
        make_settings(hours=hours)
        assert "openingHoursSpecification" not in by_type(client, "/")["LegalService"]


def test_the_home_page_alone_carries_the_code_of_baidu(client):
    assert "baidu-site-verification" not in client.get("/").content.decode()
    make_settings(baidu_verification="codeva-abc123")
    tag = '<meta name="baidu-site-verification" content="codeva-abc123">'
    assert tag in client.get("/").content.decode()
    assert tag not in client.get("/contact/").content.decode()
    make_settings()
    html = client.get("/lawyers/").content.decode()
    assert '<meta itemprop="name" content="云澜执业律师">' in html
    assert '<meta itemprop="description" content="执业证号' in html


@pytest.fixture
def site():
    """A firm in 云澜 with two lawyers in two fields."""
    make_settings(summary="两位律师。", slogan="把话说明白。")
    family, labour = make_area(name="婚姻家庭"), make_area(name="劳动与工伤")
    make_lawyer(name="林致远", summary="主要办理家事案件").areas.add(family, labour)
    make_lawyer(name="沈青禾").areas.add(family)
    return Identity()


def by_name(rows, name):
    return next(one for one in rows if one.name == name)


def test_pages_name_city_fields_and_lawyers(site):
    words = head.home(site)
    assert words.title == "云澜律师：婚姻家庭、劳动与工伤"
    assert words.description == "两位律师。青石律师事务所（云澜）。办理婚姻家庭、劳动与工伤。"
    words = head.lawyer(by_name(head.records.lawyers(), "林致远"), site)
    assert words.title == "林致远律师：云澜婚姻家庭、劳动工伤律师"
    assert words.description == "主要办理家事案件。林致远律师，青石律师事务所（云澜）。"
    long = head.lawyer(make_lawyer(bio="先听完，再说。" * 20), site).description
    assert "……律师甲" in long  # and no full stop behind half a sentence
    words = head.area(by_name(head.records.areas(), "婚姻家庭"), site)
    assert words.title == "云澜婚姻家庭律师"
    assert words.description == "青石律师事务所（云澜）林致远律师、沈青禾律师办理。"
    with current_site.speaking_as(by_name(head.records.lawyers(), "沈青禾")):
        assert head.home(Identity()).title == "云澜律师：婚姻家庭"
    assert head.area_title(make_area(name="其他"), site) == "其他"
    below = make_area(name="量刑", parent=make_area(name="刑事辩护"))
    assert head.area_title(below, site) == "量刑法律问答"  # of which nobody says to work there
    assert "刑事辩护" not in head.areas(site).description
    make_lawyer().areas.add(below.parent)
    assert head.area_title(below, site) == "量刑：云澜刑事辩护律师"
    for number in range(9):
        make_lawyer().areas.add(make_area(name=f"很长的业务领域名称{number}"))
    assert len(head.home(Identity()).title) <= head.LONGEST_TITLE


def test_the_city_is_named_once_as_people_type_it(site):
    make_settings(firm_name="云澜青石律师事务所")
    assert "云澜云澜" not in head.home(Identity()).description
    make_settings(city="江东省云澜市", firm_name="云澜青石律师事务所")
    words = head.lawyers(Identity())
    assert words.title == "云澜执业律师"
    assert words.description.startswith("云澜青石律师事务所的律师：")
    assert head.contact(Identity()).title == "联系我们：云澜青石律师事务所"


def test_without_city_area_and_names_nothing_is_made_up():
    site, page = Identity(), Page(title="收费说明", body="<p>按件。</p>")
    assert head.home(site) == ("", "")
    assert head.lawyers(site) == ("律师", "执业证号、业务领域和联系方式。")
    assert head.areas(site).title == "业务领域"
    assert head.contact(site).title == "联系我们"
    assert head.page(page, site) == ("收费说明", "按件。")
    assert head.lawyer(make_lawyer(name="林致远"), site) == ("林致远律师", "")


def told(client, address):
    """The title and the description of a page, as a search engine reads them."""
    html = client.get(address).content.decode()
    title = re.search(r"<title>(.*?)</title>", html)[1]
    said = re.search(r'<meta name="description" content="(.*?)">', html)
    return unescape(title), unescape(said[1]) if said else ""


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("home", "/"), ("lawyers", "/lawyers/"), ("areas", "/areas/"), ("contact", "/contact/"),
        ("articles", "/articles/"),
    ],
)  # fmt: skip
def test_what_was_chosen_takes_the_place_of_what_a_page_says_by_itself(client, page, address):
    make_settings()
    head.choose(page=page, title="选定的<标题>", description="选定的描述。")
    assert told(client, address) == ("选定的<标题> - 青石律师网", "选定的描述。")


def test_pages_of_records_take_theirs_and_nobody_elses(client):
    make_settings()
    article, other = make_article(summary="先看合同。"), make_lawyer()
    for kind, one in (
        ("article", article), ("area", article.area), ("lawyer", article.author),
    ):  # fmt: skip
        head.choose(page=head.key(kind, one), title=f"选定{kind}", description="乙")
        assert told(client, one.get_absolute_url()) == (f"选定{kind} - 青石律师网", "乙")
    assert "选定" not in told(client, other.get_absolute_url())[0]
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'"headline": "{article.title}"' in html  # the article itself keeps its words
    assert '"description": "先看合同。"' in html
    assert article.title in html.split("<body>")[1]


def test_one_text_alone_leaves_the_other_and_two_empty_ones_leave_nothing(client):
    make_settings(summary="两位律师。")
    head.choose(page="home", title="选定的标题", description="")
    assert told(client, "/")[1].startswith("两位律师。")
    head.choose(page="home", title="", description="")
    assert not PageWords.objects.exists()
    head.choose(page="articles", title="选定的标题", description="")
    [make_article() for _ in range(21)]
    assert told(client, "/articles/?page=2")[0].startswith("选定的标题（第2页）")

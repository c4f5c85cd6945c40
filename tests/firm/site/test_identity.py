"""As whom the site speaks, its colour and mark, the card for an address book."""

import base64
import hashlib
import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from firm.models import Lawyer, Office, Page, SiteSettings
from firm.models.firm import NAMELESS
from firm.site.identity import Identity
from firm.site.records import save_page
from firm.site.vcards import address_parts
from tests.factories import make_lawyer, make_notice, make_settings
from tests.firm.pictures import picture, upload
from tests.website.http.test_csp import policy

pytestmark = pytest.mark.django_db
PAGES = ["/", "/lawyers/", "/articles/", "/search/", "/consult/", "/consult/thread/", "/contact/"]


def html(client, address="/"):
    return client.get(address).content.decode()


def test_a_solo_firm_speaks_as_its_lawyer_several_as_the_firm(client):
    assert Identity().name == NAMELESS
    assert NAMELESS in html(client)
    make_settings(phone="", site_name="林致远律师网"), make_lawyer(is_published=False)
    lawyer = make_lawyer(name="林致远", phone="13812345678")
    assert (Identity().name, Identity().solo) == ("林致远律师", lawyer)
    assert (Identity().phone, Identity().tel) == ("13812345678", "tel:+8613812345678")
    make_settings(site_name="")  # a firm that has entered one lawyer so far
    assert (Identity().name, Identity().solo) == ("青石律师事务所", None)
    make_lawyer(), make_settings(site_name="林致远律师网")
    assert (Identity().name, Identity().solo) == ("林致远律师网", None)
    assert Lawyer(name="林律师").title == "林律师"


def foot(client, page="/"):
    return html(client, page).split("<footer")[1]


@pytest.mark.parametrize("page", [*PAGES, "/nothing/"])
def test_every_page_carries_name_city_and_the_number_of_today_and_leads_on(client, page):
    make_settings(site_name="林致远律师网"), make_lawyer(name="林致远")
    head, rest = html(client, page).split("<body>")[1].split("<main")
    for shown in ("林致远律师", "林致远律师网", "云澜", "0330-5559900", 'href="tel:+863305559900"'):
        assert shown in head
    assert re.search(r'<a [^>]*href="/consult/"', head + rest)
    below = rest.split("<footer")[1]
    for shown in (
        'href="/">首页',
        ">在线咨询</a>",
        ">联系我们</a>",
        "咨询热线",
        "tel:+863305559900",
    ):
        assert shown in below
    make_settings(phone="0330-5550199")
    whole = html(client, page)
    assert "林致远律师" not in whole.split("<body>")[1].split("<main")[0]
    assert "咨询热线" in whole
    assert "0330-5550199" in whole
    assert "0330-5559900" not in whole


def test_filing_numbers_and_qq_are_links_that_tell_nobody_where_one_came_from(client):
    make_notice()
    assert "qq" not in foot(client)
    assert "beian" not in foot(client)
    assert "咨询热线" in foot(client)
    numbers = {"icp_number": "苏ICP备12345678号-1", "police_number": "苏公网安备 32010002000001号"}
    make_settings(**numbers, qq="123456789")
    links = dict(re.findall(r'<a href="([^"]*)"[^>]*>([^<]*号[^<]*)</a>', foot(client)))
    police = "https://beian.mps.gov.cn/#/query/webSearch?code=32010002000001"
    assert links == {
        "https://beian.miit.gov.cn/": "苏ICP备12345678号-1",
        police: "苏公网安备 32010002000001号",
    }
    qq = "https://wpa.qq.com/msgrd?v=3&amp;uin=123456789&amp;site=qq&amp;menu=yes"
    assert f'href="{qq}"' in foot(client)
    assert ">123456789<" in foot(client)
    outside = re.findall(r'<a\s[^>]*href="https?://(?!127)[^>]*>', html(client))
    assert len(outside) >= 3
    assert all('rel="noopener noreferrer"' in tag for tag in outside)


def test_the_foot_has_the_years_the_disclaimer_and_the_licence(client):
    year = timezone.localdate().year
    for founded, shown in ((2011, f"2011–{year}"), (year, year), (year + 5, year), (None, year)):
        assert SiteSettings(founded_year=founded).copyright_years == str(shown)
    make_settings(founded_year=2011, disclaimer="内容不构成法律意见。<b>")
    assert f"© 2011–{year}" in foot(client)
    assert "内容不构成法律意见。&lt;b&gt;" in foot(client)
    assert "执业许可证号：31000000MD00000000" in foot(client)


def test_standing_pages_are_in_the_foot_while_they_are_shown(client):
    for number, (shown, in_foot) in enumerate([(True, True), (True, False), (False, True)]):
        page = Page(title=f"页面{number}", slug=f"page{number}", body="<p>x</p>")
        page.is_published, page.in_foot = shown, in_foot
        save_page(page=page)
    assert re.findall("页面[0-9]", foot(client)) == ["页面0"]


@pytest.fixture
def lawyer(db):
    make_settings(city="云澜市", phone="0330-5559900")
    Office.objects.create(address="云澜市石桥区示例路100号，8层;801室")
    return make_lawyer(
        name="林致远",
        slug="lin",
        post="合伙人律师",
        licence_number="19001201510000001",
        phone="13812345678",
        email="lin@example.com",
    )


def answer(client, lawyer):
    return client.get(f"{lawyer.get_absolute_url()}card.vcf")


def read(client, lawyer):
    """Name of each property with its unfolded value."""
    text = answer(client, lawyer).content.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.splitlines())


def test_it_holds_who_where_and_how_to_reach_escaped(client, lawyer):
    card = read(client, lawyer)
    assert card["N"] == "林;致远;;;"
    assert card["FN"] == "林致远"
    assert card["ORG"] == "青石律师事务所"
    assert card["TITLE"] == "合伙人律师"
    assert card["TEL;TYPE=CELL,VOICE"] == "+8613812345678"
    assert card["EMAIL;TYPE=INTERNET,WORK"] == "lin@example.com"
    assert card["URL"] == "http://127.0.0.1:8000/lawyers/lin/"
    assert card["NOTE"].endswith("：19001201510000001")
    response = answer(client, lawyer)
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%9E%97%E8%87%B4%E8%BF%9C%E5%BE%8B%E5%B8%88.vcf"
    )
    type(lawyer).objects.update(phone="13812345678转12")
    assert "TEL;TYPE=CELL,VOICE" in read(client, lawyer)
    street = read(client, lawyer)["ADR;TYPE=WORK"].split(";", 2)[2]
    assert street == "石桥区示例路100号，8层\\;801室;云澜市;;;中国"
    lawyer.post = "合伙人,主任\\\nNOTE:x"
    lawyer.save()
    assert read(client, lawyer)["TITLE"] == "合伙人\\,主任\\\\\\nNOTE:x"
    lawyer.phone = ""
    lawyer.save()
    assert read(client, lawyer)["TEL;TYPE=WORK,VOICE"] == "+863305559900"


@pytest.mark.parametrize(
    ("address", "city", "parts"),
    [
        ("成都市锦江区1号", "成都", ("锦江区1号", "成都市", "")),
        ("四川省成都市锦江区1号", "成都", ("锦江区1号", "成都市", "四川省")),
        ("锦江区1号", "成都", ("锦江区1号", "成都", "")),
        ("上海市浦东新区1号", "成都", ("浦东新区1号", "上海市", "")),
        ("新市区北京路8号", "乌鲁木齐", ("新市区北京路8号", "乌鲁木齐", "")),
        ("重庆路8号", "重庆", ("重庆路8号", "重庆", "")),
        ("凉山彝族自治州西昌市1号", "凉山", ("西昌市1号", "凉山彝族自治州", "")),
        ("吉林省吉林市船营区1号", "吉林", ("船营区1号", "吉林市", "吉林省")),
        ("青石路1号", "", ("青石路1号", "", "")),
    ],
)
def test_an_address_is_taken_apart_where_it_names_its_city(address, city, parts):
    assert address_parts(address, city) == parts


def test_lines_are_folded_at_75_octets_and_never_inside_a_character(client, lawyer):
    lawyer.post = "合伙人律师" * 6
    lawyer.save()
    lines = answer(client, lawyer).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")]
    assert read(client, lawyer)["TITLE"] == lawyer.post


def test_a_bare_lawyer_has_a_bare_card_and_one_who_is_not_shown_none(client):
    lawyer = make_lawyer(name="林致远", licence_number="")
    assert set(read(client, lawyer)) == {
        "BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "URL", "END"
    }  # fmt: skip
    assert answer(client, make_lawyer(is_published=False)).status_code == 404


def test_the_profile_shows_a_code_that_leads_home(client, lawyer):
    page = client.get(lawyer.get_absolute_url()).content.decode()
    code = re.search(r'<svg class="qr"[^>]*>', page)[0]
    assert 'role="img"' in code
    assert "林致远律师的主页" in code
    assert "http://127.0.0.1:8000/lawyers/lin/</" in page


def test_a_lawyer_who_was_deleted_since_the_request_began_has_no_page(kept_client):
    lawyer = make_lawyer(slug="lin")
    kept_client.get("/")
    Lawyer.objects.all().delete()
    assert kept_client.get(lawyer.get_absolute_url()).status_code == 404


def test_the_firms_colour_stands_in_the_page_and_its_hash_in_the_policy(admin_client):
    make_settings()
    client = Client()
    assert "<style" not in client.get("/").text
    make_settings(accent="#8a2b2b")
    answer = client.get("/")
    (rules,) = re.findall(r"<style>(.+?)</style>", answer.text)
    assert "--firm-accent:#8a2b2b;" in rules
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    assert policy(answer)["style-src"] == {"'self'", f"'sha256-{digest}'"}
    one, other = client.get("/contact/"), client.get("/contact/")
    assert (one.content, policy(one)) == (other.content, policy(other))
    page = admin_client.get("/admin/firm/page/add/")
    assert "<style>" in page.text
    assert policy(page)["style-src"] == {"'self'", "'unsafe-inline'"}


@pytest.mark.parametrize("accent", ["", "#14", "red", "#8a2b2z", "}a{b:c}", "</style"])
def test_a_colour_that_no_form_has_checked_is_none(client, accent):
    type(make_settings()).objects.update(accent=accent)
    answer = client.get("/contact/")
    assert answer.status_code == 200
    assert "<style" not in answer.text
    assert client.get("/no/").status_code == 404


def test_a_site_without_a_mark_shows_the_first_sign_of_its_name_and_nothing_breaks_out(client):
    make_settings(site_name="石桥律师网")
    answer = client.get("/mark.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert ">石</text>" in answer.text
    assert client.get("/mark.svg")["Cache-Control"] == "no-cache"
    make_settings(site_name="<script>")
    assert "&lt;</text>" in client.get("/mark.svg").text


def test_a_mark_of_its_own_stands_in_the_head_and_on_the_tab(client):
    settings = make_settings(mark=upload(picture(size=(200, 200))))
    address = settings.mark.picture.src
    page = client.get("/").text
    assert f'class="mark" src="{address}"' in page
    assert f'<link rel="icon" href="{address}">' in " ".join(page.split())
    assert client.get("/mark.svg").headers["Location"] == address
    assert client.get("/favicon.ico").headers["Location"] == "/mark.svg"


def test_addresses_are_those_of_reverse_and_an_unknown_name_is_an_error():
    def rendered(text, **values):
        return Template(text).render(Context(values))

    assert rendered("{% url 'search' %}{% url name %}", name="home") == reverse("search") + "/"
    assert rendered("{% url 'articles:detail' pk %}", pk=7) == "/articles/7/"
    assert rendered("{% url 'search' as here %}-{{ here }}") == f"-{reverse('search')}"
    assert rendered("{% url 'nowhere' as here %}-{{ here }}") == "-"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nowhere' %}")

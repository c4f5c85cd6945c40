"""As whom the site speaks, and what stands on every page."""

import re

import pytest
from django.utils import timezone

from firm.models import Page, SiteSettings
from firm.models.firm import NAMELESS
from firm.site.identity import Identity
from firm.site.records import save_page
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings

pytestmark = pytest.mark.django_db
PAGES = ["/", "/lawyers/", "/articles/", "/search/", "/consult/", "/consult/thread/", "/contact/"]


def html(client, address="/"):
    return client.get(address).content.decode()


def test_a_solo_firm_speaks_as_its_lawyer():
    make_settings()
    lawyer = make_lawyer(name="林致远")
    assert (Identity().name, Identity().solo) == ("林致远律师", lawyer)


def test_several_lawyers_speak_as_the_firm():
    make_settings(), make_lawyer(), make_lawyer()
    assert (Identity().name, Identity().solo) == ("青石律师网", None)


def test_a_lawyer_who_is_not_shown_does_not_count():
    make_settings(), make_lawyer(name="林致远"), make_lawyer(is_published=False)
    assert Identity().name == "林致远律师"


def test_a_lawyer_whose_name_ends_with_the_title_is_not_called_it_twice():
    assert make_lawyer(name="林律师").title == "林律师"


def test_a_site_without_anything_has_a_name_all_the_same(client):
    assert Identity().name == NAMELESS
    assert NAMELESS in html(client)


def test_the_solo_lawyers_own_number_is_the_hotline_where_the_firm_has_none():
    make_settings(phone=""), make_lawyer(phone="13812345678")
    assert (Identity().phone, Identity().tel) == ("13812345678", "tel:+8613812345678")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lawyers", [1, 2])
def test_every_page_carries_name_city_and_a_number_to_tap(client, page, lawyers):
    make_settings()
    [make_lawyer(name=f"林致远{number}") for number in range(lawyers)]
    head = html(client, page).split("<body>")[1].split("<main")[0]
    for shown in ("青石律师网", "云澜", "0330-5559900", 'href="tel:+863305559900"'):
        assert shown in head
    assert ("林致远0律师" in head) is (lawyers == 1)


def test_a_changed_number_is_changed_everywhere(client):
    make_settings(), make_lawyer()
    article = make_article(author=make_lawyer())
    make_settings(phone="0330-5550199")
    for page in [*PAGES, article.get_absolute_url()]:
        assert "0330-5550199" in html(client, page)
        assert "0330-5559900" not in html(client, page)


def foot(client, page="/"):
    return html(client, page).split("<footer")[1]


@pytest.mark.parametrize("page", [*PAGES, "/nothing/"])
def test_the_foot_has_navigation_and_hotline(client, page):
    make_settings()
    for shown in (
        'href="/">首页',
        ">法律咨询</a>",
        ">联系我们</a>",
        "咨询热线",
        "tel:+863305559900",
    ):
        assert shown in foot(client, page)


def test_the_foot_of_a_solo_firm_names_the_lawyers_hotline(client):
    make_settings(), make_lawyer()
    assert "律师热线" in foot(client)


def test_the_filing_numbers_link_to_the_authorities(client):
    make_settings(icp_number="苏ICP备12345678号-1", police_number="苏公网安备 32010002000001号")
    links = dict(re.findall(r'<a href="([^"]*)"[^>]*>([^<]*号[^<]*)</a>', foot(client)))
    police = "https://beian.mps.gov.cn/#/query/webSearch?code=32010002000001"
    assert links == {
        "https://beian.miit.gov.cn/": "苏ICP备12345678号-1",
        police: "苏公网安备 32010002000001号",
    }


def test_without_filing_numbers_there_is_no_empty_link(client):
    make_settings()
    assert "beian" not in foot(client)


def test_links_to_other_hosts_tell_nobody_where_they_came_from(client):
    make_settings(
        icp_number="苏ICP备12345678号", qq="123456", police_number="苏公网安备 32010002000001号"
    )
    outside = re.findall(r'<a\s[^>]*href="https?://(?!127)[^>]*>', html(client))
    assert len(outside) >= 3
    assert all('rel="noopener noreferrer"' in tag for tag in outside)


def test_the_message_link_leads_to_qq_with_the_number_as_text(client):
    make_settings(qq="123456789")
    assert 'href="https://wpa.qq.com/msgrd?v=3&amp;uin=123456789&amp;site=qq&amp;menu=yes"' in foot(
        client
    )
    assert ">123456789<" in foot(client)


def test_without_qq_the_message_link_leads_to_the_form(client):
    make_notice()
    link = re.search(r'<p class="message-link">(.*?)</p>', foot(client), re.S)[1]
    assert 'href="/consult/"' in link
    assert "qq" not in link


def test_copyright_years_run_to_this_year(client):
    year = timezone.localdate().year
    assert SiteSettings(founded_year=2011).copyright_years == f"2011–{year}"
    assert SiteSettings(founded_year=year).copyright_years == str(year)
    assert SiteSettings(founded_year=year + 5).copyright_years == str(year)
    assert SiteSettings().copyright_years == str(year)
    make_settings(founded_year=2011)
    assert f"© 2011–{year} 青石律师事务所" in foot(client)


def test_the_disclaimer_and_the_licence_stand_in_the_foot(client):
    make_settings(disclaimer="内容不构成法律意见。<b>")
    assert "内容不构成法律意见。&lt;b&gt;" in foot(client)
    assert "执业许可证号：31000000MD00000000" in foot(client)


def test_standing_pages_are_in_the_foot_while_they_are_shown(client):
    for number, (shown, in_foot) in enumerate([(True, True), (True, False), (False, True)]):
        page = Page(title=f"页面{number}", slug=f"page{number}", body="<p>x</p>")
        page.is_published, page.in_foot = shown, in_foot
        save_page(page=page)
    assert re.findall("页面[0-9]", foot(client)) == ["页面0"]


@pytest.mark.parametrize("page", PAGES)
def test_the_way_to_ask_is_a_plain_link_on_every_page(client, page):
    make_settings(), make_area()
    assert re.search(r'<a [^>]*href="/consult/"', html(client, page))

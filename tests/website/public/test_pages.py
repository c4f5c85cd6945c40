"""The home page and that of the areas, and how every page leads to the form or to the telephone."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from articles.public.lists import tree
from consult.public.intake import TITLE
from firm.base import current_site
from tests.consult.posting import FORM
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.firm.pictures import picture, upload
from tests.screen import Screen, browser
from website.public.views import AREAS

pytestmark = pytest.mark.django_db
CALL, ASK = ("打电话", "tel:+861080000000"), ("在线咨询", "/consult/")
AGAIN = {"重新咨询", "重新提交"}  # of somebody who has asked before


def html(client):
    return client.get("/").text


def test_the_home_page_shows_areas_lawyers_and_answers_and_by_when_one_comes(client):
    page = html(client)
    assert "尚未公布" in page
    assert 'href="/consult/"' in page
    make_settings(
        slogan="把话说清楚",
        summary="本案本地办理。",
        reply_promise_hours=24,
        hours="每天 0:00-24:00",
    )
    make_notice()
    area, lawyer = make_area(name="婚姻家庭"), make_lawyer(name="林致远")
    titles = [
        make_article(
            title=f"第{number}问？", area=area, author=lawyer,
            publish_at=timezone.now() - timedelta(days=number),
        ).title
        for number in range(1, 10)
    ]  # fmt: skip
    page, due = html(client), timezone.localtime() + timedelta(hours=24)
    for shown in ("把话说清楚", "本案本地办理。", "婚姻家庭", "林致远律师", "24小时内", "正在上班"):
        assert shown in page
    assert [title for title in titles if title in page] == titles[:6]
    assert any(f"{day.month}月{day.day}日" in page for day in (due, due + timedelta(minutes=30)))


def test_what_is_not_published_is_not_shown(client):
    area, author = make_area(), make_lawyer()
    tomorrow = timezone.now() + timedelta(days=1)
    make_article(title="草稿文章？", state="draft", area=area, author=author)
    make_article(title="明天的文章？", publish_at=tomorrow, area=area, author=author)
    make_article(title="撤下的文章？", state="withdrawn", area=area, author=author)
    assert "文章？" not in html(client)


def test_a_firm_of_many_shows_three_faces_or_slips_with_the_whole_name_and_the_way_to_all():
    make_settings(), make_lawyer(name="欧阳明远")
    make_lawyer(name="沈若宁", portrait=upload(picture()))
    make_lawyer(), make_lawyer()
    page = Screen.at(browser(), "/")
    first, second, _ = page.soup.select(".faces li")
    assert first.select_one(".slip").get_text(strip=True) == "欧阳明远"
    assert second.select_one(".slip") is None
    assert page.follow("查看全部4位律师").address == "/lawyers/"


def page(address="/areas/"):
    return Screen.at(browser(), address)


def test_all_areas_stand_on_one_page_in_two_levels_with_what_they_hold():
    work = make_area(name="劳动", summary="被辞退怎么办")
    injury = make_area(name="工伤", parent=work)
    make_area(name="税务")
    make_area(name="藏着的", is_published=False)
    make_article(area=work), make_article(area=injury), make_article(area=injury, state="draft")
    first, second = page().soup.select(".area")
    assert first.h2.get_text(" ", strip=True) == "劳动 2篇问答"
    assert "被辞退怎么办" in first.get_text()
    assert first.select_one(".area-below a").get_text(" ", strip=True) == "工伤 1篇"
    assert second.h2.get_text(strip=True) == "税务"  # without a number: it has none yet


def test_without_areas_the_page_leads_to_the_form():
    make_notice()
    assert "尚未公布" in page().text
    assert page().follow("在线咨询").address == "/consult/"


def test_the_home_page_shows_the_first_areas_and_folds_the_rest():
    for number in range(AREAS):
        make_area(name=f"第{number}类")
    assert len(page("/").soup.select(".area")) == AREAS
    assert page("/").soup.select("main details") == []
    make_area(name="多出来的")
    home = page("/")
    assert len(home.soup.select(".area")) == AREAS
    assert home.soup.details.summary.get_text(strip=True) == f"全部{AREAS + 1}类业务领域"
    names = [one.get_text(strip=True) for one in home.soup.select("main details a")]
    assert names == ["多出来的", "各类业务的介绍"]
    assert home.follow("各类业务的介绍").address == "/areas/"


def test_an_area_below_a_hidden_one_stands_for_itself_and_a_lawyers_own_site_has_the_own():
    make_area(name="量刑", parent=make_area(name="刑事", is_published=False))
    assert [branch.area.name for branch in tree()] == ["量刑"]
    lin = make_lawyer()
    lin.areas.add(make_area(name="家事"))
    with current_site.speaking_as(lin):
        assert [branch.area.name for branch in tree()] == ["家事"]


@pytest.fixture
def open_pages():
    """Every kind of page that leads to the form where it is open."""
    make_settings()
    area, lawyer = make_area(), make_lawyer()
    make_article(area=area, author=lawyer)
    article = make_article(area=area, author=lawyer)
    of = [area, lawyer, article]
    listed = ["/", "/contact/", "/lawyers/", "/articles/", "/search/", "/search/?q=无此内容"]
    return [*listed, "/nothing/", "/consult/thread/", *(one.get_absolute_url() for one in of)]


def leads(client, address):
    """Whether anything on a page leads to the form, but for the foot's word for asking."""
    above = client.get(address).text.split("<footer")[0]
    return re.search(rf'href="{FORM}[?"]', above) is not None


def test_pages_lead_to_an_open_form_and_never_to_a_closed_one(client, open_pages):
    assert [address for address in open_pages if leads(client, address)] == []
    assert all("tel:" in client.get(address).text for address in open_pages)
    make_settings(phone="", reply_promise_hours=24)
    assert [address for address in open_pages if leads(client, address)] == []
    assert [one for one in open_pages if "24小时内" in client.get(one).text] == []
    make_notice()
    assert [address for address in open_pages if not leads(client, address)] == []


def offered(address="/"):
    """What the entry of a page offers: words and address."""
    links = Screen.at(browser(), address).soup.select(".float a")
    return [(one.get_text().strip(), one["href"]) for one in links]


@pytest.fixture
def firm():
    make_notice()
    make_lawyer(name="沈若宁")  # of one alone the telephone is called that lawyer's
    return make_settings(phone="010-8000 0000")


def test_each_page_offers_to_ring_up_and_to_ask(firm):
    for address in ("/", "/articles/", "/lawyers/", "/contact/", "/search/"):
        assert offered(address) == [CALL, ASK]
    for address in ("/consult/", "/consult/thread/", "/consult/received/"):
        assert offered(address) == []  # who is asking already
    make_settings(phone="")
    assert offered() == [ASK]


def test_the_page_of_an_article_an_area_or_a_lawyer_brings_it_along(firm):
    area = make_area(name="劳动", slug="labour")
    lin = make_lawyer(name="林致远", slug="lin", phone="010-8111 1111")
    article = make_article(area=area, author=lin)
    own = ("打电话", "tel:+861081111111")
    assert offered(area.get_absolute_url()) == [CALL, ("在线咨询", "/consult/?area=labour")]
    asked = ("在线咨询", f"/consult/?area=labour&article={article.pk}")
    assert offered(article.get_absolute_url()) == [own, asked]
    assert offered(lin.get_absolute_url()) == [own, ("在线咨询", "/consult/?lawyer=lin")]


def names(part):
    """What the links to the form are called."""
    links = [one for one in part.find_all("a") if urlsplit(one["href"]).path == "/consult/"]
    return {one.get_text().strip() for one in links} - AGAIN


def asking_pages():
    lawyer = make_lawyer(name="林致远")
    area = make_area(name="劳动", slug="labour")
    article = make_article(area=area, author=lawyer)
    return [
        *("/", "/articles/", "/lawyers/", "/contact/", "/consult/", "/consult/thread/"),
        *("/consult/received/", "/search/?q=没有这样的词语", "/articles/?area=empty"),
        *(one.get_absolute_url() for one in (lawyer, area, article)),
    ]


def test_each_way_to_the_form_is_called_by_one_name():
    make_notice(), make_area(name="空的", slug="empty")
    make_lawyer(name="沈若宁")
    for address in asking_pages():
        page = Screen.at(browser(), address)
        foot = page.soup.footer.extract()
        assert names(foot) == {TITLE}, address
        own = {f"咨询{lawyer}律师" for lawyer in ("林致远", "沈若宁")}
        assert names(page.soup) <= {TITLE, *own}, address
        assert TITLE in names(page.soup.header)
    assert Screen.at(browser(), "/consult/").soup.h1.get_text() == TITLE

"""The home page and that of the areas, ways to form and telephone, what is promised."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from articles.public.lists import tree
from consult.public.intake import TITLE
from firm.base import current_site
from tests.consult.posting import FORM, RECEIPT, THREAD, enter, good_post
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
    (
        make_article(title="草稿文章？", state="draft"),
        make_article(title="撤下的文章？", state="withdrawn"),
    )
    make_article(title="明天的文章？", publish_at=timezone.now() + timedelta(days=1))
    page, due = html(client), timezone.localtime() + timedelta(hours=24)
    for shown in ("把话说清楚", "本案本地办理。", "婚姻家庭", "林致远律师", "24小时内", "正在上班"):
        assert shown in page
    assert [title for title in titles if title in page] == titles[:6]
    assert "文章？" not in page
    assert any(f"{day.month}月{day.day}日" in page for day in (due, due + timedelta(minutes=30)))


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
    make_area(name="量刑", parent=make_area(name="藏着的", is_published=False))
    make_article(area=work), make_article(area=injury), make_article(area=injury, state="draft")
    first, second, third = page().soup.select(".area")
    assert first.h2.get_text(" ", strip=True) == "劳动 2篇问答"
    assert "被辞退怎么办" in first.get_text()
    assert first.select_one(".area-below a").get_text(" ", strip=True) == "工伤 1篇"
    assert second.h2.get_text(strip=True) == "税务"  # without a number: it has none yet
    assert third.h2.get_text(strip=True) == "量刑"
    lin = make_lawyer()
    lin.areas.add(injury)
    with current_site.speaking_as(lin):
        assert [branch.area.name for branch in tree()] == ["工伤"]


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


def read(client, addresses):
    """What a visitor reads of each page."""
    unseen = re.compile(r"<(?:script|style).*?</(?:script|style)>", re.DOTALL)
    return {one: unseen.sub("", client.get(one).text) for one in addresses}


def leading(texts):
    """Those that lead to the form, but for the foot's word for asking."""
    way = re.compile(rf'href="{FORM}[?"]')
    return [one for one, text in texts.items() if way.search(text.split("<footer")[0])]


def test_pages_lead_to_an_open_form_and_never_to_a_closed_one_and_promise_what_is_promised(
    client, open_pages
):
    closed = read(client, open_pages)
    assert leading(closed) == []
    assert all("tel:" in text for text in closed.values())
    make_settings(phone="", reply_promise_hours=24)
    closed = read(client, open_pages)
    assert leading(closed) == []
    assert [one for one, text in closed.items() if "24小时内" in text] == []
    make_notice()
    told = read(client, [*open_pages, FORM])
    assert leading(told) == [*open_pages, FORM]
    promising = ["/", "/contact/", "/lawyers/", FORM, *open_pages[-3:]]
    assert [one for one in promising if not TIMES.search(told[one])] == []
    make_settings(reply_promise_hours=None, hours="", service_time="")
    told = read(client, told)
    assert [one for one, text in told.items() if TIMES.search(text) or "在线咨询" not in text] == []


def offered(address="/"):
    """What the entry of a page offers: words and address."""
    links = Screen.at(browser(), address).soup.select(".float a")
    return [(one.get_text().strip(), one["href"]) for one in links]


def test_each_page_offers_to_ring_up_and_to_ask_and_brings_along_what_it_is_about():
    make_notice(), make_settings(phone="010-8000 0000")
    make_lawyer(name="沈若宁")  # of one alone the telephone is called that lawyer's
    for address in ("/", "/articles/", "/lawyers/", "/contact/", "/search/"):
        assert offered(address) == [CALL, ASK]
    for address in ("/consult/", "/consult/thread/", "/consult/received/"):
        assert offered(address) == []  # who is asking already
    area = make_area(name="劳动", slug="labour")
    lin = make_lawyer(name="林致远", slug="lin", phone="010-8111 1111")
    article = make_article(area=area, author=lin)
    own = ("打电话", "tel:+861081111111")
    assert offered(area.get_absolute_url()) == [CALL, ("在线咨询", "/consult/?area=labour")]
    asked = ("在线咨询", f"/consult/?area=labour&article={article.pk}")
    assert offered(article.get_absolute_url()) == [own, asked]
    assert offered(lin.get_absolute_url()) == [own, ("在线咨询", "/consult/?lawyer=lin")]
    make_settings(phone="")
    assert offered() == [ASK]


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


TIMES = re.compile(r"小时|工作日|\d前(?:</strong>)?答复|前</strong>|最迟|承诺")


@pytest.mark.parametrize(("made", "later"), [(None, 48), (24, None)])
def test_the_promise_of_the_day_of_the_question_stands_and_no_other(client, made, later):
    make_notice(), make_area(), make_lawyer()
    make_settings(reply_promise_hours=made, hours="", service_time="")
    client.post(FORM, good_post())
    receipt = client.get(RECEIPT)
    main = receipt.text.split("<main")[1].split("</main>")[0]
    assert made or not TIMES.search(main)
    for hours in (made, later):
        make_settings(reply_promise_hours=hours)
        enter(client, receipt.context["code"])
        main = client.get(RECEIPT).text.split("<main")[1].split("</main>")[0]
        assert ("</strong>前答复" in main) is bool(made)
        assert ("承诺" in client.get(THREAD).text) is bool(made)

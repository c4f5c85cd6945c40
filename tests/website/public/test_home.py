"""The home page: the search, who answers and by when, areas, what many ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.firm.pictures import picture, upload
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


def html(client):
    return client.get("/").content.decode()


def test_an_empty_site_says_what_will_be_here(client):
    page = html(client)
    assert "尚未公布" in page
    assert 'href="/consult/"' in page


def test_the_home_page_shows_areas_lawyers_and_answers(client):
    make_settings(slogan="把话说清楚", summary="本所办理本地案件。")
    area, lawyer = make_area(name="婚姻家庭"), make_lawyer(name="林致远")
    article = make_article(area=area, author=lawyer)
    for shown in (
        "把话说清楚",
        "本所办理本地案件。",
        "婚姻家庭",
        "林致远律师",
        article.title,
    ):
        assert shown in html(client)


def test_a_solo_firm_speaks_as_its_lawyer(client):
    make_settings(), make_lawyer(name="林致远")
    assert "林致远律师" in html(client).split("<h1")[1].split("</h1>")[0]


def test_several_lawyers_speak_as_the_firm(client):
    make_settings(), make_lawyer(), make_lawyer()
    assert "青石律师网" in html(client).split("<h1")[1].split("</h1>")[0]


def test_only_the_newest_six_answers_are_shown(client):
    area, author = make_area(), make_lawyer()
    titles = [
        make_article(
            title=f"第{number}问？",
            area=area,
            author=author,
            publish_at=timezone.now() - timedelta(days=number),
        ).title
        for number in range(1, 10)
    ]
    shown = [title for title in titles if title in html(client)]
    assert shown == titles[:6]


def test_what_is_not_published_is_not_shown(client):
    area, author = make_area(), make_lawyer()
    tomorrow = timezone.now() + timedelta(days=1)
    make_article(title="草稿文章？", state="draft", area=area, author=author)
    make_article(title="明天的文章？", publish_at=tomorrow, area=area, author=author)
    make_article(title="撤下的文章？", state="withdrawn", area=area, author=author)
    assert "文章？" not in html(client)


def test_the_home_page_tells_by_when_an_answer_comes(client):
    make_settings(reply_promise_hours=24)
    make_notice()
    due = timezone.localtime() + timedelta(hours=24)
    page = html(client)
    assert "24小时内" in page
    assert any(f"{day.month}月{day.day}日" in page for day in (due, due + timedelta(minutes=30)))


def test_the_home_page_says_whether_somebody_is_there(client):
    make_settings(hours="每天 0:00-24:00")
    assert "正在上班" in html(client)


def test_a_solo_firm_shows_its_lawyer_with_licence_and_firm_first(client):
    make_settings()
    lawyer = make_lawyer(name="林致远", portrait=upload(picture()))
    first = html(client).split('id="areas-title"')[0]
    for shown in ("林致远律师照片", lawyer.licence_number, "青石律师事务所"):
        assert shown in first
    assert 'loading="lazy"' not in first


def test_a_firm_of_many_shows_three_faces_and_the_way_to_all():
    make_settings()
    for _ in range(4):
        make_lawyer()
    page = Screen.at(browser(), "/")
    assert len(page.soup.select(".faces li")) == 3
    assert page.follow("查看全部4位律师").address == "/lawyers/"


def test_who_has_no_portrait_has_a_slip_with_the_whole_name():
    make_settings(), make_lawyer(name="欧阳明远")
    make_lawyer(name="沈若宁", portrait=upload(picture()))
    first, second = Screen.at(browser(), "/").soup.select(".faces li")
    assert first.select_one(".slip").get_text(strip=True) == "欧阳明远"
    assert second.select_one(".slip") is None


def test_the_search_of_the_home_page_finds_and_no_second_one_stands_above_it():
    make_settings(), make_article(title="押金不退怎么办？")
    boxes = Screen.at(browser(), "/").soup.select("form[role=search]")
    assert [box.input["name"] for box in boxes] == ["q"]
    found = Screen.at(browser(), f"{boxes[0]['action']}?q=押金").soup.select_one(".slot-art a")
    assert found.get_text() == "押金不退怎么办？"


def test_one_filled_button_leads_to_the_form():
    make_settings(), make_notice(), make_area()
    main = Screen.at(browser(), "/").soup.main
    buttons = main.select(".button:not(.button-quiet)")
    assert [one.get_text(strip=True) for one in buttons] == ["在线咨询"]

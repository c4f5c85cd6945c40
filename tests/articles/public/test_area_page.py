"""The page of an area: periods, questions, the law behind them; the areas beside a list."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.law import area_periods
from articles.models import AreaPeriod, AreaQuestion, State
from calculators.models import ParameterCitation
from firm.models import PracticeArea
from statutes.base import Level
from tests.factories import make_area, make_article, make_period, make_statute
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
TEXTS = ["第一条的文字。"] * 30


def page(client, area, **query):
    response = client.get(area.get_absolute_url(), query)
    assert response.status_code == 200
    return response.text


def give(area, *periods):
    AreaPeriod.objects.bulk_create(AreaPeriod(area=area, period=one) for one in periods)


def titles(html):
    part = html[html.index("questions-title") :].split("</ol>")[0]
    return re.findall(r'row-title"><a href="[^"]+">([^<]+)', part)


def test_a_period_that_was_chosen_is_told_with_its_beginning_and_its_article(client):
    statute = make_statute(TEXTS, short_name="示例法")
    area = make_area()
    give(area, make_period(about="申请仲裁", starts="自知道之日起", short_name="示例法", number=27))
    html = page(client, area)
    for told in ("3年", "申请仲裁", "自知道之日起", "《示例法》第二十七条"):
        assert told in html
    assert f'href="{statute.article_path(27)}"' in html
    other = make_period(about="别的事项")
    give(make_area(), other)
    assert "别的事项" not in page(client, make_area())


def test_of_a_period_that_changes_the_one_of_today_is_told(client):
    area, today = make_area(), timezone.localdate()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    last = make_period(about="今天还适用", valid_to=tomorrow)
    coming = make_period(about="明天起适用", valid_from=tomorrow)
    over = make_period(about="昨天起不适用", valid_from=date(2021, 1, 1), valid_to=yesterday)
    give(area, last, coming, over)
    html = page(client, area)
    assert [one.about in html for one in (last, coming, over)] == [True, False, False]


def test_an_area_below_another_has_the_periods_of_that_one_until_it_has_its_own(client):
    above = make_area()
    below = make_area(parent=above)
    give(above, make_period(about="上面的事项"))
    assert "上面的事项" in page(client, below)
    give(below, make_period(about="自己的事项"))
    html = page(client, below)
    assert "自己的事项" in html
    assert "上面的事项" not in html


@pytest.mark.parametrize(
    ("level", "settled", "shown"),
    [(Level.RED, False, False), (Level.AMBER, False, False), ("", False, True)]
    + [(Level.RED, True, True)],
)
def test_a_period_whose_law_is_in_doubt_waits_for_a_lawyer(client, level, settled, shown):
    area, period = make_area(), make_period(about="有疑问的事项")
    give(area, period)
    ParameterCitation.objects.filter(parameter=period).update(level=level, settled=settled)
    assert ("有疑问的事项" in page(client, area)) == shown


def test_the_periods_of_an_area_come_first_where_all_are_offered():
    area, periods = make_area(), [make_period(order=order) for order in (10, 20, 30)]
    give(area, periods[2])
    offered = area_periods.in_order_for(area)
    assert offered == [periods[2], periods[0], periods[1]]
    assert [one.is_near for one in offered] == [True, False, False]
    assert area_periods.in_order_for(None) == periods


def test_the_chosen_questions_stand_first_in_their_order_then_the_newest(client):
    area = make_area()
    old, newer = make_article(area=area), make_article(area=area)
    other, draft = make_article(), make_article(area=area, state=State.DRAFT)
    for order, article in ((5, draft), (10, old), (20, other)):
        AreaQuestion.objects.create(area=area, article=article, order=order)
    html = page(client, area)
    assert titles(html) == [old.title, other.title, newer.title]
    assert other.area.name in html
    more = [make_article(area=area) for _ in range(2)]  # the draft takes no place
    assert set(titles(page(client, area))) == {one.title for one in (old, other, newer, *more)}


def test_an_area_without_anything_has_no_empty_headings_and_nothing_is_listed_twice(client):
    article = make_article()
    html = page(client, article.area)
    assert html.count(f">{article.title}<") == 1
    assert article.excerpt in html
    assert "articles-title" not in html
    html = page(client, make_area())
    main = html[html.index("<main") : html.index("</main>")]
    assert "<h2" not in main


def test_the_law_that_the_articles_cite_most_leads_there(client):
    statute = make_statute(TEXTS, short_name="示例法")
    ended = make_statute(TEXTS, short_name="旧示例法", effective_to=date(2024, 1, 1))
    area = make_area()
    make_article(area=area, body="<p>依照《示例法》第三条和《旧示例法》第一条。</p>")
    html = page(client, area)
    assert f'class="chip" href="{statute.get_absolute_url()}"' in html
    assert f'class="chip" href="{ended.get_absolute_url()}"' not in html


def test_the_structured_data_says_what_the_page_says(client):
    area = make_area(summary="说明。", steps="协商：先谈。\n起诉")
    articles = [make_article(area=area) for _ in range(2)]
    html = page(client, area)
    found = re.findall(r'ld\+json">(.*?)</script>', html)
    data = {one["@type"]: one for one in map(json.loads, found)}
    assert data["Service"]["name"] == area.name
    assert [one.get("text") for one in data["HowTo"]["step"]] == ["先谈。", None]
    named = [one["name"] for one in data["ItemList"]["itemListElement"]]
    assert named == titles(html)
    assert set(named) == {one.title for one in articles}


def test_a_shipped_area_begins_with_the_periods_of_its_law_where_the_office_chose_none():
    make_period(short_name="工伤保险条例", number=17, about="工伤认定")
    area, own = make_area(slug="labor"), make_period()
    for chosen in ([], [own]):
        AreaPeriod.objects.all().delete()
        give(area, *chosen)
        area_periods.propose(PracticeArea.objects.all())
        (found,) = AreaPeriod.objects.filter(area=area)
        assert (found.period == own) if chosen else (found.period.about == "工伤认定")


def listed(address="/articles/"):
    """The chips in sight, and all areas, as they are read."""
    choice = Screen.at(browser(), address).soup.select_one(".choice")
    return [
        [one.get_text(strip=True) for one in choice.select(f"{where} a")]
        for where in (".chips", ".names")
    ]


def test_each_area_tells_how_many_it_has_with_those_below_it():
    work, tax = make_area(name="劳动"), make_area(name="税务")
    make_article(area=work), make_article(area=make_area(name="工伤", parent=work))
    make_article(area=work, state="draft")
    assert listed() == [["全部2", "劳动2"], ["全部2", "劳动2", "税务"]]
    assert listed(f"/articles/?area={tax.slug}")[0] == ["全部2", "税务0"]


def test_the_five_with_most_articles_are_in_sight_and_the_rest_is_folded():
    for number in range(6):
        area = make_area(name=f"第{number}类")
        for _ in range(number):
            make_article(area=area)
    few, everything = listed()
    assert few == ["全部15", "第1类1", "第2类2", "第3类3", "第4类4", "第5类5"]
    assert everything[1:] == ["第0类", "第1类1", "第2类2", "第3类3", "第4类4", "第5类5"]

"""The office chooses what its pages are called elsewhere."""

import re
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry

from firm.models import PageWords
from firm.site import head
from tests.factories import make_area, make_article, make_settings, make_staff
from website.office.heads import CHANGED, OWN_AGAIN, SAVED

pytestmark = pytest.mark.django_db
SETTINGS = "firm.change_sitesettings"


@pytest.fixture
def office(client):
    """Somebody who keeps the settings and the areas, on a site with one of everything."""
    make_settings(summary="两位律师。")
    client.force_login(make_staff(SETTINGS, "firm.change_practicearea"))
    return client


def seen(client, address):
    """What the form has shown, as it sends it back."""
    html = client.get(address).text
    return re.search(r'name="seen" value="(\w+)"', html)[1]


def save(client, address, **typed):
    """Open the form and send it."""
    return client.post(address, {"seen": seen(client, address), **typed}, follow=True)


def test_what_is_saved_is_what_visitors_get_and_what_is_emptied_the_pages_own(office):
    answer = save(office, "/admin/heads/home/", title=" 云澜\n律师 ", description="两位律师。")
    assert SAVED in answer.text
    assert "<title>云澜 律师 - 青石律师网</title>" in office.get("/").text
    assert LogEntry.objects.get().get_change_message().endswith("云澜 律师｜两位律师。")
    head.choose(page="home", title="甲", description="乙")
    answer = save(office, "/admin/heads/home/", title="", description="")
    assert OWN_AGAIN in answer.text
    assert not PageWords.objects.exists()
    head.choose(page="home", title="云澜的律师", description="")
    html = office.get("/admin/heads/home/").text
    (picture,) = re.findall(r'src="(/media/share/[^"]+)"', html)
    assert picture in office.get("/").text


def test_form_and_list_say_what_a_page_is_called_by_itself_and_now(
    office, django_assert_num_queries
):
    area = make_area(name="婚姻家庭", summary="离婚和抚养。")
    html = office.get(f"/admin/heads/area/{area.pk}/").text
    assert 'placeholder="婚姻家庭法律问答"' in html
    assert html.count('data-shown="title">婚姻家庭法律问答<') == 2
    assert html.count('data-shown="description">离婚和抚养。<') == 2
    head.choose(page=head.key("area", area), title="云澜离婚律师", description="")
    make_area(), make_area()
    with django_assert_num_queries(13):  # as few for three rows
        html = unescape(office.get("/admin/heads/").text)
    assert "云澜离婚律师 - 青石律师网" in html
    assert "1页已另外填写" in html
    assert html.count(">已另外填写<") == 1
    assert f'href="/admin/heads/area/{area.pk}/"' in html


def test_who_may_not_change_a_page_does_not_say_what_it_is_called(office):
    article, draft = make_article(), make_article(state="draft")
    for one in (f"article/{article.pk}", f"lawyer/{article.author.pk}"):
        assert office.get(f"/admin/heads/{one}/").status_code == 403
        assert office.post(f"/admin/heads/{one}/", {"title": "甲"}).status_code == 403
    for path in ("none/", "area/99999999/", "none/1/", "home/1/", "area/"):
        assert office.get(f"/admin/heads/{path}").status_code == 404, path
    assert "/admin/heads/lawyer/" not in office.get("/admin/heads/").text
    assert not PageWords.objects.exists()
    office.force_login(make_staff("articles.publish_article"))  # of a public article
    save(office, f"/admin/heads/article/{article.pk}/", title="换个叫法", description="")
    assert "<title>换个叫法 - " in office.get(article.get_absolute_url()).text
    assert office.get(f"/admin/heads/article/{draft.pk}/").status_code == 404


def test_of_two_at_once_the_later_is_asked_first_and_nothing_typed_is_lost(office):
    shown = seen(office, "/admin/heads/home/")
    head.choose(page="home", title="同事的", description="")
    answer = office.post("/admin/heads/home/", {"title": "我的", "seen": shown})
    html = answer.text
    assert answer.status_code == 422
    assert CHANGED.format("同事的") in html
    assert 'value="我的"' in html
    again = re.search(r'name="seen" value="(\w+)"', html)[1]
    office.post("/admin/heads/home/", {"title": "我的", "seen": again})
    assert head.of("home").title == "我的"
    shown = seen(office, "/admin/heads/home/")
    for _ in range(2):
        answer = office.post("/admin/heads/home/", {"title": "甲", "seen": shown})
        assert answer.status_code == 302
    shown = seen(office, "/admin/heads/home/")
    answer = office.post("/admin/heads/home/", {"title": "长" * 61, "seen": shown})
    assert answer.status_code == 422
    assert "长" * 61 in answer.text
    assert head.of("home").title == "甲"

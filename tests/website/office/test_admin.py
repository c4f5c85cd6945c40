"""The admin site: words, banner, rights of posts, lists and fields."""

import re
from datetime import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from consult.models import Consultation
from firm.models import Office
from firm.site.required_particulars import missing_particulars
from tests.factories import (
    make_article,
    make_lawyer,
    make_member,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)
from tests.website import desk_walk
from website.office.admin_base import ClockInput, MomentInput

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
ARTICLES, INBOX = "/admin/articles/article/", "/admin/consult/consultation/"
PARTIES = "/admin/consult/knownparty/"


def options(html):
    """The rights that are offered, each behind the record that it is over."""
    for group in BeautifulSoup(html, "html.parser").select(".pills fieldset"):
        for label in group.select("label:has([name$=permissions])"):
            yield f"{group.legend.get_text(strip=True)}：{label.get_text(strip=True)}", label.input


def offered(html):
    return [words for words, _ in options(html)]


def test_rights_are_written_in_chinese_over_what_has_a_page_and_a_group_gets_one(client):
    client.force_login(make_superuser())
    rights = offered(client.get("/admin/auth/group/add/").text)
    assert "咨询：查看" in rights
    assert [right for right in rights if re.search("[A-Za-z]", right)] == []
    for _, name in Consultation._meta.permissions:
        assert f"咨询：{name}" in rights
    assert not [right for right in rights if right.startswith(("内部备注", "频率限制", "草稿："))]
    html = client.get("/admin/auth/group/add/").text
    right = dict(options(html))["咨询：查看"]["value"]
    client.post("/admin/auth/group/add/", {"name": "实习律师", "permissions": [right]})
    made = Group.objects.get(name="实习律师")
    assert made.permissions.get().codename == "view_consultation"
    html = client.get("/admin/auth/group/").text
    assert 'alt="Search"' not in html
    assert ">搜索</button>" in html


def test_a_group_that_is_saved_as_it_is_keeps_its_rights(client):
    client.force_login(make_superuser())
    for name in ("咨询主管", "律师", "助理", "编辑"):
        group = make_member(name).groups.get()
        before = set(group.permissions.values_list("codename", flat=True))
        address = f"/admin/auth/group/{group.pk}/change/"
        boxes = [box for _, box in options(client.get(address).text)]
        shown = [box["value"] for box in boxes if box.has_attr("checked")]
        assert 0 < len(shown) < len(boxes)
        client.post(address, {"name": name, "permissions": shown})
        assert set(group.permissions.values_list("codename", flat=True)) == before


def test_the_login_and_what_follows_speak_chinese_and_are_never_cached(client):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]
    page = client.get(LOGIN, headers={"Accept-Language": "en-US"}).text
    assert "用户名" in page
    for page in (client.get("/admin/login/"), client.post("/admin/login/", {"username": "x"})):
        assert not [text for text in desk_walk.told(page.text) if desk_walk.english(text)]
    client.force_login(make_superuser(username="boss"))
    left = client.post("/admin/logout/").text
    assert not [text for text in desk_walk.told(left) if desk_walk.english(text)]


def banner(client, page="/admin/firm/office/"):
    """What the pages of the admin say is missing; the start page has a list of its own for it."""
    html = client.get(page).text
    return html.partition('<div class="missing" role="status">')[2].partition("</ul>")[0]


def test_the_banner_names_what_is_missing_to_the_staff_until_all_is_there(client):
    assert banner(client, LOGIN) == ""
    client.force_login(make_superuser())
    told = re.findall(r'<a href="([^"]+)">([^<]+)</a>', banner(client))
    assert told == [(reverse(one.where), one.label) for one in missing_particulars()]
    assert len(told) == 7
    make_settings(), make_lawyer(), make_notice()
    Office.objects.create(address="云澜路 1 号")
    assert banner(client) == ""


@pytest.mark.engine
def test_an_odd_lookup_is_refused_and_what_a_list_offers_is_answered(client):
    client.force_login(make_superuser())
    for address in (
        f"{ARTICLES}?text__regex=^(a%2B)%2B$",
        f"{ARTICLES}?title__iregex=(",
        f"{ARTICLES}?created_at__year=99999999",
        f"{ARTICLES}?publish_at__year=99999999",
        *(f"{ARTICLES}?{one}={'9' * 23}" for one in ("area", "author__exact", "area__in")),
        *(f"{PARTIES}?created_at__{one}" for one in ("year=0", "year=-1", "gte=0001-01-01")),
        f"{INBOX}?doubts__iregex=(",
        f"{INBOX}?code_hash__startswith=k1",
        "/admin/firm/practicearea/?consultation__isnull=0",
    ):
        assert client.get(address).status_code == 400, address
    article = make_article()
    for address in (
        f"{ARTICLES}?stage=draft&area__id__exact=1&check=stub",
        f"{ARTICLES}?since=30&law=open&o=-2",
        f"{ARTICLES}?since=week&stage=nothing&check=nothing",
        f"{ARTICLES}?q=" + "a%2B" * 3000,
        f"{INBOX}?work=quarantined&area=1&who=me&o=-3",
        "/admin/outbox/notice/?state=failing",
        *(f"{ARTICLES}add/?{one}" for one in ("publish_at=x", "publish_at=2026-11-01+09:00")),
        f"{ARTICLES}add/?area=x",
        *(f"{ARTICLES}{article.pk}/{page}/?_to_field=" for page in ("change", "delete")),
    ):
        assert client.get(address).status_code == 200, address
    places = {ask(f"{ARTICLES}?q=").headers["Location"] for ask in (client.get, client.head)}
    assert len(places) == 1


def test_what_is_offered_to_be_seen_on_the_site_is_what_visitors_see(client):
    article = make_article()
    client.force_login(make_staff())
    assert client.get("/admin/r/1/1/").status_code == 404
    client.force_login(make_superuser())
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert f'href="{article.get_absolute_url()}"' in page
    client.force_login(make_superuser())
    for shown in (True, False):
        lawyer = make_lawyer(is_published=shown)
        html = client.get(reverse("admin:firm_lawyer_change", args=[lawyer.pk])).text
        assert (f'href="{lawyer.get_absolute_url()}"' in html) == shown


def test_no_seconds_are_lost_and_a_moment_without_a_value_is_two_empty_boxes():
    assert ClockInput().format_value(time(9, 0, 7)) == "09:00:07"
    assert ClockInput().format_value(time(9, 0)) == "09:00"
    assert MomentInput().decompress(None) == [None, None]

"""The start page: jobs and sections by right, one set of names, at most twenty queries."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import State
from consult.models import Consultation
from firm.site.required_particulars import LICENCE
from tests.factories import (
    make_area,
    make_article,
    make_canned,
    make_consultation,
    make_lawyer,
    make_member,
    make_settings,
    make_staff,
    make_superuser,
)
from website.office import start_page

pytestmark = pytest.mark.django_db
START = "/admin/"
BLANKS = re.compile(r"\s+")


def enter(client, post):
    """A member of the staff who is one of the lawyers on the site."""
    member = make_member(post)
    make_lawyer(user=member).areas.add(make_area())
    client.force_login(member)
    return member


def queries(client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(START).status_code == 200
    return len(asked)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("post", "first", "number"),
    [("咨询主管", 16, 12), ("律师", 17, 13), ("助理", 16, 12), ("编辑", 10, 6)],
)
def test_it_asks_fifteen_times_at_most_and_tells_anew_what_is_missing(
    kept_client, post, first, number
):
    make_settings(opening_list=False, licence_number="")
    member = enter(kept_client, post)
    for _ in range(2):
        for _ in range(2):
            make_article(), make_canned()
            Consultation.objects.filter(pk=make_consultation()[0].pk).update(
                assignee=member, promised_at=timezone.now() - timedelta(days=1)
            )
        kept_client.get(START)  # a process reads kinds of content once
        kept_client.change("firm")
        assert (queries(kept_client), queries(kept_client)) == (first, number)
    assert LICENCE in kept_client.get(START).text
    make_settings(licence_number="31000000MD00000000")
    kept_client.change("firm")
    assert LICENCE not in kept_client.get(START).text


def jobs_of(client):
    return [job["label"] for job in client.get(START).context["jobs"]]


def test_every_job_leads_to_a_page_and_everything_stands_in_a_group(client):
    client.force_login(make_superuser())
    jobs = client.get(START).context["jobs"]
    assert len(jobs) == start_page.MOST_JOBS
    for job in jobs:
        assert client.get(job["address"], follow=True).status_code == 200, job["label"]
    found = shown(client)
    assert start_page.OTHERS not in found
    assert sum(map(len, found.values())) == len(admin.site._registry) + len(start_page.PAGES)
    named = {key: name for _, rows in start_page.GROUPS for key, name, *_ in rows}
    assert {key: named[key] for key in named.keys() - start_page.PAGES.keys()} == {
        model._meta.label: model._meta.verbose_name_plural for model in admin.site._registry
    }


def test_who_publishes_goes_on_with_the_draft_of_anybody(client):
    make_article(title="别人起草的文章", state=State.DRAFT)
    for rights in ([], ["articles.publish_article"]):
        client.force_login(make_staff("articles.change_article", *rights))
        jobs = {job["label"]: job["address"] for job in client.get(START).context["jobs"]}
        assert ("别人起草的文章" in client.get(jobs["接着写草稿"]).text) is bool(rights)


def test_each_gets_the_own_jobs_and_a_lawyer_the_own_particulars_alone(client):
    own = make_lawyer(name="林致远", user=make_staff("firm.change_own_profile"))
    make_lawyer(name="沈若宁")
    for user, jobs in (
        (
            make_staff("articles.add_article", "articles.change_article"),
            ["写一篇文章", "接着写草稿"],
        ),
        (make_staff("firm.add_specialday"), ["登记放假"]),
        (own.user, ["我的照片和资料"]),
    ):
        client.force_login(user)
        assert jobs_of(client) == jobs
    assert f"lawyer/{own.pk}/change/#id_portrait" in client.get(START).text


def shown(client):
    groups = client.get("/admin/").context["menu"]
    return {title: [row.name for row in rows] for title, rows in groups}


def test_one_sees_what_one_may_open_and_no_more(client):
    client.force_login(make_staff("articles.view_article", "firm.change_office"))
    assert shown(client) == {"日常": ["文章"], "本所": ["办公地点"]}
    client.force_login(make_staff())
    assert "没有任何权限" in client.get("/admin/").text
    client.force_login(make_staff("firm.view_lawyer", "firm.add_specialday"))
    html = client.get("/admin/").text
    assert 'href="/admin/firm/lawyer/"' in html
    assert 'href="/admin/firm/specialday/add/"' in html
    assert "岗位" not in html
    assert client.get("/admin/firm/")["Location"] == START


def read(tag):
    return BLANKS.sub("", tag.get_text())


def side_bar(client, address="/admin/firm/office/"):
    """The groups of the menu beside a page, with the names of what is in them."""
    menu = BeautifulSoup(client.get(address).text, "html.parser").select_one(".menu-side")
    titles = menu.select("h2, summary")
    return {read(one): [read(row) for row in one.find_next("ul").select("a")] for one in titles}


@pytest.mark.parametrize("rights", [(), ("articles.view_article", "firm.change_office")])
def test_the_side_bar_names_what_the_start_page_names(client, rights):
    client.force_login(make_staff(*rights) if rights else make_superuser())
    found = side_bar(client, "/admin/firm/office/")
    assert found == shown(client)
    assert len(found) == (2 if rights else len(start_page.GROUPS))

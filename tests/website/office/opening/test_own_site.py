"""开始建自己的网站, as a page: who sees it, what is said, and what goes along with the account."""

import subprocess

import pytest
from django.contrib.auth.models import Group, User
from django.core import serializers

from tests.factories import make_staff, make_superuser
from website.config import sample
from website.office.opening import views
from website.operations.serving import own_database

pytestmark = pytest.mark.django_db
PAGE = "/admin/opening/own-site/"


@pytest.fixture
def boss(client, settings, tmp_path, monkeypatch):
    """On the sample, with a data folder in which there is nothing."""
    monkeypatch.delenv("DATABASE_URL", raising=False)  # that of the tests is no site
    settings.SAMPLE_SITE, settings.DATA_DIR, settings.SITE_DIR = True, tmp_path, tmp_path
    client.force_login(make_superuser())
    return client


@pytest.fixture
def made(monkeypatch):
    """What the process that makes the database was given; it ends with what `code` says."""
    ran = []

    def run(command, **options):
        ran.append(options)
        return subprocess.CompletedProcess(command, run.code)

    run.code, run.ran = 0, ran
    monkeypatch.setattr(views.subprocess, "run", run)
    return run


def test_every_page_of_the_samples_office_leads_there_and_the_page_says_what_happens(boss):
    assert f'href="{PAGE}"' in boss.get("/admin/firm/office/").text
    html = boss.get(PAGE).text
    assert "没有示例的任何内容" in html
    assert "SAMPLE=only" in html


def test_the_account_that_pressed_it_goes_along_and_no_other(boss, made):
    make_staff()
    assert "自己的网站已经建好" in boss.post(PAGE).text
    rows = [row.object for row in serializers.deserialize("json", made.ran[0]["input"])]
    assert [type(row).__name__ for row in rows] == ["User", "Session"]
    assert made.ran[0]["env"]["SAMPLE"] == "0"


def test_a_post_that_the_sample_alone_has_does_not_stop_it(boss, made):
    admin, post = User.objects.get(), Group.objects.create(name="行政")
    admin.groups.add(post)
    boss.post(PAGE)
    post.delete()
    admin.delete()
    own_database.take_along(made.ran[0]["input"])
    assert User.objects.get().is_superuser


def test_where_it_was_not_made_the_page_says_so(boss, made):
    made.code = 1
    answer = boss.post(PAGE)
    assert (answer.status_code, views.FAILED in answer.text) == (500, True)


def test_it_is_not_made_twice(boss, made, tmp_path):
    (tmp_path / sample.DATABASE).touch()
    assert "自己的网站已经建好" in boss.post(PAGE).text
    assert made.ran == []


def test_one_in_another_database_is_there_already(boss, made, monkeypatch, tmp_path):
    monkeypatch.setenv("SAMPLE", "only")
    monkeypatch.setenv("DATABASE_URL", "postgres://firm@db/antou")
    assert "自己的网站已经建好" in boss.post(PAGE).text
    assert made.ran == [] == [*tmp_path.glob("*.sqlite3")]


def test_a_firms_own_site_knows_no_such_page(boss, settings):
    settings.SAMPLE_SITE = False
    assert boss.get(PAGE).url == boss.post(PAGE).url == "/admin/opening/"
    assert PAGE not in boss.get("/admin/firm/office/").text


def test_nobody_but_a_superuser_takes_the_site_along(client, boss, made):
    client.force_login(make_staff("firm.change_sitesettings", "firm.manage_people"))
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 403
    assert PAGE not in client.get("/admin/").text
    assert made.ran == []


def test_the_page_that_it_replaced_leads_to_the_list(client):
    assert client.get("/admin/opening/sample/").url == "/admin/opening/"

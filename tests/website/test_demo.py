"""The sample firm: complete, plainly marked, and never poured over a firm's own data."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Tag
from consult.models import Consultation, KnownParty
from firm import checks as firm_checks
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.services import save_page
from statutes.models import LimitationPeriod, Statute
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_settings,
    make_superuser,
)
from tests.factories import (
    make_submitted as make_consultation,
)

pytestmark = pytest.mark.django_db
MODELS = [SiteSettings, Lawyer, PracticeArea, Office, Page, Article, Consultation]


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


@pytest.fixture
def demo():
    call_command("load_demo", verbosity=0)


def test_the_sample_firm_is_complete(demo):
    found = counts()
    assert (found["SiteSettings"], found["Lawyer"], found["Consultation"]) == (1, 3, 15)
    assert found["Article"] >= 20
    assert found["PracticeArea"] >= 10
    assert firm_checks.particulars(None) == []


def test_the_sample_comes_with_the_table_of_the_law(demo):
    assert Statute.objects.count() >= 200
    assert LimitationPeriod.objects.exists()


def test_every_record_of_the_sample_passes_the_checks_of_its_form(demo):
    for model in (SiteSettings, Lawyer, PracticeArea, Office, Page):
        for record in model.objects.all():
            record.full_clean()


def test_every_sample_lawyer_has_a_portrait_areas_and_a_licence(demo):
    for lawyer in Lawyer.objects.all():
        assert lawyer.portrait.picture.widths == [160, 320, 640]
        assert lawyer.areas.exists()
        assert len(lawyer.licence_number) == 17


def test_the_site_says_that_it_is_a_sample(client, demo):
    assert "这是示例网站" in client.get("/").content.decode()


def test_a_firms_own_site_does_not_say_so(client):
    make_settings()
    assert "示例网站" not in client.get("/").content.decode()


def test_loading_twice_changes_nothing(demo, capsys):
    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before
    assert "已经在了" in capsys.readouterr().out


@pytest.mark.parametrize(
    "make",
    [
        make_settings,
        make_area,
        make_lawyer,
        make_consultation,
        lambda: Office.objects.create(address="云澜路 1 号"),
        lambda: save_page(page=Page(title="收费", slug="fees", body="<p>x</p>")),
    ],
)
def test_a_database_that_holds_anything_of_its_own_is_left_alone(make):
    make()
    before = counts()
    with pytest.raises(CommandError, match="已有自己的内容"):
        call_command("load_demo", verbosity=0)
    assert counts() == before


def test_a_sample_that_was_added_to_is_left_alone(demo):
    make_lawyer()
    before = counts()
    with pytest.raises(CommandError, match="已有自己的内容"):
        call_command("load_demo", verbosity=0)
    assert counts() == before


def test_a_sample_that_fails_half_way_leaves_nothing_behind(monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("articles.demo.load", broken)
    with pytest.raises(RuntimeError):
        call_command("load_demo", verbosity=0)
    assert set(counts().values()) == {0}


def test_the_sample_can_be_removed(demo):
    call_command("load_demo", "--remove", stdout=StringIO())
    gone = (Lawyer, Office, Article, Tag, Consultation, KnownParty)
    assert not any(model.objects.exists() for model in gone)


def test_a_tag_that_an_own_article_bears_outlives_the_sample(demo):
    tag, own = Tag.objects.first(), make_article()
    own.tags.add(tag)
    call_command("load_demo", "--remove", stdout=StringIO())
    assert list(Tag.objects.all()) == [tag]


def test_a_sample_lawyer_with_an_own_article_is_not_removed(demo):
    make_article(author=Lawyer.objects.first())
    with pytest.raises(CommandError, match="什么都没有改动"):
        call_command("load_demo", "--remove")
    assert Consultation.objects.exists()


def test_a_firm_that_fills_in_its_own_settings_is_no_sample(client, demo):
    client.force_login(make_superuser())
    row = SiteSettings.load()
    fields = {f.name: getattr(row, f.name) or "" for f in row._meta.fields if f.editable}
    client.post("/admin/firm/sitesettings/1/change/", {**fields, "firm_name": "真实律师事务所"})
    assert (SiteSettings.load().firm_name, SiteSettings.load().is_sample) == (
        "真实律师事务所",
        False,
    )
    assert "这是示例网站" not in client.get("/").text

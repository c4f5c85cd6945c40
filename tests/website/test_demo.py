"""The sample firm: complete, plainly marked, and never poured over a firm's own data."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from consult.models import Consultation
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.site.services import save_page
from tests.factories import (
    make_area,
    make_lawyer,
    make_settings,
)
from tests.factories import make_submitted as make_consultation
from website.management.commands.load_demo import NOT_EMPTY

pytestmark = pytest.mark.django_db
SAMPLE = '<p class="sample">'  # says that nobody of this site is real
MODELS = [SiteSettings, Lawyer, PracticeArea, Office, Page, Article, Consultation]


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def test_a_firms_own_site_does_not_say_so(client):
    make_settings()
    assert SAMPLE not in client.get("/").content.decode()


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
    with pytest.raises(CommandError, match=NOT_EMPTY):
        call_command("load_demo", verbosity=0)
    assert counts() == before


def test_a_sample_that_fails_half_way_leaves_nothing_behind(monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("articles.demo.load", broken)
    with pytest.raises(RuntimeError):
        call_command("load_demo", verbosity=0)
    assert set(counts().values()) == {0}

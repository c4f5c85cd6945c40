"""The sample firm is never poured into a firm's own database, nor half of it into any."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from consult.models import Consultation
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from tests.factories import make_settings
from website.management.commands.load_demo import NOT_THE_SAMPLES

pytestmark = pytest.mark.django_db
MODELS = [SiteSettings, Lawyer, PracticeArea, Office, Page, Article, Consultation]


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def test_a_firms_own_database_is_left_alone(client):
    with pytest.raises(CommandError, match=NOT_THE_SAMPLES):
        call_command("load_demo", verbosity=0)
    assert set(counts().values()) == {0}
    make_settings()
    assert '<p class="sample">' not in client.get("/").text


def test_a_sample_that_fails_half_way_leaves_nothing_behind(monkeypatch, settings):
    settings.SAMPLE_SITE = True

    def broken():
        raise RuntimeError

    monkeypatch.setattr("articles.demo.load", broken)
    with pytest.raises(RuntimeError):
        call_command("load_demo", verbosity=0)
    assert set(counts().values()) == {0}

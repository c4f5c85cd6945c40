"""The sample firm, loaded: complete and plainly marked."""

import pytest
from django.core.management import CommandError, call_command

from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.site import required_particulars as firm_checks
from statutes.models import LimitationPeriod, Statute
from tests.website.test_demo import SAMPLE, counts
from website.management.commands.load_demo import NOT_EMPTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_sample_firm_is_complete():
    found = counts()
    assert (found["SiteSettings"], found["Lawyer"], found["Consultation"]) == (1, 3, 15)
    assert found["Article"] >= 20
    assert found["PracticeArea"] >= 10
    assert firm_checks.particulars(None) == []


def test_the_sample_comes_with_the_table_of_the_law():
    assert Statute.objects.count() >= 200
    assert LimitationPeriod.objects.exists()


def test_every_record_of_the_sample_passes_the_checks_of_its_form():
    for model in (SiteSettings, Lawyer, PracticeArea, Office, Page):
        for record in model.objects.all():
            record.full_clean()


def test_every_sample_lawyer_has_a_portrait_areas_and_a_licence():
    for lawyer in Lawyer.objects.all():
        assert lawyer.portrait.picture.widths == [160, 320, 640]
        assert lawyer.areas.exists()
        assert len(lawyer.licence_number) == 17


def test_the_site_says_that_it_is_a_sample(client):
    assert SAMPLE in client.get("/").content.decode()


def test_it_is_not_loaded_twice():
    before = counts()
    with pytest.raises(CommandError, match=NOT_EMPTY):
        call_command("load_demo", verbosity=0)
    assert counts() == before

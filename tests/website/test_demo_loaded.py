"""The sample firm, loaded: complete and plainly marked."""

import pytest
from django.core.management import CommandError, call_command

from calculators.models import Parameter
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.site import legal_pages
from firm.site import required_particulars as firm_checks
from statutes.models import Statute
from tests.website.test_demo import counts
from website.management.commands.load_demo import NOT_EMPTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_sample_firm_is_complete():
    found = counts()
    assert (found["SiteSettings"], found["Lawyer"], found["Consultation"]) == (1, 3, 15)
    assert found["Article"] >= 20
    assert found["PracticeArea"] >= 10
    assert firm_checks.particulars(None) == []
    assert Statute.objects.count() >= 200
    assert Parameter.objects.periods().exists()
    assert [gap for page in Page.objects.all() for gap in legal_pages.gaps_in(page)] == []
    for model in (SiteSettings, Lawyer, PracticeArea, Office, Page):
        for record in model.objects.all():
            record.full_clean()
    for lawyer in Lawyer.objects.all():
        assert lawyer.portrait.picture.widths == [160, 320, 640]
        assert lawyer.areas.exists()
        assert len(lawyer.licence_number) == 17


def test_the_site_says_that_it_is_a_sample_and_it_is_not_loaded_twice(client):
    assert '<p class="sample">' in client.get("/").text
    before = counts()
    with pytest.raises(CommandError, match=NOT_EMPTY):
        call_command("load_demo", verbosity=0)
    assert counts() == before

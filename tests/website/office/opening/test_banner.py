"""Every page of the office and `manage.py check` name each place that is still sample, by link."""

import pytest

from firm.models import Page, SiteSettings
from firm.public import system_checks
from firm.site import samples
from tests.factories import make_superuser
from website.office.opening import sample_removal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
ANY_PAGE, BANNER = "/admin/firm/office/", 'class="missing missing-sample"'


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def test_a_page_of_the_office_leads_to_every_place(boss):
    html = boss.get(ANY_PAGE).text
    banner = html.partition(BANNER)[2].partition("</details>")[0]
    assert len(samples.places()) > 20
    for place in samples.places():
        assert f'href="{place.address}"' in banner
    assert 'href="/admin/opening/"' in banner


def test_the_check_says_once_that_all_is_sample():
    (told,) = system_checks.sample(None)
    assert f"{len(samples.places())}处" in told.msg


def test_the_check_names_every_place_of_a_firm_of_its_own_name():
    SiteSettings.objects.update(firm_name="江东远山律师事务所", site_name="远山律师网")
    told = system_checks.sample(None)
    assert len(told) == len(samples.places())
    assert {one.id for one in told} == {"firm.W003"}
    assert all(one.hint.endswith("。") for one in told)


def test_both_are_silent_once_nothing_is_sample(boss):
    sample_removal.remove()
    assert BANNER not in boss.get(ANY_PAGE).text
    assert system_checks.sample(None) == []


def test_a_page_that_was_only_saved_is_still_named(boss):
    page = Page.objects.get(kind="fees")
    SiteSettings.objects.update(firm_name="江东远山律师事务所", site_name="远山律师网")
    Page.objects.update(is_sample=False)  # as 0.1.0 left it after any save
    assert any(f"/page/{page.pk}/" in place.address for place in samples.places())
    assert any("收费说明" in one.msg for one in system_checks.sample(None))

"""What the database itself refuses, and what a secretary reads when a form refuses it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from firm.models import Honour, Lawyer, Page, PageKind, PracticeArea, SiteSettings, practice
from firm.models.page import PageVersion
from firm.site.records import save_page
from tests.factories import make_area, make_lawyer, make_notice, make_settings
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refused(make):
    """The database refuses, whatever the forms would have said."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_honour_without_issuer_is_refused():
    lawyer = make_lawyer()
    refused(lambda: Honour.objects.create(lawyer=lawyer, title="奖", issuer="", date=date.today()))


def test_an_honour_without_date_is_refused():
    lawyer = make_lawyer()
    refused(lambda: Honour.objects.create(lawyer=lawyer, title="奖", issuer="律协", date=None))


def test_an_honour_says_what_is_missing():
    with pytest.raises(ValidationError) as refusal:
        Honour(lawyer=make_lawyer(), title="优秀律师").full_clean()
    assert {"issuer", "date"} <= set(refusal.value.message_dict)


def test_an_area_is_not_its_own_parent():
    area = make_area()
    refused(lambda: PracticeArea.objects.filter(pk=area.pk).update(parent=area))


def test_a_sensitive_area_says_why():
    refused(lambda: make_area(sensitive=True, sensitive_reason=""))


def test_areas_have_two_levels():
    below = make_area(parent=make_area())
    with pytest.raises(ValidationError, match=practice.TWO_LEVELS):
        PracticeArea(name="第三级", slug="third", parent=below).full_clean()


def test_an_area_with_areas_below_it_stays_on_top():
    above = make_area()
    make_area(parent=above)
    above.parent = make_area()
    with pytest.raises(ValidationError, match=practice.HAS_AREAS_BELOW):
        above.full_clean()


def test_two_lawyers_cannot_share_a_licence():
    licence = make_lawyer().licence_number
    refused(lambda: make_lawyer(licence_number=licence))


def test_two_lawyers_may_both_lack_a_licence_number():
    make_lawyer(licence_number="")
    assert make_lawyer(licence_number="").pk


def test_two_lawyers_cannot_share_a_host_name():
    make_lawyer(hostname="lin.example.com")
    refused(lambda: make_lawyer(hostname="lin.example.com"))


@pytest.mark.parametrize("number", ["1900120151234567", "19001201512345678x", "一九〇〇"])
def test_a_licence_number_has_17_digits(number):
    with pytest.raises(ValidationError) as refusal:
        Lawyer(name="林", slug="lin", licence_number=number).full_clean()
    assert "licence_number" in refusal.value.message_dict


def test_settings_are_one_row_however_often_they_are_saved():
    row = make_settings(firm_name="另一家")
    row.pk = 2
    row.save()
    assert list(SiteSettings.objects.values_list("pk", "firm_name")) == [(1, "另一家")]


def test_the_database_refuses_a_second_row_of_settings():
    refused(lambda: SiteSettings.objects.bulk_create([SiteSettings(pk=2)]))


@pytest.mark.parametrize("days", [29, 1096])
def test_retention_stays_within_its_range(days):
    make_settings()
    refused(lambda: SiteSettings.objects.update(retention_days=days))


def test_there_is_one_privacy_notice():
    make_notice()
    second = Page(title="又一份", slug="privacy-2", kind=PageKind.PRIVACY, body="<p>告知</p>")
    refused(second.save)
    with pytest.raises(ValidationError, match=of_constraint(Page, "firm_page_kind_once")):
        second.full_clean()


def test_there_may_be_many_other_pages():
    for number in range(2):
        save_page(page=Page(title="其他", slug=f"other-{number}", body="<p>正文</p>"))
    assert Page.objects.filter(kind=PageKind.OTHER).count() == 2


def test_a_version_number_is_used_once():
    notice = make_notice()
    refused(lambda: PageVersion.objects.create(page=notice.page, number=1, title="甲", body="乙"))

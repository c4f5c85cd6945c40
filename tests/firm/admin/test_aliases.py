"""Other names of a record in its form in the office."""

import pytest

from firm.models import Lawyer, Office, Page, PracticeArea, base
from tests.factories import make_area, make_lawyer, make_staff, make_superuser

pytestmark = pytest.mark.django_db
AREA = {"slug": "family", "summary": "", "text": "", "order": "10", "is_published": "on"}


@pytest.fixture
def admin(client):
    client.force_login(make_superuser())
    return client


@pytest.mark.parametrize("model", base.aliased())
def test_each_form_has_the_field_with_its_sentence(admin, model):
    page = admin.get(f"/admin/firm/{model._meta.model_name}/add/").text
    assert 'name="aliases"' in page
    assert model._meta.get_field("aliases").help_text in page


def test_the_four_kinds_that_are_looked_for_by_name_have_it():
    assert set(base.aliased()) == {Lawyer, Office, Page, PracticeArea}


def test_what_is_typed_is_stored_one_alias_a_line(admin):
    typed = {**AREA, "name": "婚姻家庭", "aliases": "离婚、抚养费"}
    admin.post("/admin/firm/practicearea/add/", typed)
    assert PracticeArea.objects.get(slug="family").aliases == "离婚\n抚养费"


def test_an_alias_of_another_comes_back_with_the_sentence(admin):
    make_lawyer(name="林致远", aliases="阿远")
    answer = admin.post(
        "/admin/firm/practicearea/add/", {**AREA, "name": "婚姻家庭", "aliases": "阿远"}
    )
    assert base.TAKEN.format("阿远", "律师", "林致远") in answer.text
    assert not PracticeArea.objects.exists()


def test_who_keeps_only_the_own_profile_does_not_choose_what_finds_it(client):
    user = make_staff("firm.change_own_profile")
    own = make_lawyer(user=user, aliases="阿远")
    make_area(aliases="阿远")  # their form would be refused if it were looked at
    client.force_login(user)
    address = f"/admin/firm/lawyer/{own.pk}/change/"
    assert 'name="aliases"' not in client.get(address).text
    nothing = {"milestones-TOTAL_FORMS": 0, "milestones-INITIAL_FORMS": 0,
               "honours-TOTAL_FORMS": 0, "honours-INITIAL_FORMS": 0}  # fmt: skip
    answer = client.post(
        address,
        {"summary": "办理婚姻家庭。", "aliases": "离婚", **nothing},
    )
    own.refresh_from_db()
    assert (answer.status_code, own.aliases, own.summary) == (302, "阿远", "办理婚姻家庭。")

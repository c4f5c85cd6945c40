"""Who asks is put right on the page of a consultation."""

import pytest

from consult import services
from consult.admin import registering
from consult.base.enums import Conflict, ConsentKind, EventKind, PartyRole
from consult.conflicts import blind_indexes
from consult.models import Consultation
from consult.services import desk as correction
from tests.consult.conflicts.test_parties import make_party
from tests.consult.desk_pages import make_answering, page_of
from tests.factories import make_area, make_notice, make_staff, make_submitted

pytestmark = pytest.mark.django_db
PERSON = {"name": "陈女士", "phone": "13900000147", "email": "", "city": "", "opponent": "前公司"}


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


@pytest.fixture
def asked():
    return make_submitted(**PERSON)[0]


def correct(client, consultation, **changed):
    """The form of the page as it stands now, with some fields changed."""
    form = registering.CorrectForm(consultation=Consultation.objects.get(pk=consultation.pk))
    held = {name: form[name].value() for name in (*registering.PERSON, "area", "seen", "notice")}
    fields = {name: value for name, value in {**held, **changed}.items() if value is not None}
    return client.post(page_of(consultation), {"action": "correct", **fields})


def test_each_field_is_put_right_with_its_index(client, lawyer, asked):
    area = make_area(name="婚姻家庭", slug="family")
    new = {"name": "陈小满", "phone": "13900000999", "email": "c@example.com"}
    answer = correct(client, asked, **new, city="南京", opponent="王五", area=area.pk)
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.name, asked.city, asked.opponent, asked.area) == ("陈小满", "南京", "王五", area)
    assert asked.name_index == blind_indexes.index_of_name("陈小满")
    assert asked.opponent_index == blind_indexes.index_of_name("王五")
    assert asked.phone_index == blind_indexes.index_of_phone("13900000999")
    assert asked.email_index == blind_indexes.index_of_email("c@example.com")
    assert asked.wants_mail
    assert asked.events.get(kind=EventKind.PERSON_CHANGED).actor == lawyer


def test_a_name_that_meets_a_party_seals_it(client, lawyer, asked):
    make_party("宏达建材有限公司", role=PartyRole.CLIENT)
    page = client.post(page_of(asked), {"action": "correct"})  # nothing of the form: refused
    assert page.status_code == 422
    answer = correct(client, asked, opponent="宏达建材有限公司")
    assert registering.LOCKED in str(client.get(answer["Location"]).content.decode())
    asked.refresh_from_db()
    assert asked.conflict == Conflict.SEALED
    assert "陈女士" not in client.get(page_of(asked)).text


def test_nothing_changed_is_no_event(client, lawyer, asked):
    correct(client, asked)
    assert not asked.events.filter(kind=EventKind.PERSON_CHANGED).exists()


def test_who_has_an_older_page_is_told_and_keeps_the_words(client, lawyer, asked):
    seen = services.print_of(asked)[0]
    correct(client, asked, phone="13900000999")
    page = correct(client, asked, name="陈小满", seen=seen)
    assert page.status_code == 409
    assert correction.CHANGED_SINCE in page.text
    assert "陈小满" in page.text
    asked.refresh_from_db()
    assert (asked.name, asked.phone) == ("陈女士", "13900000999")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("phone", "12345"), ("email", "nobody"), ("name", "甲" * 31), ("area", "0")],
)
def test_what_is_wrong_is_said_and_stays_in_its_box(client, lawyer, asked, field, typed):
    page = correct(client, asked, **{field: typed})
    assert page.status_code == 422
    assert page.context["correct_form"].errors[field]
    assert f'id="id_{field}_error"' in page.text
    assert typed in page.text


def test_a_sensitive_area_takes_a_consent_told_by_mouth(client, lawyer, asked):
    area = make_area(name="医疗", slug="medical", sensitive=True, sensitive_reason="病历。")
    page = correct(client, asked, area=area.pk)
    assert page.context["correct_form"].errors == {
        "sensitive_consent": [registering.NOT_SEPARATELY]
    }
    assert correct(client, asked, area=area.pk, sensitive_consent="on").status_code == 302
    given = asked.consents.get(kind=ConsentKind.SENSITIVE)
    assert (given.told_by, given.given_orally, given.notice) == (lawyer, True, make_notice())
    assert correct(client, asked, name="陈小满").status_code == 302  # not asked for twice


def test_mail_that_was_stopped_stays_so_with_another_address(client, lawyer):
    asked, _ = make_submitted(**{**PERSON, "email": "a@example.com"})
    services.stop_mail(consultation=asked)
    correct(client, asked, email="b@example.com")
    asked.refresh_from_db()
    assert asked.email == "b@example.com"
    assert not asked.wants_mail


def test_who_may_not_change_has_no_form(client, asked):
    client.force_login(make_staff("consult.view_consultation", "consult.see_all_consultations"))
    assert "更正咨询人信息" not in client.get(page_of(asked)).text
    assert correct(client, asked, name="陈小满").status_code == 403


def test_what_cannot_be_compared_leads_to_the_form(client, lawyer, asked):
    page = client.get(page_of(asked)).text
    assert 'href="#correct"' in page
    assert 'id="correct"' in page

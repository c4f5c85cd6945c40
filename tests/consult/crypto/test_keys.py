"""The register of keys: a lost or exchanged key is noticed before anything is stored under it."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from consult import services
from consult.base.policy import MissingKeyError
from consult.crypto import keys
from consult.models import Consultation, ConsultKey, Message, Note
from tests.consult.posting import FORM, THREAD, enter, good_post
from tests.factories import make_consultation, make_staff
from website.operations import health

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.CONSULT_KEYS = {"k1": OLD}


@pytest.fixture
def kept():
    return make_consultation(name="王小明")


def registered():
    return list(ConsultKey.objects.order_by("pk").values_list("key_id", "check_value"))


def test_a_new_installation_registers_its_first_key():
    assert registered() == []
    assert keys.ready()
    assert registered() == [("k1", keys.check_value(OLD))]


def test_the_register_does_not_hold_the_key(kept):
    assert OLD.hex() not in str(registered())


def test_the_first_text_registers_the_key_that_sealed_it(kept):
    assert registered() == [("k1", keys.check_value(OLD))]


def test_a_new_key_in_front_is_registered_when_it_seals(kept, settings):
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}
    assert keys.ready()
    make_consultation()
    assert [key_id for key_id, _ in registered()] == ["k1", "k2"]


def test_a_configured_key_that_never_sealed_is_not_registered(kept, settings):
    settings.CONSULT_KEYS = {"k1": OLD, "spare": NEW}
    make_consultation()
    assert [key_id for key_id, _ in registered()] == ["k1"]


WRONG = {
    "missing": ({"k2": NEW}, keys.MISSING.format("k1")),
    "made anew": ({"k1": NEW}, keys.ANOTHER.format("k1")),
    "swapped": ({"k2": NEW, "k1": NEW[::-1]}, keys.ANOTHER.format("k1")),
    "none": ({}, keys.NO_KEYS),
}


@pytest.fixture(params=WRONG.values(), ids=WRONG)
def wrong(request, kept, settings):
    settings.CONSULT_KEYS, said = request.param
    return said


def test_a_wrong_key_is_told_to_the_staff(wrong):
    assert not keys.ready()
    assert wrong in keys.problem()
    (found,) = (one for one in health.all_of() if one.part == "consult_keys")
    assert (found.level, found.sentence) == (health.Level.WARN, keys.problem())
    assert "rotate_consult_keys --forget" in found.advice


def test_nothing_is_stored_under_a_wrong_key(wrong, kept):
    known = {"consultation": kept[0], "token": "t"}
    for act in (
        make_consultation,
        lambda: services.client_message(**known, text="再补充一点"),
        lambda: services.reply(**known, user=make_staff(), text="答复"),
        lambda: services.add_note(**known, user=make_staff(), text="备注"),
        lambda: services.save_draft(consultation=kept[0], user=make_staff(), text="草稿"),
    ):
        with pytest.raises(MissingKeyError):
            act()
    assert (Consultation.objects.count(), Message.objects.count()) == (1, 1)
    assert not Note.objects.exists()
    assert registered() == [("k1", keys.check_value(OLD))]


def test_public_pages_work_under_a_wrong_key(wrong, client):
    for address in ("/", "/lawyers/", "/articles/", "/contact/", "/readyz"):
        assert client.get(address).status_code == 200
    assert client.get("/readyz").json()["status"] == "warn"


def test_the_form_is_closed_under_a_wrong_key_and_says_whom_to_call(wrong, client):
    page = client.get(FORM)
    assert page.status_code == 503
    assert 'class="notice notice-wrong" role="alert"' in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_a_post_under_a_wrong_key_is_refused_and_its_text_stays(wrong, client):
    page = client.post(FORM, good_post(question="公司三个月没有发工资怎么办？"))
    assert page.status_code == 503
    assert str(MissingKeyError()) in page.content.decode()
    assert "公司三个月没有发工资怎么办？" in page.content.decode()
    assert Consultation.objects.count() == 1


def test_a_client_who_is_in_the_thread_keeps_what_was_typed(kept, client, settings):
    enter(client, kept[1])
    settings.CONSULT_KEYS = {"k2": NEW}
    page = client.post(THREAD, {"action": "message", "text": "再补充一点", "token": "t"})
    assert page.status_code == 503
    assert "再补充一点" in page.content.decode()
    assert Message.objects.count() == 1


def test_a_right_code_is_not_called_wrong_under_a_wrong_key(wrong, kept, client):
    page = enter(client, kept[1])
    assert page.status_code == 503
    assert 'id="code-said"' in page.content.decode()
    assert "aria-invalid" not in page.content.decode()


def test_a_dry_run_of_the_rotation_does_not_call_a_wrong_key_needless(wrong, kept):
    with pytest.raises(CommandError, match=wrong):
        call_command("rotate_consult_keys", dry_run=True)


def test_with_the_old_key_back_everything_is_as_before(wrong, kept, settings, client):
    settings.CONSULT_KEYS = {"k1": OLD}
    assert (keys.ready(), keys.problem()) == (True, "")
    assert Consultation.objects.get().name == "王小明"
    assert enter(client, kept[1]).status_code == 302
    assert client.post(FORM, good_post()).status_code == 302


def test_the_site_starts_with_a_wrong_key(wrong):
    call_command("check", fail_level="ERROR")


@pytest.mark.django_db(transaction=True)
def test_asking_again_costs_nothing_within_a_process(django_assert_num_queries):
    keys.ready()
    keys.ready()
    with django_assert_num_queries(0):
        assert keys.ready()


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_was_undone_is_made_again():
    with transaction.atomic():
        keys.sealing_key()
        transaction.set_rollback(True)
    assert registered() == []
    keys.sealing_key()
    assert len(registered()) == 1

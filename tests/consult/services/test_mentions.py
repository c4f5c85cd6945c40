"""A note that names a colleague tells them: on the desk and by mail, without a word of it."""

import pytest

from consult import services
from consult.desk import access, metrics
from consult.models import Consultation, Mention
from outbox.models import Notice
from tests.consult.desk_pages import ALL, CHANGE, VIEW, make_answering
from tests.factories import make_consultation, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lin():
    return make_answering("林致远", email="lin@example.com")


@pytest.fixture
def wang():
    name = {"last_name": "王", "first_name": "小芸"}
    return make_staff(VIEW, CHANGE, ALL, email="wang@example.com", **name)


def note(asked, user, text, token="n", **more):
    return services.add_note(consultation=asked, user=user, text=text, token=token, **more)


def waiting(user):
    return Consultation.objects.filter(metrics.mentions(user)).exists()


@pytest.mark.parametrize("written", ["@林致远请看", "＠林致远律师，急", "先问@林致远"])
def test_who_is_named_is_told_once_by_mail_without_a_word(asked, lin, wang, written):
    for _ in range(2):
        note(asked, wang, written)
    assert waiting(lin)
    notice = Notice.objects.get(kind="consult_mention")
    assert notice.recipient == lin.email
    assert "?work=all&who=mentioned" in notice.payload["body"]
    assert not any(word in str(notice.payload) for word in (written, asked.reference, "林致远"))


def test_it_is_gone_once_that_person_has_opened_it_and_not_before(asked, lin, wang):
    note(asked, wang, "@林致远请看")
    services.record_opening(consultation=asked, user=wang)
    assert waiting(lin)
    services.record_opening(consultation=asked, user=lin)
    assert not waiting(lin)


def test_one_is_chosen_beside_the_text_too_and_nobody_twice(asked, lin, wang):
    note(asked, wang, "@林致远请看", remind=[lin])
    assert Mention.objects.get().user == lin


def test_nobody_tells_themselves(asked, lin):
    note(asked, lin, "@林致远自己记一下")
    assert not Mention.objects.exists()


@pytest.mark.parametrize("text", ["@李四请看", "@", "写给 he@林致远.cn", "林致远请看"])
def test_what_is_no_name_after_an_at_tells_nobody(asked, lin, wang, text):
    note(asked, wang, text)
    assert not Mention.objects.exists()
    assert access.named(asked, wang, text).unknown == text.startswith("@李")


def test_of_two_of_the_same_name_none_is_told(asked, wang):
    for _ in range(2):
        make_staff(VIEW, ALL, last_name="陈", first_name="静")
    assert access.named(asked, wang, "@陈静").unknown
    assert access.named(asked, wang, "@陈静").notified == []


def test_who_may_not_open_it_is_not_told_unless_the_author_may_let_them_in(asked, lin):
    helper = make_staff(VIEW, last_name="何", first_name="静")
    note(asked, lin, "@何静请打电话")
    assert not Mention.objects.exists()
    assert access.named(asked, lin, "@何静").shut_out == [helper]
    note(asked, make_superuser(), "@何静请打电话", token="other")
    assert access.find(helper, asked.pk)
    assert waiting(helper)


def test_mentions_go_with_their_note(asked, lin, wang):
    note(asked, wang, "@林致远请看")
    services.erase_now(consultation=asked)
    assert not Mention.objects.exists()

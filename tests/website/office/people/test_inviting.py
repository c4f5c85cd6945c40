"""One form invites a colleague who can answer; all of it is there or nothing of it."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import mail
from django.db import DatabaseError
from django.test import Client

from consult.base.policy import Action
from consult.desk import access
from firm.models import Lawyer
from outbox import services as outbox
from outbox.models import Notice
from tests.factories import make_consultation, make_groups, make_lawyer
from tests.website.office.people.conftest import HOME
from tests.website.second_factor import INVITATION, accept, is_in
from website.office.people import services, views
from website.office.second_factor.models import Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def invited():
    return User.objects.get(email="wu.tong@example.com")


def code_of_mail():
    """What stands in the letter, once it is sent."""
    outbox.deliver_due()
    return re.search(r"/admin/invitation/#([a-z2-9-]+)", mail.outbox[-1].body)[1]


def test_account_lawyer_and_areas_are_made_and_a_letter_goes_out(office, typed, area):
    answer = office.post(HOME, typed, follow=True)
    account = invited()
    assert (account.username, account.last_name, account.first_name) == ("wu.tong", "吴", "桐")
    assert [post.name for post in account.groups.all()] == ["律师"]
    assert (account.lawyer.slug, account.lawyer.is_published) == ("wu-tong", False)
    assert list(account.lawyer.areas.all()) == [area]
    assert views.INVITED.format("“吴桐”", "律师", account.email) in answer.text


def test_the_letter_opens_password_and_second_factor_in_one_go(manager, typed, otp, area):
    asked = make_consultation(area=area)[0]
    services.invite(_position(typed, area), manager)
    browser, account = Client(), invited()
    browser.post(INVITATION, {"code": code_of_mail()})
    accept(browser, account)
    assert is_in(browser)
    assert account in access.holders(Action.REPLY)
    assert asked in access.visible_to(User.objects.get(pk=account.pk))


def _position(typed, area):
    lawyer = Lawyer(name=typed["name"], is_published=False)
    posts = [make_groups()["律师"]]
    return services.Position(typed["name"], typed["email"], posts, lawyer, [area])


def test_neither_the_ledger_nor_the_office_knows_the_code(office, typed):
    office.post(HOME, typed)
    code, notice = code_of_mail(), Notice.objects.get(kind="invitation")
    stored = f"{notice.recipient} {notice.payload} {notice.dedupe_key}"
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert code not in office.get(f"/admin/outbox/notice/{notice.pk}/change/").text


def test_a_letter_that_is_tried_again_says_the_same(office, typed):
    office.post(HOME, typed)
    first = code_of_mail()
    Notice.objects.filter(kind="invitation").update(sent_at=None, attempts=1)
    assert code_of_mail() == first
    assert len(mail.outbox) == 2


def test_a_letter_is_not_sent_once_its_link_is_worth_nothing(office, typed):
    office.post(HOME, typed)
    services.hand_over(invited(), User.objects.get(username="zhou"))
    outbox.deliver_due()
    assert not mail.outbox
    assert Notice.objects.cancelled().filter(kind="invitation").count() == 1


def test_without_mail_the_link_is_shown_once_and_opens_the_account(office, typed, no_mail):
    page = office.post(HOME, typed)
    code = re.search(r"/admin/invitation/#([a-z2-9-]+)<", page.text)[1]
    assert "no-store" in page["Cache-Control"]
    assert Client().post(INVITATION, {"code": code}).status_code == 302
    assert code not in office.get(f"{HOME}{invited().pk}/").text


def test_pressed_twice_it_invites_once(office, typed):
    office.post(HOME, typed)
    again = office.post(HOME, typed, follow=True)
    assert views.ALREADY.format("“吴桐”") in again.text
    assert User.objects.filter(email=typed["email"]).count() == Lawyer.objects.count() == 1
    assert Notice.objects.filter(kind="invitation").count() == 1


def test_the_mail_of_a_colleague_is_refused_in_whatever_letters(office, typed, colleague):
    answer = office.post(HOME, typed | {"email": "LIN@Example.com"})
    assert answer.status_code == 422
    assert views.TAKEN.format("“林致远”") in answer.text
    assert typed["name"] in answer.text


def test_what_fails_halfway_leaves_nothing(manager, typed, area, monkeypatch):
    def fail(*_):
        raise DatabaseError

    monkeypatch.setattr(services.invitations, "send", fail)
    with pytest.raises(DatabaseError):
        services.invite(_position(typed, area), manager)
    assert not User.objects.filter(email=typed["email"]).exists()
    assert not Lawyer.objects.exists()


def test_who_has_no_areas_to_answer_in_gets_no_record_of_a_lawyer(office, typed):
    posts = [make_groups()["编辑"].pk]
    office.post(HOME, typed | {"posts": posts, "areas": []})
    assert not Lawyer.objects.exists()
    assert Invitation.objects.get().account == invited()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"areas": []}, views.NO_AREA),
        ({"lawyer": "none"}, views.NO_LAWYER),
        ({"posts": []}, "请选择岗位。"),
        ({"name": " "}, "请填写姓名。"),
        ({"email": "wu.tong"}, "邮箱格式有误，请核对。"),
        ({"email": "\x00wu@example.com"}, "邮箱"),
        ({"lawyer": "99"}, "这位律师已有账号或已删除，请重新选择。"),
        ({"areas": ["99"]}, "领域有变动，请重新选择。"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(office, typed, change, sentence):
    answer = office.post(HOME, typed | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not User.objects.filter(email__contains="wu").exists()


def test_all_areas_and_one_of_them_are_not_chosen_together(office, typed):
    answer = office.post(HOME, typed | {"areas": [*typed["areas"], "all"]})
    assert views.ALL_OR_SOME in answer.text
    office.post(HOME, typed | {"areas": ["all"]})
    assert not invited().lawyer.areas.exists()


def test_a_record_that_is_there_keeps_its_areas_and_its_page(office, typed, area):
    lawyer = make_lawyer(name="吴桐", slug="wu", is_published=True)
    lawyer.areas.set([area])
    office.post(HOME, typed | {"lawyer": lawyer.pk, "areas": []})
    lawyer.refresh_from_db()
    assert (lawyer.user, lawyer.slug, lawyer.is_published) == (invited(), "wu", True)
    assert list(lawyer.areas.all()) == [area]


def test_a_second_one_of_the_name_gets_names_of_its_own(office, typed):
    office.post(HOME, typed)
    office.post(HOME, typed | {"email": "wu.tong@example.net"})
    second = User.objects.get(email="wu.tong@example.net")
    assert (second.username, second.lawyer.slug) == ("wutong", "wu-tong-2")


def test_it_stands_in_the_history_who_invited_whom(office, typed, manager):
    office.post(HOME, typed)
    line = LogEntry.objects.get(object_id=str(invited().pk))
    assert (line.user, line.change_message) == (manager, services.INVITED.format("律师"))


def test_a_name_is_stored_in_one_line(office, typed):
    office.post(HOME, typed | {"name": "吴\n 桐"})
    account = User.objects.get(email=typed["email"])
    assert "\n" not in account.get_full_name()

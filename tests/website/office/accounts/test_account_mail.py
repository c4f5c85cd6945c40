"""What the holder of an account is told of it, by mail and in its history."""

import pytest
from django.contrib.admin.models import LogEntry

from outbox.models import Notice
from tests.factories import make_settings, make_staff
from website.office import accounts

pytestmark = pytest.mark.django_db
WHAT = "登录密码已修改"


@pytest.fixture
def lin():
    make_settings()
    return make_staff(email="lin@example.com", last_name="林", first_name="致远")


def body():
    return Notice.objects.get().payload["body"]


def test_the_holder_reads_what_happened_when_and_by_whom(lin):
    accounts.tell(lin, WHAT, make_staff(last_name="张", first_name="敏"))
    assert Notice.objects.get().recipient == "lin@example.com"
    assert {"林致远，您好：", f"变动：{WHAT}", "方式：由张敏操作"} <= set(body().splitlines())
    assert "时间：20" in body()


def test_what_the_account_itself_did_is_not_said_to_be_the_persons_own(lin):
    accounts.tell(lin, WHAT, lin)
    assert f"方式：{accounts.BY_HOLDER}" in body()


def test_a_command_on_the_server_is_named_in_the_mail_and_in_the_history(lin):
    accounts.tell(lin, WHAT)
    assert f"方式：{accounts.BY_COMMAND}" in body()
    assert LogEntry.objects.get().change_message == f"{WHAT}（{accounts.BY_COMMAND}）"


def test_the_history_of_the_account_has_it_even_without_an_address():
    lin = make_staff()
    accounts.tell(lin, WHAT, by=lin)
    assert not Notice.objects.exists()
    assert LogEntry.objects.get().change_message == WHAT


def test_the_same_change_twice_is_told_twice(lin):
    accounts.tell(lin, WHAT, lin)
    accounts.tell(lin, WHAT, lin)
    assert Notice.objects.count() == 2


def test_a_change_of_address_goes_to_the_old_and_the_new_one_and_names_neither(lin):
    accounts.tell(lin, accounts.MOVED, lin, "former@example.com")
    told = {notice.recipient for notice in Notice.objects.all()}
    assert told == {"former@example.com", "lin@example.com"}
    assert not any("@" in notice.payload["body"] for notice in Notice.objects.all())


def test_a_first_address_is_told_and_nothing_goes_to_nowhere(lin):
    accounts.tell(lin, accounts.MOVED, lin)
    assert Notice.objects.get().recipient == "lin@example.com"


def test_the_mail_has_no_address_of_a_page(lin):
    accounts.tell(lin, WHAT, lin)
    assert "http" not in body()
    assert "/" not in body()

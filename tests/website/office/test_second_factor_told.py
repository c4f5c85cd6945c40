"""One change of a second factor is one mail to its holder and one line in the history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command

from outbox.models import Notice
from tests.factories import make_settings, make_superuser
from tests.website.second_factor import invited
from website.office.accounts import account_mail
from website.office.second_factor import devices
from website.office.second_factor.admin import INVITE
from website.office.second_factor.invitation_views import SET

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
RESET_PAGE = "/admin/auth/user/{}/second-factor/"


@pytest.fixture(autouse=True)
def site():
    make_settings()


@pytest.fixture
def addressed(new):
    """The member without a second factor, who can be written to."""
    new.email = "lin@example.com"
    new.save()
    return new


def mails(account):
    """What each mail says has changed."""
    sent = Notice.objects.filter(kind=account_mail.KIND, recipient=account.email)
    lines = [line for one in sent for line in one.payload["body"].splitlines()]
    return [line.removeprefix("变动：") for line in lines if line.startswith("变动：")]


def history(account):
    lines = LogEntry.objects.filter(object_id=str(account.pk), content_type__model="user")
    return list(lines.order_by("pk").values_list("change_message", flat=True))


def test_an_accepted_invitation(client, addressed):
    invited(client, addressed)
    assert mails(addressed) == history(addressed) == [SET]


@pytest.mark.parametrize("posts", [1, 2])
def test_a_reset_however_often_its_button_is_pressed(client, addressed, settings, posts):
    devices.enrol(addressed)
    Notice.objects.all().delete()
    LogEntry.objects.all().delete()
    settings.OTP_REQUIRED = False
    client.force_login(make_superuser())
    for _ in range(posts):
        client.post(RESET_PAGE.format(addressed.pk))
    assert mails(addressed) == history(addressed) == [devices.RESET]


def test_a_reset_that_hands_over_a_link_says_both_in_the_history(client, addressed, settings):
    devices.enrol(addressed)
    LogEntry.objects.all().delete()
    boss = make_superuser()
    settings.OTP_REQUIRED = False
    client.force_login(boss)
    client.post(RESET_PAGE.format(addressed.pk))
    client.post(f"/admin/auth/user/{addressed.pk}/invitation/")
    assert history(addressed) == [devices.RESET, INVITE]


@pytest.mark.parametrize(
    ("options", "what"),
    [([], devices.ENROLLED), (["--reset"], devices.RESET), (["--reset", "--link"], devices.RESET)],
)
def test_the_command(addressed, capsys, options, what):
    if options:
        devices.enrol(addressed)
        Notice.objects.all().delete()
        LogEntry.objects.all().delete()
    call_command("enrol_otp", "lin", *options)
    assert mails(addressed) == [what]
    assert history(addressed) == [f"{what}（{account_mail.BY_COMMAND}）"]


def test_a_link_from_the_shell_changes_nothing_yet(addressed, capsys):
    call_command("enrol_otp", "lin", "--link")
    assert mails(addressed) == history(addressed) == []

"""One change of a second factor is one mail to its holder and one line in the history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command

from outbox.models import Notice
from tests.factories import make_settings
from tests.website.second_factor import invited
from website.office import accounts
from website.office.second_factor import devices
from website.office.second_factor.views import SET

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


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
    sent = Notice.objects.filter(kind=accounts.KIND, recipient=account.email)
    lines = [line for one in sent for line in one.payload["body"].splitlines()]
    return [line.removeprefix("变动：") for line in lines if line.startswith("变动：")]


def history(account):
    lines = LogEntry.objects.filter(object_id=str(account.pk), content_type__model="user")
    return list(lines.order_by("pk").values_list("change_message", flat=True))


def test_an_accepted_invitation(client, addressed):
    invited(client, addressed)
    assert mails(addressed) == history(addressed) == [SET]


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
    assert history(addressed) == [f"{what}（{accounts.BY_COMMAND}）"]


def test_a_link_from_the_shell_changes_nothing_yet(addressed, capsys):
    call_command("enrol_otp", "lin", "--link")
    assert mails(addressed) == history(addressed) == []

"""Somebody who runs a firm without being a superuser, and what the tests of 人员 type."""

import pytest

from tests.factories import make_area, make_groups, make_lawyer, make_member, make_settings

HOME = "/admin/people/"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def shown(client, account):
    """The form of a colleague as it is shown, to be sent again."""
    page = client.get(f"{HOME}{account.pk}/")
    return {**page.context["form"].initial, "stands": page.context["stands"]}


@pytest.fixture
def area():
    make_settings()
    return make_area(name="劳动与工伤")


@pytest.fixture
def manager(area):
    return make_member("咨询主管", username="zhou", last_name="周", first_name="牧之")


@pytest.fixture
def office(client, manager):
    """The manager's browser."""
    client.force_login(manager)
    return client


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = CONSOLE


@pytest.fixture
def colleague(area):
    """A lawyer who works here, with an account and an area."""
    account = make_member(
        "律师", username="lin", last_name="林", first_name="致远", email="lin@example.com"
    )
    make_lawyer(name="林致远", user=account).areas.set([area])
    return account


@pytest.fixture
def typed(area):
    """An invitation as it is filled in: a new lawyer of one area."""
    return {
        "name": "吴桐",
        "email": "wu.tong@example.com",
        "posts": [make_groups()["律师"].pk],
        "lawyer": "",
        "areas": [area.pk],
    }

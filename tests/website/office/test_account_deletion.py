"""An account that is in charge of consultations is not deleted from under them."""

import pytest

from consult.desk import assignment
from consult.models import Consultation
from tests.factories import make_consultation, make_groups, make_lawyer, make_member, make_staff
from website.office import admin

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/auth/user/"


@pytest.fixture
def keeper(client):
    """A lawyer of one area who may delete accounts."""
    user = make_staff("auth.view_user", "auth.delete_user")
    user.groups.add(make_groups()["律师"])
    make_lawyer(user=user)
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    """A lawyer in charge of a consultation."""
    user = make_member("律师", username="shen")
    Consultation.objects.filter(pk=make_consultation()[0].pk).update(assignee=user)
    return user


def delete(client, account, many):
    if many:
        ticked = {"_selected_action": [account.pk], "action": "delete_selected"}
        return client.post(ACCOUNTS, ticked | {"post": "yes"})
    return client.post(f"{ACCOUNTS}{account.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize("many", [False, True])
def test_who_deletes_a_colleague_gets_none_of_the_colleagues_work(client, keeper, colleague, many):
    answer = delete(client, colleague, many)
    assert admin.IN_CHARGE.format("shen", 1) in answer.text
    assert Consultation.objects.get().assignee == colleague
    assert not assignment.visible_to(keeper).exists()


def test_who_is_in_charge_of_nothing_that_is_left_is_deleted(client, keeper, colleague):
    Consultation.objects.update(assignee=None)
    assert delete(client, colleague, many=False).status_code == 302

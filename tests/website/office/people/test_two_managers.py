"""Two who look after people at once: one after the other, with the rights that are left."""

import re

import pytest
from django.contrib.auth.models import User

from tests.website.office.people.conftest import HOME
from website.office.people import services, views

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def meanwhile(monkeypatch):
    """What another manager has done when it is one's own turn."""
    return lambda done: monkeypatch.setattr(services, "take_turn", done)


def test_who_was_stopped_while_waiting_stops_nobody(office, manager, colleague, meanwhile):
    meanwhile(lambda: User.objects.filter(pk=manager.pk).update(is_active=False))
    assert office.post(f"{HOME}{colleague.pk}/stop/").status_code == 403
    assert User.objects.get(pk=colleague.pk).is_active


def test_who_lost_the_post_while_waiting_changes_nobody(office, manager, colleague, meanwhile):
    meanwhile(manager.groups.clear)
    answer = office.post(f"{HOME}{colleague.pk}/", {"name": "新名"})
    assert answer.status_code == 403


def test_what_another_saved_while_waiting_is_not_overwritten(office, colleague, meanwhile):
    page = f"{HOME}{colleague.pk}/"
    form = office.get(page)
    stands = re.search(r'name="stands" value="(\w+)"', form.text)[1]
    meanwhile(lambda: User.objects.filter(pk=colleague.pk).update(email="other@example.com"))
    typed = {**form.context["form"].initial, "stands": stands, "name": "新名"}
    answer = office.post(page, typed)
    assert (answer.status_code, views.CHANGED in answer.text) == (409, True)
    assert User.objects.get(pk=colleague.pk).email == "other@example.com"

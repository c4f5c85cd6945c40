"""Nobody widens the view of consultations that the own areas give."""

import pytest

from consult.desk import access
from firm.admin import firm, lawyers
from firm.models import Lawyer, PracticeArea
from tests.factories import (
    make_area,
    make_consultation,
    make_groups,
    make_lawyer,
    make_member,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
AREAS = "/admin/firm/practicearea/"
SURE = {"post": "yes"}


@pytest.fixture
def own():
    return make_area(name="劳动争议")


@pytest.fixture
def foreign():
    area = make_area(name="刑事辩护")
    make_consultation(area=area)
    return area


@pytest.fixture
def editor(client, own, foreign):
    """A lawyer of one area who is an editor, too."""
    user = make_member("律师")
    user.groups.add(make_groups()["编辑"])
    make_lawyer(name="林致远", user=user).areas.add(own)
    client.force_login(user)
    return user


def seen(user):
    return access.visible_to(user).count()


def send(client, area, **fields):
    known = {"name": area.name, "slug": area.slug, "order": 1, "is_published": "on"}
    address = f"{AREAS}{area.pk}/change/" if area.pk else f"{AREAS}add/"
    return client.post(address, known | fields)


def test_a_lawyer_who_edits_puts_no_foreign_area_below_an_own_one(client, editor, own, foreign):
    assert send(client, foreign, parent=own.pk, summary="别的话").status_code == 302
    foreign.refresh_from_db()
    assert (foreign.parent, foreign.summary, seen(editor)) == (None, "别的话", 0)


def test_a_lawyer_who_edits_puts_no_own_area_below_a_foreign_one(client, editor, own, foreign):
    send(client, own, parent=foreign.pk)
    assert (PracticeArea.objects.get(pk=own.pk).parent, seen(editor)) == (None, 0)


def test_a_lawyer_who_edits_adds_no_area_below_an_own_one(client, editor, own):
    send(client, PracticeArea(name="新领域", slug="new"), parent=own.pk)
    assert PracticeArea.objects.get(slug="new").parent is None


def test_the_form_says_who_moves_an_area(client, editor, foreign):
    html = client.get(f"{AREAS}{foreign.pk}/change/").text
    assert firm.NOT_MOVED in html
    assert 'name="parent"' not in html
    assert firm.NOT_MOVED in client.get(f"{AREAS}add/").text


@pytest.mark.parametrize(
    ("rights", "moved"),
    [
        (["firm.change_practicearea"], False),
        (["firm.change_practicearea", "firm.change_lawyer"], True),
    ],
)
def test_who_assigns_areas_to_lawyers_moves_them(client, own, foreign, rights, moved):
    client.force_login(make_staff(*rights))
    send(client, foreign, parent=own.pk)
    assert (PracticeArea.objects.get(pk=foreign.pk).parent == own) is moved


def test_a_lawyer_who_is_a_superuser_moves_areas(client, own, foreign):
    user = make_superuser()
    make_lawyer(user=user)
    client.force_login(user)
    send(client, foreign, parent=own.pk)
    assert PracticeArea.objects.get(pk=foreign.pk).parent == own


def test_the_only_area_of_a_lawyer_is_not_deleted(client, editor, own):
    answer = client.post(f"{AREAS}{own.pk}/delete/", SURE)
    assert firm.ONLY_AREA.format("林致远律师") in answer.text
    assert (PracticeArea.objects.filter(pk=own.pk).exists(), seen(editor)) == (True, 0)


def test_all_areas_of_a_lawyer_are_not_deleted_together(client, editor, own):
    other = make_area()
    editor.lawyer.areas.add(other)
    ticked = {"_selected_action": [own.pk, other.pk], "action": "delete_selected", **SURE}
    assert firm.ONLY_AREA.format("林致远律师") in client.post(AREAS, ticked).text
    assert editor.lawyer.areas.count() == 2


def test_one_of_two_areas_is_deleted(client, editor, own):
    editor.lawyer.areas.add(make_area())
    assert client.post(f"{AREAS}{own.pk}/delete/", SURE).status_code == 302
    assert (editor.lawyer.areas.count(), seen(editor)) == (1, 0)


def test_a_profile_with_an_account_is_not_deleted_by_an_editor(client, editor):
    """Whose account it is would be decided by it, and a colleague's turn would be lost."""
    colleague = make_lawyer(name="沈若宁", user=make_member("律师"))
    answer = client.post(f"/admin/firm/lawyer/{colleague.pk}/delete/", SURE)
    assert lawyers.HAS_ACCOUNT.format("沈若宁律师") in answer.text
    assert Lawyer.objects.filter(pk=colleague.pk).exists()


def test_a_profile_without_an_account_is_deleted_by_an_editor(client, editor):
    gone = make_lawyer()
    client.post(f"/admin/firm/lawyer/{gone.pk}/delete/", SURE)
    assert not Lawyer.objects.filter(pk=gone.pk).exists()


def test_a_superuser_deletes_a_profile_with_an_account(client):
    client.force_login(make_superuser())
    gone = make_lawyer(user=make_member("律师"))
    client.post(f"/admin/firm/lawyer/{gone.pk}/delete/", SURE)
    assert not Lawyer.objects.filter(pk=gone.pk).exists()

"""Who somebody is and what they may do: asked with each page, so in two queries."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from tests.factories import make_lawyer, make_member, make_staff, make_superuser
from website.office.login.backend import CountedBackend

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def members():
    of_both = make_member("助理")
    of_both.user_permissions.set(make_staff("firm.view_office").user_permissions.all())
    off = make_member("编辑", is_active=False)
    return [of_both, make_staff("firm.view_office"), make_staff(), off, make_superuser()]


def test_everybody_has_the_rights_that_django_gives_them():
    for member in members():
        fresh = get_user_model().objects.get(pk=member.pk)
        assert CountedBackend().get_all_permissions(fresh) == (
            ModelBackend().get_all_permissions(member)
        )


def test_person_profile_and_rights_are_two_queries(django_assert_num_queries):
    member = make_member("律师")
    profile = make_lawyer(user=member)
    with django_assert_num_queries(2):
        found = CountedBackend().get_user(member.pk)
        assert found.lawyer == profile
        assert found.has_perm("consult.send_reply")
        assert not found.has_perm("articles.delete_article")


def test_an_account_that_is_off_or_gone_is_nobody():
    member = make_member("编辑", is_active=False)
    assert [CountedBackend().get_user(key) for key in (member.pk, 0)] == [None, None]

"""The same done twice at one moment, as by a button that is pressed twice."""

from time import sleep

import pytest

from statutes.importing import uploads as shared
from tests.factories import make_staff
from tests.threads import aside, together
from transfer import office
from transfer.models import ArticleImport

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


@pytest.fixture
def user(shared_database):
    return aside(make_staff)


def test_the_same_files_sent_twice_at_once_are_one_upload(user, monkeypatch):
    keep = shared.take
    monkeypatch.setattr(shared, "take", lambda *given: (sleep(0.2), keep(*given)))

    def act():
        return office.take(ArticleImport(user=user), [("a.md", b"x")]).pk

    assert len({*together(act, act, act)}) == 1
    assert aside(ArticleImport.objects.count) == 1


def test_of_two_who_confirm_at_once_one_does(user):
    ready = ArticleImport(user=user, state=ArticleImport.State.READY, name="a.md")
    aside(ready.save)

    def act():
        return shared.confirm(upload=ready, user=user)

    assert sorted(together(act, act)) == [False, True]

"""No address of the site sets a cookie that is not told, and a page without a form sets none."""

import pytest

from tests.factories import make_superuser
from tests.privacy import walk
from tests.privacy.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_no_address_sets_a_cookie_that_is_not_told(jar):
    """By links and by the resolver, read and written to, outside and by the office."""
    outside, office = Browser(), Browser()
    office.force_login(make_superuser(username="boss"))
    seen = {path for path, _ in walk.follow(office, ["/admin/"], most=1)}
    assert len(seen) > 50
    seen = {walk.pattern(path) for path in seen}
    for path in walk.every_pattern():
        outside.get(path), outside.post(path)
        if path != "/admin/logout/":
            office.post(path), walk.pattern(path) in seen or office.get(path)
    assert list(jar.faults()) == []


def test_a_page_without_a_form_sets_no_cookie(jar):
    seen = {}
    for path, answer in walk.follow(Browser(), walk.STARTS):
        seen[path] = answer.status_code
        jar.set.clear() if walk.pattern(path) in walk.FORMS else None
        assert not jar.set, f"{path} sets a cookie for who only reads"
    assert {"/consult/", "/consult/thread/", "/lawyers/"} <= set(seen)
    assert len(seen) > 40

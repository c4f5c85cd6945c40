"""A page without a form sets no cookie; that none is untold: tests/roles, at every address."""

import pytest

from tests.privacy import walk
from tests.privacy.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_a_page_without_a_form_sets_no_cookie(jar):
    seen = {}
    for path, answer in walk.follow(Browser(), walk.STARTS):
        seen[path] = answer.status_code
        jar.set.clear() if walk.pattern(path) in walk.FORMS else None
        assert not jar.set, f"{path} sets a cookie for who only reads"
    assert {"/consult/", "/consult/thread/", "/lawyers/"} <= set(seen)
    assert len(seen) > 40

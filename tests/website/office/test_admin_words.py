"""Every page of the admin, as each member of the staff sees it: no English, no odd blanks."""

import pytest
from django.contrib.redirects.models import Redirect

from statutes.models import RenamedCrime, TableVersion
from tests.factories import make_member, make_period, make_statute, make_superuser
from tests.website import desk_walk

pytestmark = pytest.mark.django_db
GROUPS = ["咨询主管", "律师", "助理", "编辑"]
# Of a superuser's pages, how many kinds there are at least; fewer, and the walk has lost its way.
KINDS = 90


@pytest.fixture
def rows(sample):
    """The sample firm, and a row of what it has none of."""
    make_statute(["第一句话。", "第二句话。"], short_name="示例法")
    RenamedCrime.objects.create(old_name="旧罪", new_name="新罪", citation="《示例法》第一条")
    make_period(length="3年", about="示例", short_name="示例法", number=1)
    TableVersion.objects.update_or_create(pk=1, defaults={"version": "2026-11-24"})
    Redirect.objects.create(site_id=1, old_path="/old.html", new_path="/articles/1/")


def odd(client):
    """What is English, and what has a blank between Han characters, with the address."""
    kinds, found = set(), set()
    for name, address, page in desk_walk.walk(client, desk_walk.starts()):
        kinds.add(name)
        for text in desk_walk.told(page):
            if desk_walk.english(text) or desk_walk.ODD_BLANK.search(text):
                found.add((address, text[:80]))
    return kinds, sorted(found)


@pytest.mark.ci
def test_nobody_meets_english_in_the_admin(client, rows, subtests):
    members = [make_superuser(username="boss"), *(make_member(group) for group in GROUPS)]
    for member in members:
        with subtests.test(member.username):
            client.force_login(member)
            kinds, found = odd(client)
            assert found == []
            assert len(kinds) > (KINDS if member.is_superuser else 0)

"""Whatever key is posted where the office takes one: a plain answer, never a page of error 500."""

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone

from tests.consult.desk_pages import page_of
from tests.consult.posting import token
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_notice,
    make_settings,
    make_submitted,
    make_superuser,
)
from tests.stages import crossed

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ABSURD = ["1" + "0" * 30, "a"]
DESK = "/admin/consult/consultation/"
EDITED = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": "1", "form-0-order": "1"}
INVITED = {"name": "吴桐", "email": "wu@example.com", "lawyer": ""}
# What else is posted, by the address and the name of the key that is absurd.
POSTS = {
    ("/admin/people/", "posts"): INVITED,
    ("/admin/people/", "areas"): INVITED,
    ("/admin/people/", "lawyer"): INVITED,
    ("/admin/people/{user}/", "posts"): INVITED,
    (f"{DESK}bulk/", "chosen"): {"act": "close", "confirmed": "1"},
    (f"{DESK}bulk/", "to"): {"act": "assign", "chosen": "{case}", "confirmed": "1"},
    (f"{DESK}bulk/", "dated"): {
        "act": "follow_up", "chosen": "{case}", "replace": "yes", "confirmed": "1",
        "on": str(timezone.localdate() + timedelta(days=9)),
    },
    (f"{DESK}register/", "area"): {"look": "1", "name": "陈小满"},
    (f"{DESK}register/", "go_on"): {"question": "问题", "source": "phone"},
    (f"{DESK}register/", "to"): {"question": "问题", "source": "phone"},
    ("{page}", "assignee"): {"action": "assign"},
    ("{page}", "people"): {"action": "share"},
    ("{page}", "to"): {"action": "hand_over", "handing_note": "请接手"},
    ("{page}", "seen"): {"action": "hand_over", "handing_note": "请接手"},
    ("{page}", "remind"): {"action": "note", "note": "备注"},
    ("{page}", "hit"): {"action": "hit_same"},
    ("{page}", "canned"): {"action": "canned"},
    ("{page}", "article"): {"action": "article"},
    ("{article}", "area"): {"action": "save", "version": "0"},
    ("/admin/articles/article/add/", "tags"): {"title": "标题"},
    ("/admin/articles/article/add/", "area"): {"title": "标题"},
    ("/admin/articles/article/", ACTION_CHECKBOX_NAME): {"action": "publish_many"},
    ("/admin/firm/lawyer/add/", "areas"): {"name": "吴桐"},
    ("/admin/firm/lawyer/", "form-0-id"): EDITED,
    ("/admin/firm/practicearea/", "form-0-id"): EDITED,
    ("/admin/consult/areafact/", "form-0-id"): EDITED,
    ("/admin/auth/group/add/", "permissions"): {"name": "岗位"},
    ("/admin/outbox/notice/", ACTION_CHECKBOX_NAME): {"action": "retry_now"},
    ("/admin/law-review/", "chosen"): {},
    ("/admin/pictures/remove/", "picture"): {"confirmed": "1"},
}  # fmt: skip


@pytest.fixture
def places(client):
    """A site with one of each, and its addresses by the names that `POSTS` has for them."""
    make_settings()
    make_notice()
    boss = make_superuser()
    client.force_login(boss)
    make_lawyer(user=boss).areas.add(make_area())
    make_article()
    case, _ = make_submitted()
    named = {"page": page_of(case), "article": page_of(case, "article"), "case": str(case.pk)}
    return {**named, "user": str(boss.pk)}


def test_an_absurd_key_is_answered_plainly(client, places, subtests):
    for (address, name), key in crossed(POSTS, ABSURD):
        more = {key: value.format(**places) for key, value in POSTS[address, name].items()}
        with subtests.test(address=address, name=name, key=key):
            posted = {"token": token(), **more, name: key}
            answer = client.post(address.format(**places), posted)
            assert answer.status_code in {200, 302, 400, 403, 404, 409, 422}

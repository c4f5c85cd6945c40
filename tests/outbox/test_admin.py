"""The ledger in the admin: to be read, and to be tried again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.admin import ENGINES, LEFT, RETRIED, STATES
from outbox.base.errors import sentence
from outbox.channels.search_engines import Engine
from outbox.models import Notice
from tests.factories import make_staff, make_superuser
from tests.outbox.delivery.test_send import make_notice

pytestmark = pytest.mark.django_db
TROUBLE = sentence(OSError())
LIST = reverse("admin:outbox_notice_changelist")
VIEW, CHANGE = "outbox.view_notice", "outbox.change_notice"


def retry(client, *notices):
    post = {"action": "retry_now", "_selected_action": [notice.pk for notice in notices]}
    return client.post(LIST, post, follow=True)


@pytest.fixture
def late():
    notice = make_notice()
    Notice.objects.update(due_at=timezone.now() + timedelta(hours=4), attempts=5, error=TROUBLE)
    return notice


def test_a_failing_notice_is_seen_with_its_reason_and_can_be_tried_again_now(client, late):
    client.force_login(make_staff(VIEW, CHANGE))
    html = client.get(LIST, {"state": "pending"}).text  # an odd filter shows all
    for words in (TROUBLE, "失败5次，", late.recipient):
        assert words in html
    assert RETRIED.format(1) in retry(client, late).content.decode().replace(" ", "")
    assert late in Notice.objects.due()
    # A reply that can still be withdrawn is not hurried, and what was sent not sent again.
    waiting = make_notice("waiting", due_at=timezone.now() + timedelta(seconds=30))
    Notice.objects.filter(pk=late.pk).update(sent_at=timezone.now())
    assert RETRIED.format(0) in retry(client, late, waiting).text.replace(" ", "")
    assert not Notice.objects.due().exists()


STANDING = {
    "sent": {"sent_at": timezone.now()},
    "waiting": {},
    "unsent": {"unsent_at": timezone.now()},
    "failing": {"attempts": 2},
    "cancelled": {"cancelled_at": timezone.now(), "why": "不用了"},
}
WORDS = {
    "sent": f"{STATES['sent']}（",
    "waiting": STATES["waiting"],
    "unsent": STATES["unsent"],
    "failing": "失败2次",
    "cancelled": f"{STATES['cancelled']}：不用了",
}


def test_the_list_says_where_each_stands_and_filters_by_it(client):
    for name, fields in STANDING.items():
        notice = make_notice(key=name)
        Notice.objects.filter(pk=notice.pk).update(**fields)
    client.force_login(make_staff(VIEW))
    for state, words in WORDS.items():
        page = client.get(LIST, {"state": state})
        assert [one.dedupe_key for one in page.context["cl"].result_list] == [state]
        assert re.search(f'<td class="field-state"[^>]*>{words}', page.rendered_content)


def test_a_client_is_not_named(client):
    make_notice(recipient="consultation:00000000-0000-4000-8000-000000000000")
    client.force_login(make_superuser())
    for page in (LIST, f"{LIST}{Notice.objects.get().pk}/change/"):
        html = client.get(page).content.decode()
        assert "咨询人" in html
        assert "00000000-0000-4000" not in html


def test_the_list_takes_few_queries_for_three(client, django_assert_num_queries):
    client.force_login(make_superuser())
    for n in range(3):
        make_notice(key=str(n))
    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_push_shows_the_address_that_it_tells_of(client, settings):
    settings.SITE_URL = "https://www.example.com"
    push = make_notice()
    Notice.objects.update(channel="baidu", recipient="/articles/7/", payload={"remain": 12})
    client.force_login(make_staff(VIEW))
    html = client.get(f"{LIST}{push.pk}/change/").content.decode()
    assert ENGINES.format("/articles/7/") in html
    assert "https://www.example.com/articles/7/" in html
    assert LEFT.format(12) in html
    assert Engine.BAIDU.label in client.get(LIST).content.decode()

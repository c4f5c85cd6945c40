"""Notices that only the worker of a newer release can send, which works beside ours for a while."""

import pytest

from outbox import services
from outbox.models import Notice
from tests.consult.posting import shift
from tests.outbox.delivery.test_send import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OF_A_NEWER_RELEASE = [{"channel": "pigeon"}, {"recipient": "appointment:7"}]


@pytest.mark.parametrize("fields", OF_A_NEWER_RELEASE, ids=lambda fields: "".join(fields))
def test_what_only_a_newer_release_can_send_is_left_to_its_worker(fields):
    make_notice()
    Notice.objects.update(**fields)
    make_notice(key="ours")
    assert services.deliver_due() == 1
    theirs = Notice.objects.pending().get()
    assert (theirs.attempts, theirs.error, theirs.leased_until) == (0, "", None)


def test_what_nobody_could_send_for_an_hour_has_failed(monkeypatch):
    make_notice()
    Notice.objects.update(channel="pigeon")
    shift(monkeypatch, hours=1, seconds=1)
    assert services.deliver_due() == 0
    assert Notice.objects.failing().get().error

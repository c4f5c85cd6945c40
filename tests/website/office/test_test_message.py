"""The test message: it goes the way of all notices and tells what became of it."""

import pytest
from django.core import mail
from django.urls import reverse

from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import Notice
from tests.factories import make_settings, make_superuser
from website.office import test_message
from website.office.test_message import OFTEN

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:test_message")
VIEW, CHANGE = "outbox.view_notice", "outbox.change_notice"


@pytest.fixture
def boss(client):
    make_settings(notify_email="office@example.com")
    user = make_superuser(email="boss@example.com")
    client.force_login(user)
    return user


def send(client, to="office@example.com"):
    return client.post(PAGE, {"to": to})


def test_it_may_go_to_the_settings_address_the_own_one_and_each_robot(client, boss, settings):
    settings.ROBOTS = [{"kind": "wecom", "token": "geheim-0001", "secret": ""}]
    choices = client.get(PAGE).context["form"].fields["to"].choices
    assert [value for value, _ in choices] == ["office@example.com", "boss@example.com", "wecom-1"]
    entry = {"kind": "wecom", "token": "geheim-0001", "secret": ""}
    settings.ROBOTS = [entry, entry]
    send(client, "wecom-2")
    assert Notice.objects.get().recipient == "wecom-2"


@pytest.mark.parametrize("backend", ["locmem", "dummy"])
def test_it_is_sent_by_the_worker_and_the_page_says_so_but_not_without_a_mail_server(
    client, boss, settings, backend
):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    is_set = backend == "locmem"
    assert ('class="step-warning"' in client.get(PAGE).text) is not is_set
    page = send(client).url
    assert 'http-equiv="refresh"' in client.get(page).text
    assert mail.outbox == []
    outbox.deliver_due()
    assert [message.to for message in mail.outbox] == [["office@example.com"]] * is_set
    html = client.get(page).text
    assert ('class="step-good"' in html, "未寄出" in html) == (is_set, not is_set)
    assert 'http-equiv="refresh"' not in html
    send(client)
    assert Notice.objects.cancelled().count() == (not is_set)  # or both went out later


def test_a_failure_is_told_with_its_reason_and_a_worker_that_does_not_run_named(
    client, boss, monkeypatch
):
    def refuse(*_):
        raise ConnectionRefusedError

    page = send(client).url
    monkeypatch.setattr(test_message, "PATIENCE", -test_message.PATIENCE)
    assert 'class="step-bad"' in client.get(page).text
    outbox.beat()
    assert 'class="step-warning"' in client.get(page).text
    monkeypatch.setattr(MAIL, "send", refuse)
    outbox.deliver_due()
    assert "没有发出：对方服务器拒绝连接" in client.get(page).text


def test_it_goes_nowhere_else_and_five_times_in_ten_minutes(client, boss):
    for to in ("stranger@example.com", "wecom-1", "", "x\x00"):
        assert send(client, to).status_code == 422
    assert not Notice.objects.exists()
    answers = [send(client).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]
    assert OFTEN in send(client).text
    waiting, replaced = Notice.objects.pending(), Notice.objects.cancelled()
    assert (waiting.count(), replaced.count()) == (1, 4)

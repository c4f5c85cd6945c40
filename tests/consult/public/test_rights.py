"""What a client may do with what was confided: withdraw, allow, erase, stop the mail."""

import pytest
from django.test import Client
from django.urls import reverse

from consult import services
from consult.base.enums import ConsentKind, EventKind, State
from consult.base.policy import NO_ERASURE_HELD
from consult.client.session import NextPageMessage
from consult.forms.thread import NOT_SURE
from consult.models import Consultation, Message
from consult.public import rights
from tests.consult.posting import THREAD, enter, shift
from tests.factories import make_notice, make_settings, make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = pytest.mark.django_db
ERASE, ERASED, COPY, MAIL, PUBLISH = (
    reverse(f"consult:{name}") for name in ("erase", "erased", "copy", "stop_mail", "publication")
)
WITHDRAW = reverse("consult:withdraw", args=["processing"])
PAGES = [("get", ERASE), ("post", ERASE), ("get", WITHDRAW), ("post", WITHDRAW)]
POSTS = [("post", COPY), ("post", MAIL), ("post", PUBLISH)]


@pytest.fixture
def asked():
    make_settings(phone="0330-5559900")
    return make_consultation(name="王某", email="a@example.com")


@pytest.fixture
def inside(client, asked):
    enter(client, asked[1])
    return asked[0]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_reminder_is_promised_only_where_mail_can_be_sent(client, inside, settings):
    assert "邮件不含姓名和咨询内容" in client.get(THREAD).text
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    html = client.get(THREAD).text
    assert "邮件不含姓名和咨询内容" not in html
    assert "网站目前不能发送邮件" in html
    assert "不再发邮件" in html  # the wish holds for the day when it can


@pytest.mark.parametrize(("method", "address"), PAGES + POSTS)
def test_without_the_code_nothing_is_done(client, asked, method, address):
    response = getattr(client, method)(address, {"sure": "on"})
    assert response.status_code == 403
    assert "查询码" in response.content.decode()
    assert fresh(asked[0]) == asked[0]
    assert fresh(asked[0]).state == State.NEW
    assert fresh(asked[0]).wants_mail


@pytest.mark.parametrize(("method", "address"), PAGES + POSTS)
def test_15_idle_minutes_end_it_here_too(client, inside, monkeypatch, method, address):
    shift(monkeypatch, minutes=16)
    assert getattr(client, method)(address, {"sure": "on"}).status_code == 403
    assert fresh(inside).state == State.NEW


@pytest.mark.parametrize(("method", "address"), PAGES + POSTS + [("get", ERASED)])
def test_no_copy_is_kept_and_nobody_else_is_told(client, inside, method, address):
    response = getattr(client, method)(address)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("address", [COPY, MAIL, PUBLISH])
def test_what_changes_something_takes_no_get(client, inside, address):
    assert client.get(address).status_code == 405


def test_a_forged_post_erases_nothing(asked):
    wall = Client(enforce_csrf_checks=True)
    page = wall.get(THREAD)
    token = str(page.context["csrf_token"])
    enter(wall, asked[1], headers={"X-CSRFToken": token})
    assert wall.post(ERASE, {"sure": "on"}).status_code == 403
    assert fresh(asked[0]).state == State.NEW


def test_withdrawing_is_explained_before_it_is_done(client, inside):
    html = client.get(WITHDRAW).content.decode()
    form = f'<form class="form" method="post" action="{WITHDRAW}">'
    assert all(part in html for part in ('<ul class="next">', form))
    assert fresh(inside).consent_withdrawn_at is None


def test_withdrawing_ends_the_consultation_and_says_so(client, inside):
    assert client.post(WITHDRAW).url == THREAD
    kept, html = fresh(inside), client.get(THREAD).content.decode()
    assert (kept.state, kept.wants_mail) == (State.CLOSED, False)
    assert NextPageMessage.WITHDRAWN.label in html
    assert 'name="text"' not in html
    assert client.get(WITHDRAW).url == THREAD


def test_after_withdrawing_nothing_can_be_added(client, inside):
    client.post(WITHDRAW)
    response = client.post(THREAD, {"action": "message", "text": "再补充一点。", "token": "x"})
    assert response.status_code == 409
    assert "再补充一点。" not in [message.text for message in inside.messages.all()]


@pytest.mark.parametrize("kind", ["nothing", "publication"])
def test_what_was_not_agreed_to_cannot_be_withdrawn(client, inside, kind):
    response = client.post(reverse("consult:withdraw", args=[kind]))
    assert response.status_code in {302, 404}
    assert not inside.events.filter(kind=EventKind.CONSENT_WITHDRAWN).exists()


def test_publication_is_allowed_and_withdrawn_again(client, inside):
    notice = client.get(THREAD).context["publication_form"]["notice"].value()
    client.post(PUBLISH, {"notice": notice})
    consent = inside.consents.get(kind=ConsentKind.PUBLICATION)
    assert consent.notice == make_notice()
    client.post(reverse("consult:withdraw", args=["publication"]))
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert fresh(inside).state == State.NEW
    kinds = list(inside.events.values_list("kind", flat=True))
    assert kinds[-2:] == [EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN]


@pytest.mark.parametrize("notice", ["", "0", "x", "9" * 40])
def test_publication_needs_the_notice_that_holds(client, inside, notice):
    assert client.post(PUBLISH, {"notice": notice}).status_code == 409
    assert not inside.consents.filter(kind=ConsentKind.PUBLICATION).exists()


def test_publication_of_what_concerns_a_child_is_not_offered(client):
    consents = dict.fromkeys([ConsentKind.PROCESSING, ConsentKind.MINOR], make_notice())
    enter(client, make_consultation(consents=consents)[1])
    assert client.get(THREAD).context["publication_form"] is None


def test_the_mail_is_stopped(client, inside):
    client.post(MAIL)
    assert not fresh(inside).wants_mail
    assert NextPageMessage.MAIL_STOPPED.label in client.get(THREAD).content.decode()
    assert MAIL not in client.get(THREAD).content.decode()


def test_erasing_is_asked_twice(client, inside):
    assert 'name="sure"' in client.get(ERASE).content.decode()
    response = client.post(ERASE)
    assert response.status_code == 422
    assert NOT_SURE in response.content.decode()
    assert Message.objects.count() == 1


def test_erasing_leaves_nothing_and_ends_the_access(client, inside):
    assert client.post(ERASE, {"sure": "on"}).url == ERASED
    kept = fresh(inside)
    assert (kept.state, kept.name, Message.objects.count()) == (State.ERASED, "", 0)
    assert kept.events.last().kind == EventKind.CLIENT_ERASED
    assert rights.ERASED in client.get(ERASED).content.decode()
    assert "查询码" in client.get(THREAD).content.decode()
    assert client.post(ERASE, {"sure": "on"}).status_code == 403


def test_an_erased_code_gives_the_page_of_an_unknown_one(client, asked):
    services.erase_now(consultation=asked[0])
    erased, unknown = enter(Client(), asked[1]), enter(Client(), "0" * 16)
    assert (erased.status_code, plain(erased)) == (unknown.status_code, plain(unknown))


def test_erasing_twice_is_one_erasure(asked):
    for _ in range(2):
        services.erase_now(consultation=asked[0])
    assert asked[0].events.filter(kind=EventKind.CLIENT_ERASED).count() == 1


def plain(response):
    token = str(response.context["csrf_token"])
    return response.content.decode().replace(token, "")


def test_an_open_page_of_an_erased_consultation_asks_for_the_code(client, inside):
    services.erase_now(consultation=inside)
    assert "王某" not in client.get(THREAD).content.decode()
    assert client.post(WITHDRAW).status_code == 403


def test_a_legal_hold_is_said_and_holds(client, inside):
    services.hold(consultation=inside, user=make_staff())
    html = client.get(ERASE).content.decode()
    assert '<p class="notice">' in html
    assert 'name="sure"' not in html
    response = client.post(ERASE, {"sure": "on"})
    assert response.status_code == 409
    assert NO_ERASURE_HELD in response.content.decode()
    assert Consultation.objects.get().state == State.NEW

"""The address in the mail that stops it: one button, one click, and nothing told to anybody."""

from base64 import urlsafe_b64encode

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from consult import services
from consult.base.enums import EventKind
from consult.client import session
from consult.public.rights import STOPPED
from tests.factories import make_consultation, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    make_settings()
    return make_consultation(name="王某", email="a@example.com")[0]


def path(consultation):
    return session.address(consultation).removeprefix(site_settings.SITE_URL)


def wants_mail(consultation):
    consultation.refresh_from_db()
    return consultation.wants_mail


def test_the_address_is_of_this_site_and_says_nothing(asked):
    address = session.address(asked)
    assert address.startswith(f"{site_settings.SITE_URL}/consult/stop/")
    assert asked.reference.casefold() not in address.casefold()
    assert asked.pk.hex not in address


def test_a_look_shows_one_button_and_stops_nothing(client, asked):
    for response in (client.get(path(asked)), client.head(path(asked))):
        assert response.status_code == 200
    assert client.get(path(asked)).content.decode().count('<form class="form" method="post">') == 1
    assert wants_mail(asked)


def test_the_button_stops_the_mail(client, asked):
    response = client.post(path(asked))
    assert (response.status_code, wants_mail(asked)) == (200, False)
    assert STOPPED in response.content.decode()
    assert asked.events.last().kind == EventKind.NOTICES_STOPPED


def test_one_click_of_a_mail_program_needs_no_cookie_and_no_token(asked):
    program = Client(enforce_csrf_checks=True)
    response = program.post(path(asked), {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, wants_mail(asked)) == (200, False)
    assert not response.cookies


def sealed(content, purpose=session.PURPOSE):
    """A token of ours, right in all but what it holds or what it is for."""
    box = session._cipher(site_settings.SECRET_KEY)
    return urlsafe_b64encode(box.encrypt(content, [purpose.encode()])).decode().rstrip("=")


def odd_tokens(consultation):
    """Forged, of another purpose, of nothing, and of what is no number."""
    token, nobody = session.token(consultation), bytes(16)
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    foreign = sealed(consultation.pk.bytes, purpose="consult.form")
    return [changed, foreign, "x", "." * 300, "字", sealed(nobody), sealed(b"short")]


def test_every_other_address_gives_the_same_pages(client, asked):
    shown, done = client.get(path(asked)).text, client.post(path(asked)).text
    assert "csrfmiddlewaretoken" not in shown
    services.erase_now(consultation=asked)
    addresses = [reverse("consult:stop", args=[token]) for token in odd_tokens(asked)]
    for address in [path(asked), *addresses]:
        assert client.get(address).text == shown
        assert client.post(address).text == done


def test_a_second_click_changes_nothing(client, asked):
    client.post(path(asked)), client.post(path(asked))
    assert asked.events.filter(kind=EventKind.NOTICES_STOPPED).count() == 1


def test_an_old_address_still_works_after_the_secret_was_changed(client, asked, settings):
    address = path(asked)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "z" * 50
    client.post(address)
    assert not wants_mail(asked)


def test_no_copy_is_kept_and_no_other_site_is_told(client, asked):
    response = client.get(path(asked))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert "noindex" in response["X-Robots-Tag"]

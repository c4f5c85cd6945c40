"""发信邮箱: what a real server takes is kept, encrypted; the environment comes first."""

import socket
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.db import connection
from django.urls import reverse

from consult.models import MailServer
from outbox import services as outbox
from tests import mail_server
from tests.certificate import write
from tests.factories import make_settings, make_staff
from tests.site_process import free_port
from website.office.mail_server import NO_SECRET, REMOVED, TRIED

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PAGE = reverse("admin:mail_server")
TYPED = {"address": "desk@example.com", "password": "right code", "host": "", "port": "465"}
OURS = "consult.mail_server.Backend"


class Closed(mail_server.Sink):
    """Lets nobody in but with the right password."""

    def __call__(self, server, session, envelope, mechanism, given):
        is_right = given.password.decode() == TYPED["password"]
        return AuthResult(success=is_right, handled=is_right)


@pytest.fixture
def sink(tmp_path, monkeypatch, settings):
    """smtp.example.com:465, with a certificate that is trusted here; nothing else answers."""
    settings.EMAIL_BACKEND, handler, port = OURS, Closed(), free_port()
    pem = tmp_path / "server.pem"
    write(pem, ["smtp.example.com"])
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    connect = socket.create_connection

    def reach(place, *rest, **options):
        if place != ("smtp.example.com", 465):
            raise ConnectionRefusedError
        return connect(("127.0.0.1", port), *rest, **options)

    monkeypatch.setattr(socket, "create_connection", reach)
    running = Controller(
        handler, "127.0.0.1", port, ssl_context=context, authenticator=handler,
        auth_required=True, auth_require_tls=False,
    )  # fmt: skip

    def trigger():
        """As it does itself, but with TLS."""
        with connect(("127.0.0.1", port)) as plain:
            client = ssl.create_default_context(cafile=pem)
            client.wrap_socket(plain, server_hostname="smtp.example.com").recv(99)

    running._trigger_server = trigger
    running.start()
    yield handler
    running.stop()


@pytest.fixture
def office(client):
    make_settings()
    client.force_login(make_staff("firm.change_sitesettings", "outbox.change_notice"))
    return client


def test_what_the_server_takes_is_kept_and_sends_from_then_on(office, sink):
    assert not outbox.mail_is_set()
    assert TRIED in office.post(PAGE, TYPED, follow=True).text
    assert outbox.mail_is_set()
    known = MailServer.objects.get()
    assert (known.host, known.password) == ("smtp.example.com", TYPED["password"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM consult_mailserver")
        assert cursor.fetchone()[0].startswith("enc1:")
    assert TYPED["password"] not in office.get(PAGE).text
    assert 'name="remove"' not in office.get(PAGE).text.split("<button class")[1]  # by Enter
    letter = {"recipient": "a@example.com", "subject": "甲", "body": "乙"}
    outbox.enqueue_mail(kind="trial", dedupe_key="d", **letter)
    assert outbox.deliver_due()
    assert [letter["From"].addresses[0].addr_spec for _, letter in sink.mails] == [TYPED["address"]]
    bare = {**TYPED, "password": ""}
    assert NO_SECRET in office.post(PAGE, {**bare, "host": "smtp.example.net"}).text  # to no other
    assert MailServer.objects.get().host == "smtp.example.com"
    assert office.post(PAGE, bare).status_code == 302
    assert REMOVED in office.post(PAGE, {"remove": "1"}, follow=True).text
    assert not outbox.mail_is_set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "wrong"}, "用户名或密码"),
        ({"host": "smtp.example.org"}, "拒绝连接"),
        ({"host": "a b"}, ""),
        ({"host": "127.0.0.1"}, ""),
        ({"port": "25"}, ""),
        ({"password": ""}, NO_SECRET),
    ],
)
def test_what_the_server_does_not_take_is_not_kept_and_no_word_is_lost(office, sink, typed, said):
    answer = office.post(PAGE, {**TYPED, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="desk@example.com"' in answer.text
    assert not MailServer.objects.exists()


def test_the_environment_comes_first_and_others_do_not_come_at_all(office, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert 'name="password"' not in office.get(PAGE).text
    office.post(PAGE, TYPED)
    assert not MailServer.objects.exists()
    client.force_login(make_staff("outbox.change_notice"))
    assert client.get(PAGE).status_code == 403

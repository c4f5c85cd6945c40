"""Bad days of the machine: one consultation, one notice, a sentence, and never a 500."""

import errno
import os
import resource
import sqlite3
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from consult import lifecycle, services
from consult.files import attachments
from consult.models import Attachment, Consultation, Message
from outbox import services as outbox
from outbox.models import Notice
from tests import monitor
from tests.consult.posting import FORM, QUESTION, THREAD, code_of, enter, good_post, token
from tests.factories import make_settings
from tests.factories import make_submitted as make_consultation
from tests.mail_server import Sink
from tests.site_process import free_port
from tests.threads import aside

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FILE = ("证据.txt", "三月到五月的工资条" * 1000)


def with_file(**changed):
    name, text = FILE
    return good_post(**changed, files=SimpleUploadedFile(name, text.encode()))


def counts():
    models = (Consultation, Message, Attachment, Notice)
    return [model.objects.count() for model in models]


@contextmanager
def full_disk():
    """The disk takes no file of more than a few bytes: the system itself refuses to write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def locked_file():
    """Another process writes, and goes on writing."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def office(db):
    make_settings(notify_email="office@example.com")


# The disk is full


def test_a_full_disk_keeps_the_words_and_stores_nothing(client, office, settings):
    post = with_file()
    with full_disk():
        page = client.post(FORM, post)
    assert page.status_code == 503
    assert str(attachments.NotStoredError()) in page.content.decode()
    assert QUESTION in page.content.decode()
    assert counts() == [0, 0, 0, 0]
    assert not list(settings.STORAGES["private"]["OPTIONS"]["location"].rglob("*.*"))


def test_a_full_disk_in_the_thread_keeps_the_words(client, office):
    _, code = make_consultation()
    enter(client, code)
    file = SimpleUploadedFile("a.txt", b"a" * 9000)
    with full_disk():
        page = client.post(
            THREAD, {"action": "message", "text": "再补充一点", "token": token(), "files": file}
        )
    assert page.status_code == 503
    assert "再补充一点" in page.content.decode()
    assert Message.objects.count() == 1


# The storage is away


class Away(attachments.storage.PrivateFolder):
    """A storage that has gone."""

    def delete(self, name):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_nothing_is_called_erased_while_a_file_of_it_is_there(client, office, settings):
    client.post(FORM, with_file())
    private = settings.STORAGES["private"]
    settings.STORAGES = {**settings.STORAGES, "private": {**private, "BACKEND": f"{__name__}.Away"}}
    services.close(consultation=Consultation.objects.get(), user=None)
    Consultation.objects.update(purge_on=timezone.localdate())
    with pytest.raises(attachments.NotErasedError):
        services.erase_now(consultation=Consultation.objects.get())
    assert lifecycle.purge().failed == [Consultation.objects.get().reference]
    assert Message.objects.get().text == QUESTION
    settings.STORAGES = {**settings.STORAGES, "private": private}
    assert len(lifecycle.purge().erased) == 1
    assert not [one for one in private["OPTIONS"]["location"].rglob("*") if one.is_file()]


# The mail server is down


@pytest.fixture
def mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    yield controller
    if controller.server:
        controller.stop()


def test_mail_down_the_code_is_shown_the_desk_is_told_and_later_one_mail_goes(
    client, office, mail, admin_client
):
    assert client.post(FORM, good_post()).status_code == 302
    assert len(code_of(client)) == 16
    assert outbox.deliver_due() == 0
    health = monitor.told(client)
    assert (health["status"], health["notices_failing"]) == ("warn", 1)
    mail.start()
    Notice.objects.update(due_at=timezone.now())
    assert [outbox.deliver_due() for _ in range(3)] == [1, 0, 0]
    assert len(mail.handler.mails) == 1
    assert monitor.told(client)["notices_failing"] == 0


# The database is locked


@pytest.fixture
def impatient(transactional_db, shared_database):
    """A file that another process writes to, and a site that waits only a moment for its turn."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    options = connection.settings_dict["OPTIONS"]
    before, options["timeout"] = options["timeout"], 0.2
    yield
    options["timeout"] = before


@pytest.fixture
def asked(transactional_db, office):
    return make_consultation()


def test_public_pages_can_be_read_while_the_database_is_locked(asked, impatient):
    def read():
        with locked_file():
            return [Client().get(page).status_code for page in ("/", "/articles/", FORM, THREAD)]

    assert aside(read) == [200] * 4

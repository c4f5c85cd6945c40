"""One flow for each test, heard by every logger, with a real mail server and a robot at its end."""

import logging
import tempfile
from http.client import HTTPSConnection

import pytest
from aiosmtpd.controller import Controller

from outbox.base import http
from tests.leaks.flow import Flow
from tests.site_process import free_port


class Letters:
    """A mail server that keeps every letter as it came over the wire."""

    def __init__(self):
        self.raw = []

    async def handle_DATA(self, server, session, envelope):
        self.raw.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    controller = Controller(Letters(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield controller.handler.raw
    controller.stop()


@pytest.fixture
def robot(settings, monkeypatch):
    """A robot that is set and that nobody answers for; what it is told is in the ledger."""
    dead = HTTPSConnection("127.0.0.1", free_port())
    monkeypatch.setattr(http, "connect", lambda host, seconds: dead)
    settings.ROBOTS = [{"kind": "wecom", "token": "robot-token-of-the-test", "secret": ""}]


@pytest.fixture
def every_logger_is_heard(monkeypatch):
    """Down to the last debug line, whatever the settings say."""
    names = ["antou.consult", *logging.root.manager.loggerDict]
    known = [logging.getLogger(name) for name in names]
    levels = [(logger, logger.level) for logger in known]
    for logger in known:
        monkeypatch.setattr(logger, "propagate", True)
        logger.setLevel(logging.DEBUG)
    yield
    for logger, level in levels:
        logger.setLevel(level)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Where temporary files go: a folder that can be looked through."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def flow(db, scratch, letters, robot, every_logger_is_heard, caplog):
    return Flow(caplog, letters)

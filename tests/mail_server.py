"""A mail server that takes every letter: a site without one asks no client for an address."""

from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.site_process import free_port


class Taking:
    """What it does with a letter."""

    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


@contextmanager
def mail_server():
    """Its address, as EMAIL_URL takes it, while it runs."""
    controller = Controller(Taking(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()

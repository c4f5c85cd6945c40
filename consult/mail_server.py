"""Django's mail backend where the environment names no server: that of the office, if any."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from consult.models import MailServer


class Backend(smtp.EmailBackend):
    """Asks for the server each time it is made: a change counts for every process at once."""

    def __init__(self, server: MailServer | None = None, **options: Any) -> None:
        self.server = server or MailServer.objects.first()
        super().__init__(**options)
        if self.server:
            self.host, self.port = self.server.host, self.server.port
            self.username = self.server.address
            self.use_tls = self.server.port == MailServer.Port.STARTTLS
            self.use_ssl = not self.use_tls

    @property
    def is_set(self) -> bool:
        return self.server is not None

    def open(self) -> bool | None:
        """Connect and log in; the password is opened no sooner."""
        if self.server:
            self.password = self.server.password
        return super().open()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Without a server nothing is sent, nor printed, as by Django's `dummy`."""
        if self.server is None:
            return len(messages)
        for one in messages:  # a server takes no other sender than who has logged in
            one.from_email = self.server.address
        return super().send_messages(messages) or 0

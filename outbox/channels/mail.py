"""Mail, by the server of `EMAIL_URL`, or else by the one that the office has set."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.crypto import salted_hmac

from outbox.base import registry
from outbox.base.errors import NoServerError, RejectedError

NO_ADDRESS = "没有收件地址。"
# What `EMAIL_URL` makes of mail where it names no server: nothing, lines of a log, files.
WITHOUT_SERVER = ("dummy.EmailBackend", "console.EmailBackend", "filebased.EmailBackend")


class Mail:
    name, label = "mail", "邮件"
    per_minute: int | None = None

    def send(self, recipient: str, payload: dict[str, str], dedupe_key: str) -> None:
        """Hand one mail to the server.

        `UnwantedMailError` where nobody is left to write to, `NoServerError` where no server is
        set; what is printed or written into a folder then is not sent.
        """
        letter = registry.letter(recipient, payload)
        own = {"Message-ID": message_id(dedupe_key), "Auto-Submitted": "auto-generated"}
        headers = {**letter.headers, **own}
        if not EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send():
            raise RejectedError(NO_ADDRESS)
        if not mail_is_set():
            raise NoServerError


def mail_is_set() -> bool:
    if settings.EMAIL_BACKEND.endswith(WITHOUT_SERVER):
        return False
    return bool(getattr(get_connection(), "is_set", True))


def message_id(dedupe_key: str) -> str:
    """The same for every try of a notice, so that a repeated mail is known as the same one."""
    token = salted_hmac("outbox.message-id", dedupe_key).hexdigest()[:32]
    return f"<{token}@{urlsplit(settings.SITE_URL).hostname}>"


MAIL = Mail()

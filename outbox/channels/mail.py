"""Mail, by the server of `EMAIL_URL`."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac

from outbox.base import recipients
from outbox.base.errors import RejectedError
from outbox.channels import registry

NO_ADDRESS = "没有收件地址。"


class Mail:
    """The channel of letters to clients and to the firm."""

    name, label = "mail", "邮件"
    per_minute: int | None = None

    def send(self, notice: recipients.Entry) -> None:
        """Hand one mail to the server; `UnwantedMailError` where nobody is left to write to."""
        letter = recipients.letter(notice)
        own = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            subject=letter.subject,
            body=letter.body,
            to=[letter.to],
            headers={**letter.headers, **own},
        )
        if not message.send():
            raise RejectedError(NO_ADDRESS)


def message_id(notice: recipients.Entry) -> str:
    """The same for every try of a notice, so that a repeated mail is known as the same one."""
    token = salted_hmac("outbox.message-id", notice.dedupe_key).hexdigest()[:32]
    return f"<{token}@{urlsplit(settings.SITE_URL).hostname}>"


MAIL = registry.add(Mail())

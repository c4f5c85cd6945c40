"""How each channel sends a notice: returns when it was taken, raises when it was not."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac

from outbox.models import Channel


def message_id(notice):
    """The same for every try of a notice, so that a repeated mail is known as the same one."""
    token = salted_hmac("outbox.message-id", notice.dedupe_key).hexdigest()[:32]
    return f"<{token}@{urlsplit(settings.SITE_URL).hostname}>"


class NotTaken(Exception):
    """Nobody took the message, although nothing failed: there was no address to send it to."""


def send_mail(notice):
    """Hand one mail to the mail server."""
    message = EmailMessage(
        subject=notice.payload["subject"],
        body=notice.payload["body"],
        to=[notice.recipient],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    if not message.send():
        raise NotTaken("no recipient")


SENDERS = {Channel.MAIL: send_mail}

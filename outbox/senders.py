"""How each channel sends a notice: returns when it was taken, raises when it was not."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac

from outbox import mail
from outbox.channels import robots
from outbox.errors import RejectedError
from outbox.models import Channel


def message_id(notice):
    """The same for every try of a notice, so that a repeated mail is known as the same one."""
    token = salted_hmac("outbox.message-id", notice.dedupe_key).hexdigest()[:32]
    return f"<{token}@{urlsplit(settings.SITE_URL).hostname}>"


def send_mail(notice):
    """Hand one mail to the mail server; letters.Unwanted where nobody is left to write to."""
    letter = mail.letter(notice)
    own = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers={**letter.headers, **own},
    )
    if not message.send():
        raise RejectedError("没有收件地址。")


SENDERS = {
    Channel.MAIL: send_mail,
    Channel.WECOM: robots.send,
    Channel.DINGTALK: robots.send,
    Channel.FEISHU: robots.send,
}

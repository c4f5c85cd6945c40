"""How a client comes in: by the code, for 15 idle minutes; and the address that stops our mail."""

import base64
import binascii
import contextlib
import time
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.crypto import salted_hmac

from consult.base.policy import Action
from consult.models import Consultation
from firm.base.current_site import absolute_url

KEY = "consult_thread"
SAID = "consult_said"  # which sentence the next page says once; its name, never a text
IDLE_SECONDS = 15 * 60
PURPOSE = "consult.stop"
PADDING = "="  # of base64, left out of addresses
NOTED_EVERY = 30  # seconds; a page that is only read seldom writes to the database


class NextPageMessage(TextChoices):
    SENT = "sent", "已发送，律师会看到您的补充。"
    MAIL_STOPPED = "mail_stopped", "不再向您发送邮件提醒，请凭查询码回来查看。"
    SMS_STOPPED = "sms_stopped", "不再向您发送短信提醒，请凭查询码回来查看。"
    PUBLISHED = "published", "已记录：隐去身份信息后，可以作为问答公开。咨询删除以前可以随时撤回。"
    UNPUBLISHED = (
        "unpublished",
        "已撤回公开的同意，这次咨询不再用于公开的问答；已据此公开的内容，现已撤下。",
    )
    # Of the judgement of the same name (`PublicationState`).
    AGREED = "agreed", "已记录：您同意按这份公开稿公开。发布以前和发布以后，都可以撤回。"
    CHANGES = "changes", "已把您的意见交给律师，改好以后再请您看；没有您的同意不会公开。"
    OBJECTED = "objected", "已记录：您不同意公开，这份公开稿不会发布。"
    MET = "met", "约好了。"
    GIVEN_UP = "given_up", "已取消这次约定，律师会收到通知。"
    WITHDRAWN = "withdrawn", "已撤回同意，律师不再处理这次咨询。"


def grant(request, consultation):
    request.session.cycle_key()
    request.session[KEY] = {"id": consultation.pk.hex, "seen": int(time.time())}


def had_access(request):
    """Whether this browser has had access and did not log out, even if the access has expired."""
    return KEY in request.session


def current(request):
    """The consultation this browser may see, None without or after 15 idle minutes."""
    granted = request.session.get(KEY)
    if not granted:
        return None
    idle = time.time() - granted["seen"]
    if abs(idle) > IDLE_SECONDS:  # or the clock was ahead
        end(request)
        return None
    if abs(idle) > NOTED_EVERY:
        # Restart the 15 minutes; a busy database leaves them as they were and stops no reader.
        request.session[KEY] = {**granted, "seen": int(time.time())}
        with contextlib.suppress(OperationalError, UpdateError):
            request.session.save()
        request.session.modified = False  # saved here, and not once more after the view
    threads = Consultation.objects.select_related("area").allowing(Action.OPEN_THREAD)
    consultation = threads.filter(pk=uuid.UUID(granted["id"])).first()
    if consultation is None:  # erased meanwhile
        end(request)
    return consultation


def end(request):
    """Take the access back, also from a copy of the cookie.

    Django forgets the cookie of a session that became empty, but leaves its row as it was.
    """
    request.session.pop(SAID, None)
    request.session.pop(KEY, None)
    if request.session.session_key and not request.session.keys():
        request.session.flush()


def set_message(request, sentence: NextPageMessage):
    request.session[SAID] = sentence.value


def pop_message(request):
    """The sentence that this page has to say, "" for none; asked once."""
    name = request.session.pop(SAID, "") if SAID in request.session else ""
    return NextPageMessage(name).label if name in NextPageMessage.values else ""


def token(consultation) -> str:
    """What the address that stops our mail holds: always the same, made and opened only by us.

    Encrypted and not only signed: the id of a consultation begins with the reference by which the
    staff speak of it, and what lies in a mailbox must not say which consultation it is about.
    """
    encrypted = _cipher(settings.SECRET_KEY).encrypt(consultation.pk.bytes, [PURPOSE.encode()])
    return base64.urlsafe_b64encode(encrypted).decode().rstrip(PADDING)


def address(consultation) -> str:
    """The full address for the mail and its List-Unsubscribe header (RFC 8058)."""
    return absolute_url(reverse("consult:stop", args=[token(consultation)]))


def find(text: str) -> Consultation | None:
    """The consultation of a token; None for a forged one and for one that is not there."""
    # Former secrets too: an old mail can still be stopped after a change.
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with contextlib.suppress(InvalidTag, ValueError, binascii.Error):
            encrypted = base64.b64decode(text + PADDING * (-len(text) % 4), b"-_", validate=True)
            key = uuid.UUID(bytes=_cipher(secret).decrypt(encrypted, [PURPOSE.encode()]))
            return Consultation.objects.filter(pk=key).first()
    return None


def _cipher(secret):
    """AES-SIV (RFC 5297) under a key for this purpose alone."""
    return AESSIV(salted_hmac(PURPOSE, "key", secret, algorithm="sha512").digest())

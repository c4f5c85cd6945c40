"""The address by which a client stops our mail: sealed, lasting, and good for nothing else.

Sealed and not only signed: the id of a consultation begins with the reference by which the staff
speak of it, and what lies in a mailbox must not say which consultation it is about.
"""

import base64
import binascii
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from consult.models import Consultation
from firm.base.urls import absolute_url

PURPOSE = "consult.stop"
PADDING = "="  # of base64, left out of addresses


def token(consultation) -> str:
    """What the address holds of a consultation: always the same, made and opened only by us."""
    sealed = _cipher(settings.SECRET_KEY).encrypt(consultation.pk.bytes, [PURPOSE.encode()])
    return base64.urlsafe_b64encode(sealed).decode().rstrip(PADDING)


def address(consultation) -> str:
    """The full address for the mail and its List-Unsubscribe header (RFC 8058)."""
    return absolute_url(reverse("consult:stop", args=[token(consultation)]))


def find(text: str) -> Consultation | None:
    """The consultation of a token; None for a forged one and for one that is not there."""
    found = next(filter(None, map(_opened(text), _secrets())), None)
    return Consultation.objects.filter(pk=found).first() if found else None


def _secrets():
    """Former secrets too: an old mail can still be stopped after a change."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _cipher(secret):
    """AES-SIV (RFC 5297) under a key for this purpose alone."""
    return AESSIV(salted_hmac(PURPOSE, "key", secret, algorithm="sha512").digest())


def _opened(text):
    """How a token opens under a secret: a key of a consultation, or None."""

    def under(secret):
        try:
            sealed = base64.b64decode(text + PADDING * (-len(text) % 4), b"-_", validate=True)
            return uuid.UUID(bytes=_cipher(secret).decrypt(sealed, [PURPOSE.encode()]))
        except (InvalidTag, ValueError, binascii.Error):
            return None

    return under

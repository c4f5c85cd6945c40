"""The address by which a client stops our mail: signed, lasting, and good for nothing else."""

import uuid

from django.core import signing
from django.urls import reverse

from consult.models import Consultation
from firm.links import absolute_url

SIGNER = {"salt": "consult.stop", "sep": "."}


def token(consultation) -> str:
    """What the address holds of a consultation; only our signature makes one."""
    return signing.Signer(**SIGNER).sign(consultation.pk.hex)


def address(consultation) -> str:
    """The full address for the mail and its List-Unsubscribe header (RFC 8058)."""
    return absolute_url(reverse("consult:stop", args=[token(consultation)]))


def find(told: str) -> Consultation | None:
    """The consultation of a token; None for a forged one and for one that is not there."""
    try:
        key = uuid.UUID(signing.Signer(**SIGNER).unsign(told))
    except (signing.BadSignature, ValueError):
        return None
    return Consultation.objects.filter(pk=key).first()

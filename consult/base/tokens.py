"""Signed tokens of forms and of reply boxes."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

REPLY_SALT, FORM_SALT = "consult.reply", "consult.form"
FASTEST_HUMAN = 3  # seconds in which no person fills in a form


@dataclass(frozen=True)
class Opened:
    """The token of a reply box: for which consultation, and what was `seen_until` then."""

    random: str
    consultation: str
    seen_until: datetime


def issue_reply_token(consultation, seen_until: datetime) -> str:
    opened = [secrets.token_hex(16), consultation.pk.hex, seen_until.isoformat()]
    return signing.dumps(opened, salt=REPLY_SALT)


def parse_reply_token(text: str) -> Opened | None:
    """The token of a post; None for one that is missing or that we did not sign."""
    try:
        random, consultation, seen_until = signing.loads(text or "", salt=REPLY_SALT)
        return Opened(random, consultation, datetime.fromisoformat(seen_until))
    except (signing.BadSignature, TypeError, ValueError):
        return None


@dataclass(frozen=True)
class FormToken:
    """The token of a form; `valid` if we signed it, `random` makes a repeated post one."""

    random: str
    age: float
    valid: bool


def issue_form_token():
    return signing.dumps([secrets.token_hex(16), time.time()], salt=FORM_SALT)


def parse_form_token(text):
    """The token of a post; a forged or missing one becomes a new, invalid one."""
    try:
        random, shown = signing.loads(text or "", salt=FORM_SALT)
        return FormToken(str(random), time.time() - float(shown), True)
    except (signing.BadSignature, TypeError, ValueError):
        return FormToken(secrets.token_hex(16), 0.0, False)

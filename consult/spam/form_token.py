"""The signed token of a form: when it was shown, and a random part that makes a post one."""

import secrets
import time
from dataclasses import dataclass

from django.core import signing

SALT = "consult.form"
FASTEST_HUMAN = 3  # seconds in which no person fills in a form


@dataclass(frozen=True)
class FormToken:
    """A token that was read back; `valid` is False for one that we did not sign."""

    random: str
    age: float
    valid: bool


def issue():
    """A new token for a form that is shown now."""
    return signing.dumps([secrets.token_hex(16), time.time()], salt=SALT)


def parse(text):
    """The token of a post; a forged or missing one becomes a new, invalid one."""
    try:
        random, shown = signing.loads(text or "", salt=SALT)
        return FormToken(str(random), time.time() - float(shown), True)
    except (signing.BadSignature, TypeError, ValueError):
        return FormToken(secrets.token_hex(16), 0.0, False)

"""The signed token of a reply box: for which consultation it was opened, and what was seen then.

A reply can so never go to another client than the one whose letter was on the screen, and what
was written meanwhile is shown before it goes.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

SALT = "consult.reply"


@dataclass(frozen=True)
class Opened:
    """A token that was read back.

    `seen_until` is the time of the newest message that was on the page; `random` makes a post
    that is sent twice one.
    """

    random: str
    consultation: str
    seen_until: datetime


def issue(consultation, seen_until: datetime) -> str:
    """A token for a reply box that is shown now."""
    opened = [secrets.token_hex(16), consultation.pk.hex, seen_until.isoformat()]
    return signing.dumps(opened, salt=SALT)


def parse(text: str) -> Opened | None:
    """The token of a post; None for one that is missing or that we did not sign."""
    try:
        random, consultation, seen_until = signing.loads(text or "", salt=SALT)
        return Opened(random, consultation, datetime.fromisoformat(seen_until))
    except (signing.BadSignature, TypeError, ValueError):
        return None

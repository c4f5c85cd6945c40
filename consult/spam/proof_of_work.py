"""Proof of work: a puzzle that costs a browser about a second and a spam machine its profit.

Made and checked here with the `altcha` library, which asks nobody; solved in the visitor's browser
by static/js/proof.js. It is never a gate: what follows from a missing or bad proof is for `score`
to say, see docs/decisions/0006-spam.md.
"""

import secrets
import time

import altcha
from django.conf import settings
from django.db.models import TextChoices
from django.utils.crypto import salted_hmac

from consult.spam import rate_limit

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 5_000  # of the hash for one try
FEWEST_TRIES, MOST_TRIES = 100, 200  # which try is the right one; ones before it cost a bot too
LIFETIME = 2 * 60 * 60  # seconds; less than `rate_limit.KEPT`, or a proof could count twice
LONGEST = 2_000  # characters; a proof has about 700
SALT = "consult.proof"


class Verdict(TextChoices):
    """The result of checking a proof of work, in words for the staff."""

    MISSING = "missing", "没有自动验证"
    GOOD = "good", "自动验证通过"
    WRONG = "wrong", "自动验证无效"
    EXPIRED = "expired", "自动验证已过期"
    REUSED = "reused", "自动验证重复使用"


def challenge() -> dict:
    """A new puzzle, to be sent as JSON; costs us one try of its many."""
    sign, seal = _keys(settings.SECRET_KEY)
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=FEWEST_TRIES + secrets.randbelow(MOST_TRIES - FEWEST_TRIES),
        expires_at=int(time.time()) + LIFETIME,
        hmac_secret=sign,
        hmac_key_secret=seal,
    )
    return made.to_dict()


def judge(text: str, owner: str) -> Verdict:
    """What the proof of a post is worth; a good one is used up by `owner`.

    The same owner may show it again: that is a double click.
    """
    if not text:
        return Verdict.MISSING
    payload = _opened(text)
    if payload is None:
        return Verdict.WRONG
    results = [
        _checked(payload, one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    if not any(result.verified for result in results):
        return Verdict.EXPIRED if any(result.expired for result in results) else Verdict.WRONG
    first = rate_limit.claim("proof", [payload.challenge.signature], owner)
    return Verdict.GOOD if first else Verdict.REUSED


def _opened(text):
    """The payload as it was sent, None for what is none."""
    try:
        return altcha.Payload.from_base64(text) if len(text) <= LONGEST else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _checked(payload, secret):
    sign, seal = _keys(secret)
    return altcha.verify_solution(payload, sign, hmac_key_secret=seal)


def _keys(secret):
    """Two keys out of one secret: the first signs the puzzle, the second its answer."""
    parts = ("challenge", "answer")
    return [salted_hmac(SALT, part, secret, algorithm="sha256").digest() for part in parts]

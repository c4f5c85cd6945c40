"""Proof of work: a puzzle that costs a browser about a second and a spam machine its profit.

Made and checked here with the `altcha` library, which asks nobody; solved in the visitor's browser
by static/js/proof.js. It is never a gate: what follows from a missing or bad proof is for `score`
to say, see docs/decisions/0006-spam.md.
"""

import secrets
import time
from dataclasses import dataclass

import altcha
from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils.crypto import salted_hmac

from consult.spam import rate_limit
from consult.spam.throttle import Rows

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 5_000  # of the hash for one try
FEWEST_TRIES, MOST_TRIES = 100, 200  # which try is the right one; ones before it cost a bot too
LIFETIME = 2 * 60 * 60  # seconds; less than `rate_limit.KEPT`, or a proof could count twice
LONGEST = 2_000  # characters; a proof has about 700
SALT = "consult.proof"
SCOPE = "proof"


class Verdict(TextChoices):
    """The result of checking a proof of work, in words for the staff."""

    MISSING = "missing", "没有自动验证"
    GOOD = "good", "自动验证通过"
    WRONG = "wrong", "自动验证无效"
    EXPIRED = "expired", "自动验证已过期"
    REUSED = "reused", "自动验证重复使用"


@dataclass(frozen=True)
class Proof:
    """A proof that was checked; `signature` is that of its puzzle, "" where it is no good one."""

    verdict: Verdict
    signature: str = ""

    @property
    def places(self):
        """Where it is counted as shown, for `throttle.Rows`."""
        return [(SCOPE, self.signature)] if self.signature else []

    def claimed(self, rows: Rows, owner: str) -> Verdict:
        """The verdict once it is known, in locked rows, whether another post has shown it."""
        if self.signature and not rate_limit.claim(rows, SCOPE, [self.signature], owner):
            return Verdict.REUSED
        return self.verdict


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
    proof = look_at(text)
    if not proof.signature:
        return proof.verdict
    rows = Rows(proof.places)
    with transaction.atomic():
        verdict = proof.claimed(rows.lock(), owner)
        rows.write()
    return verdict


def look_at(text: str) -> Proof:
    """What a proof is worth by itself; whether it was shown before is for `claimed` to say."""
    if not text:
        return Proof(Verdict.MISSING)
    payload = _opened(text)
    if payload is None:
        return Proof(Verdict.WRONG)
    results = [
        _checked(payload, one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    if any(result.verified for result in results):
        return Proof(Verdict.GOOD, payload.challenge.signature)
    return Proof(Verdict.EXPIRED if any(result.expired for result in results) else Verdict.WRONG)


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

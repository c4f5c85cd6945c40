"""Why a post may be a machine's: decoy, time trap, proof of work, links, repetition, a flood.

Each layer is weak and none is a gate: a post with doubts is stored and waits for a look. Who has
no JavaScript brings no proof of work; that alone is no doubt while few come, but it makes the other
layers stricter. The layers and their numbers: docs/decisions/0006-spam.md.
"""

import hashlib
import json
import re
import secrets
import struct
import time
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

import altcha
from django.conf import settings
from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.crypto import salted_hmac

from consult.base import tokens
from consult.base.enums import State
from consult.base.tokens import FormToken
from consult.models import Consultation
from consult.spam import bayes, rate_limit
from consult.spam.rate_limit import EVERYBODY, Rows

# Similarity of texts: bands of minimal hashes over groups of four characters (MinHash, A. Broder
# 1997, with the banding of locality-sensitive hashing). Two texts that share most of their groups
# share a mark with near certainty, two that share a third of them hardly ever. No text is stored.
GROUP = 4  # characters
BANDS, ROWS = 6, 5
SHORT = 20  # characters; so few are compared as a whole only
HASHES = struct.Struct(f"<{BANDS * ROWS}I")


def marks(text: str) -> list[str]:
    """What a text has in common with those like it; at least one mark is equal in such a pair.

    Unkeyed: to be hashed under a key before they are stored, as `rate_limit.Rows` does.
    """
    # Letters and digits alone, whatever the spacing, punctuation, width and case.
    bare = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    if len(bare) < SHORT:
        return [f"whole:{bare or text.strip()}"]
    groups = {bare[start : start + GROUP] for start in range(len(bare) - GROUP + 1)}
    # As many independent hashes of a group as there are minima to take.
    digests = (hashlib.shake_128(group.encode()).digest(HASHES.size) for group in groups)
    least = [min(column) for column in zip(*map(HASHES.unpack, digests), strict=True)]
    return [f"{band}:{least[band * ROWS : (band + 1) * ROWS]}" for band in range(BANDS)]


# Proof of work: a puzzle that costs a browser about a second and a spam machine its profit.
#
# Made and checked here with the `altcha` library, which asks nobody; solved in the visitor's
# browser by static/js/proof.js. It is never a gate: what follows from a missing or bad proof is for
# `score` to say, see docs/decisions/0006-spam.md.

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 5_000  # of the hash for one try
FEWEST_TRIES, MOST_TRIES = 100, 200  # which try is the right one; ones before it cost a bot too
LIFETIME = 2 * 60 * 60  # seconds; less than `rate_limit.KEPT`, or a proof could count twice
LONGEST_PROOF = 2_000  # characters; a proof has about 700
PROOF_SALT = "consult.proof"
SCOPE = "proof"


class Verdict(TextChoices):
    """The result of checking a proof of work, in words for the staff."""

    MISSING = "missing", "没有自动验证"
    GOOD = "good", "自动验证通过"
    WRONG = "wrong", "自动验证无效"
    EXPIRED = "expired", "自动验证已过期"
    REUSED = "reused", "自动验证重复使用"


def challenge(times: int = 1) -> dict:
    """A new puzzle of so many `times` the usual work, as JSON; costs us one try of its many."""
    sign, seal = _keys(settings.SECRET_KEY)
    times = min(max(times, 1), DEAREST)
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=times * (FEWEST_TRIES + secrets.randbelow(MOST_TRIES - FEWEST_TRIES)),
        expires_at=int(time.time()) + LIFETIME,
        data={"times": times},
        hmac_secret=sign,
        hmac_key_secret=seal,
    )
    return made.to_dict()


def judge_proof(text: str, owner: str) -> Verdict:
    """What the proof of a post is worth; used up by its owner, who may show it again."""
    verdict, signature, _ = _looked_at(text)
    if signature:
        rows = Rows(claims=[(SCOPE, signature, owner)])
        with transaction.atomic():
            verdict = verdict if rows.lock().claim(SCOPE) else Verdict.REUSED
            rows.write()
    return verdict


def is_worked_for(text: str) -> bool:
    """Whether an act comes with a proof of its own; used up by it, whatever becomes of the act."""
    return judge_proof(text, secrets.token_hex(16)) == Verdict.GOOD


def _looked_at(text):
    """What a proof is worth by itself, and the signature of its puzzle and how many times the usual
    work it was: "" and 0 where it is not good."""
    if not text:
        return Verdict.MISSING, "", 0
    try:
        payload = altcha.Payload.from_base64(text) if len(text) <= LONGEST_PROOF else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        payload = None
    if payload is None:
        return Verdict.WRONG, "", 0
    pairs = map(_keys, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    results = [altcha.verify_solution(payload, sign, hmac_key_secret=seal) for sign, seal in pairs]
    if any(result.verified for result in results):
        said = payload.challenge.parameters.data or {"times": 1}  # of an older release
        return Verdict.GOOD, payload.challenge.signature or "", said["times"]
    return Verdict.EXPIRED if any(result.expired for result in results) else Verdict.WRONG, "", 0


def _keys(secret):
    """Two keys out of one secret: the first signs the puzzle, the second its answer."""
    parts = ("challenge", "answer")
    return [salted_hmac(PROOF_SALT, part, secret, algorithm="sha256").digest() for part in parts]


# What work a post has to bring to stand as new, as a multiple of the usual: it rises with what
# stands as new within an hour, and falls with the hour.
DEAREST = 6  # about ten seconds on a cheap phone
MONTH, SHARE = timedelta(days=30), 50  # a firm has room for so large a part of what it answers


def price() -> int:
    """The price of this moment, for a puzzle."""
    rows = Rows([(rate_limit.AT_ONCE, EVERYBODY)]).look()
    return _price(rows.get(rate_limit.AT_ONCE.scope, EVERYBODY))


def _price(row) -> int:
    """0 for the first half of `AT_ONCE`, which needs no JavaScript, then rising with each to
    DEAREST; beyond that once all of it is used up: no work is enough, and what comes waits for a
    look. Nothing is refused."""
    now, most = timezone.now(), rate_limit.AT_ONCE.most
    held = rate_limit.AT_ONCE.held(row, now) if row else 0
    if held >= most // 2:  # only then the database is asked
        most += Consultation.objects.filter(answered_at__gt=now - MONTH).count() // SHARE
    free = most // 2
    return 1 + (held - free) * DEAREST // (most - free) if held >= free else 0


def held_back() -> Q:
    """Of consultations: those of the last hour that wait for a look as so many came."""
    now = timezone.now()
    hour = (now - rate_limit.AT_ONCE.period, now + rate_limit.SKEW)
    return Q(received_at__range=hour, state=State.QUARANTINED, doubts__contains=Reason.FLOOD)


FASTEST_UNPROVED = 6  # seconds; with a proof `tokens.FASTEST_HUMAN` holds
MOST_LINKS = 3  # beside a proof; without one none
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
SHORT_FIELDS = ("name", "city", "opponent", "call_when")  # in which no web address belongs
WRITTEN = ("question", *SHORT_FIELDS, "phone", "email")
LONGEST = 100  # characters, as `Consultation.doubts` takes


class Reason(StrEnum):
    """A sign of a machine, in words for the staff; for the proof of work see `Verdict`."""

    DECOY = "填写了隐藏栏"
    UNSIGNED = "表单凭证无效"
    TOO_FAST = "提交过快"
    LINKS = "含有链接"
    REPEATED = "与另一条内容相同"
    FLOOD = "短时间内提交过多"
    ALIKE = "与标为广告的内容相似"


class Judgement(NamedTuple):
    """The reasons for doubt in a post, joined for staff and empty for a person's; `proved` where
    work was done for it, and nothing speaks against it."""

    doubts: str
    proved: bool


def judge(data: dict, token: FormToken, address: str) -> Judgement | None:
    """Count a post from an address, and say what it is worth; None for one beyond the bounds of
    its address, which binds nobody who has done the work.

    To be asked once for each post that is accepted: its proof and its text count as seen from
    then on. One that is beyond leaves no trace; who posts too often is not even looked at.
    """
    posts = rate_limit.by_network(rate_limit.POSTS, address)
    verdict, signature, times = _looked_at(data["proof"])
    if verdict != Verdict.GOOD and rate_limit.wait_at_a_glance(posts):
        return None
    # Before the transaction: what takes time must not be waited for by all who post.
    alike = bayes.is_like_spam(data["question"])
    claims = [("text", mark, token.random) for mark in marks(data["question"])]
    claims += [(SCOPE, signature, _post(token, data))] if signature else []
    rows = Rows([*posts, (rate_limit.AT_ONCE, EVERYBODY)], claims)
    with transaction.atomic():
        verdict = verdict if rows.lock().claim(SCOPE) else Verdict.REUSED
        proved = verdict == Verdict.GOOD
        if not proved and not rate_limit.count(rows, posts):
            transaction.set_rollback(True)
            return None
        everybody = rows.get(rate_limit.AT_ONCE.scope, EVERYBODY)
        fastest = tokens.FASTEST_HUMAN if proved else FASTEST_UNPROVED
        tests = [
            (data["website"], Reason.DECOY),
            (not token.valid, Reason.UNSIGNED),
            (token.valid and token.age < fastest, Reason.TOO_FAST),
            (verdict not in {Verdict.GOOD, Verdict.MISSING}, str(verdict.label)),
            (_links(data) > (MOST_LINKS if proved else 0), Reason.LINKS),
            # A text belongs to the form it was first sent from: who goes back and mends a number
            # in it is no machine.
            (not rows.claim("text"), Reason.REPEATED),
            (alike, Reason.ALIKE),
            (_price(everybody) > (times if proved else 0), Reason.FLOOD),
        ]
        doubts = [reason for doubt, reason in tests if doubt]
        if not doubts:
            rate_limit.AT_ONCE.count(everybody, timezone.now())
        rows.write()
    return Judgement("、".join(doubts)[:LONGEST], proved and not doubts)


def forget(data: dict, token: FormToken) -> None:
    """Take back that the text of a post counts as seen: it was refused, and nothing is stored."""
    rate_limit.release_claim("text", marks(data["question"]), token.random)


def _links(data):
    """How many links were written; one where a name belongs is as bad as many."""
    named = any(LINK.search(data.get(field, "")) for field in SHORT_FIELDS)
    said = " ".join([data["question"], *data.get("facts", ())])
    return MOST_LINKS + 1 if named else len(LINK.findall(said))


def _post(token, data):
    """What makes a post this one and no other: sent twice, it shows its proof twice."""
    files = [[file.name, file.size] for file in data["files"]] + list(map(str, data["kept"]))
    return json.dumps(
        [
            *(token.random, data["area"].pk, files),
            *(data.get(field, "") for field in WRITTEN),
            *data.get("facts", ()),
        ]
    )

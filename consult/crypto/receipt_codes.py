"""Receipt codes: 16 digits, stored only as a keyed hash, and the cookie that shows one.

For ten minutes a code lies in an encrypted cookie that only the receipt page is sent: in no
database, session, cache or address. One that the staff has registered has a cookie of its own,
which opens for that person alone.
"""

import json
import re
import time
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consult.crypto.fields import DecryptionError, decrypt, encrypt, keyed_hashes

COOKIE, COOKIE_OF_STAFF = "receipt", "registered"
SECONDS = 600  # in which a reload, or the way back, shows the code again
PLACE = "receipt cookie"
DIGITS = 16
TAIL = 4  # digits by which a client names a consultation on the telephone
LONGEST = 200  # characters that are read; to fold a megabyte of accents would take minutes


@dataclass(frozen=True)
class Receipt:
    """What the receipt page shows; `promised_until` is None where no time was promised."""

    code: str
    promised_until: datetime | None
    scripted: bool = False
    files_refused: int = 0


@dataclass(frozen=True)
class Place:
    """The cookie in which a receipt lies: its name, who is sent it, and whom it opens for."""

    cookie: str
    path: str
    bound_to: str


def for_client() -> Place:
    return Place(COOKIE, reverse("consult:received"), PLACE)


def for_staff(user: User) -> Place:
    path = reverse("admin:consult_consultation_register")
    return Place(COOKIE_OF_STAFF, path, f"{PLACE} of {user.pk}")


def hand_over(
    response: HttpResponse, receipt: Receipt, *, secure: bool, place: Place | None = None
) -> None:
    place = place or for_client()
    promised = receipt.promised_until and receipt.promised_until.isoformat()
    data = [receipt.code, promised, receipt.scripted, time.time(), receipt.files_refused]
    response.set_cookie(
        place.cookie,
        encrypt(json.dumps(data), place.bound_to),
        path=place.path,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def read(request: HttpRequest, place: Place | None = None) -> Receipt | None:
    """The receipt of the cookie, None when there is none, it does not open or is too old."""
    place = place or for_client()
    try:
        data = json.loads(decrypt(request.COOKIES[place.cookie], place.bound_to))
        code, promised, scripted, made, *more = data  # no more in one of an older release
        if abs(time.time() - made) > SECONDS:
            return None
        until = datetime.fromisoformat(promised) if promised else None
        return Receipt(code, until, bool(scripted), *more)
    except (KeyError, ValueError, TypeError, DecryptionError):
        return None


def forget(response: HttpResponse, place: Place | None = None) -> None:
    """Delete the cookie: its time is over, or the client leaves."""
    place = place or for_client()
    response.delete_cookie(place.cookie, path=place.path, samesite="Strict")


def new_code(submission: str, stored: str) -> str:
    """The code of a post, the same each time it is sent; made by the key of its `stored` hash."""
    key = stored.partition(":")[0]
    digests = dict(digest.split(":") for digest in keyed_hashes("receipt code", submission))
    return f"{int(digests[key], 16) % 10**DIGITS:0{DIGITS}d}"


def digits(text: str | None) -> str:
    """The digits of a code however it was typed, in either width, within `LONGEST` characters."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", (text or "")[:LONGEST]))


def normalise(text: str | None) -> str | None:
    """The 16 digits of a code however it was typed, or None when it is no code."""
    bare = digits(text)
    return bare if len(bare) == DIGITS else None


def grouped(code: str) -> str:
    return " ".join(code[place : place + 4] for place in range(0, DIGITS, 4))


def stored(code: str) -> dict[str, str]:
    """The fields that keep a code: its hash, and that of the digits told on the telephone."""
    return {
        "code_hash": possible_hashes(code)[0],
        "tail_index": tail_indexes(code[-TAIL:])[0],
    }


def possible_hashes(code: str) -> list[str]:
    """What the database may keep of a code, under every key."""
    return keyed_hashes("code", code)


def tail_indexes(tail: str) -> list[str]:
    """What the database may keep of last digits, under every key."""
    return keyed_hashes("code tail", tail)

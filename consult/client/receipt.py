"""The receipt: how a code gets from the post to the page that shows it, for ten minutes.

In an encrypted cookie that only the receipt page is sent, so that no database, session, cache or
address ever holds the code. It goes with the browser's window, and with the client's leaving.
One that the staff has registered has a cookie of its own, which opens for that person alone.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consult.crypto.fields import DecryptionError, decrypt, encrypt

COOKIE, COOKIE_OF_STAFF = "receipt", "registered"
SECONDS = 600  # in which a reload, or the way back, shows the code again
PLACE = "receipt cookie"


@dataclass(frozen=True)
class Receipt:
    """What the receipt page shows: code and promised time.

    `promised_until` is None where the firm promised no time; `scripted` is whether scripts ran in
    the browser that posted; `files_refused` is how many files were not taken.
    """

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
    """That of the client who has asked."""
    return Place(COOKIE, reverse("consult:received"), PLACE)


def for_staff(user: User) -> Place:
    """That of a member of the staff who has registered what a client told."""
    path = reverse("admin:consult_consultation_register")
    return Place(COOKIE_OF_STAFF, path, f"{PLACE} of {user.pk}")


def hand_over(
    response: HttpResponse, receipt: Receipt, *, secure: bool, place: Place | None = None
) -> None:
    """Put a receipt into the cookie of a response."""
    place = place or for_client()
    promised = receipt.promised_until and receipt.promised_until.isoformat()
    told = [receipt.code, promised, receipt.scripted, time.time(), receipt.files_refused]
    response.set_cookie(
        place.cookie,
        encrypt(json.dumps(told), place.bound_to),
        path=place.path,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def read(request: HttpRequest, place: Place | None = None) -> Receipt | None:
    """The receipt of the cookie, None when there is none, it does not open or is too old.

    A copy of the cookie that somebody took along is so worth no more than the cookie itself.
    """
    place = place or for_client()
    try:
        told = json.loads(decrypt(request.COOKIES[place.cookie], place.bound_to))
        code, promised, scripted, made, *more = told  # no more in one of an older release
        if time.time() - made > SECONDS:
            return None
        until = datetime.fromisoformat(promised) if promised else None
        return Receipt(code, until, bool(scripted), *more)
    except (KeyError, ValueError, TypeError, DecryptionError):
        return None


def forget(response: HttpResponse, place: Place | None = None) -> None:
    """Delete the cookie: its time is over, or the client leaves."""
    place = place or for_client()
    response.delete_cookie(place.cookie, path=place.path, samesite="Strict")

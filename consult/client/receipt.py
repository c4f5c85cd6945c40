"""The receipt: how a code gets from the post to the page that shows it, for ten minutes.

In an encrypted cookie that only the receipt page is sent, so that no database, session, cache or
address ever holds the code. It goes with the browser's window, and with the client's leaving.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from consult.crypto.fields import DecryptionError, decrypt, encrypt

COOKIE = "receipt"
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


def hand_over(response, receipt, *, secure):
    """Put a receipt into the cookie of a response."""
    promised = receipt.promised_until and receipt.promised_until.isoformat()
    told = [receipt.code, promised, receipt.scripted, time.time(), receipt.files_refused]
    response.set_cookie(
        COOKIE,
        encrypt(json.dumps(told), PLACE),
        path=reverse("consult:received"),
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def read(request):
    """The receipt of the cookie, None when there is none, it does not open or is too old.

    A copy of the cookie that somebody took along is so worth no more than the cookie itself.
    """
    try:
        told = json.loads(decrypt(request.COOKIES[COOKIE], PLACE))
        code, promised, scripted, made, *more = told  # no more in one of an older release
        if time.time() - made > SECONDS:
            return None
        until = datetime.fromisoformat(promised) if promised else None
        return Receipt(code, until, bool(scripted), *more)
    except (KeyError, ValueError, TypeError, DecryptionError):
        return None


def forget(response):
    """Delete the cookie: its time is over, or the client leaves."""
    response.delete_cookie(COOKIE, path=reverse("consult:received"), samesite="Strict")

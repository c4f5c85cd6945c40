"""The receipt: how a code gets from the post to the page that shows it once.

In an encrypted cookie that only the receipt page is sent and that it deletes, so that no
database, session, cache or address ever holds the code.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from consult.crypto.fields import DecryptionError, decrypt, encrypt

COOKIE = "receipt"
SECONDS = 600
PLACE = "receipt cookie"


@dataclass(frozen=True)
class Receipt:
    """What the receipt page shows: code, promised time, ids of articles that may help already."""

    code: str
    promised_at: datetime
    articles: tuple = ()


def hand_over(response, receipt, *, secure):
    """Put a receipt into the cookie of a response."""
    told = [receipt.code, receipt.promised_at.isoformat(), list(receipt.articles), time.time()]
    response.set_cookie(
        COOKIE,
        encrypt(json.dumps(told), PLACE),
        max_age=SECONDS,
        path=reverse("consult:received"),
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def take(request):
    """The receipt of the cookie, None when there is none, it does not open or is too old.

    A copy of the cookie that somebody took along is so worth no more than the cookie itself.
    """
    try:
        code, promised, articles, made = json.loads(decrypt(request.COOKIES[COOKIE], PLACE))
        if time.time() - made > SECONDS:
            return None
        return Receipt(code, datetime.fromisoformat(promised), tuple(articles))
    except (KeyError, ValueError, TypeError, DecryptionError):
        return None


def forget(response):
    """Delete the cookie: the code is shown once."""
    response.delete_cookie(COOKIE, path=reverse("consult:received"), samesite="Strict")

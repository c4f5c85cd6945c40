"""The receipt: how a code gets from the post to the page that shows it once.

In an encrypted cookie that only the receipt page is sent and that it deletes, so that no
database, session, cache or address ever holds the code.
"""

import json

from django.urls import reverse

from consult.crypto import DecryptionError, decrypt, encrypt

COOKIE = "receipt"
SECONDS = 600
PLACE = "receipt cookie"


def hand_over(response, *, code, secure):
    """Put the code into the cookie of a response."""
    response.set_cookie(
        COOKIE,
        encrypt(json.dumps({"code": code}), PLACE),
        max_age=SECONDS,
        path=reverse("consult:received"),
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def take(request):
    """The code of the cookie, None when there is none or it does not open."""
    try:
        return json.loads(decrypt(request.COOKIES[COOKIE], PLACE))["code"]
    except (KeyError, ValueError, DecryptionError):
        return None


def forget(response):
    """Delete the cookie: the code is shown once."""
    response.delete_cookie(COOKIE, path=reverse("consult:received"), samesite="Strict")

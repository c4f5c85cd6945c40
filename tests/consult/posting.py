"""What a person fills in, and the clock that a test turns."""

import re
import time
from datetime import timedelta

import altcha
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from consult.base import tokens
from consult.spam import score
from tests.factories import make_area, make_notice

FORM, RECEIPT, THREAD = (reverse(f"consult:{name}") for name in ("new", "received", "thread"))
QUESTION = "公司三个月没有发工资，我应该怎么办？"


def token(age=60, random="f" * 32):
    """A form token that was shown `age` seconds ago."""
    return signing.dumps([random, time.time() - age], salt=tokens.FORM_SALT)


def solved(challenge=None):
    """What a browser's worker sends for a challenge, a new one unless given."""
    puzzle = altcha.Challenge.from_dict(challenge or score.challenge())
    return altcha.Payload(puzzle, altcha.solve_challenge(puzzle)).to_base64()


def good_post(**changed):
    """The fields of a post that is accepted; None leaves a field out."""
    fields = {
        "area": changed.pop("area", None) or make_area().pk,
        "question": QUESTION,
        "consent": "on",
        "notice": make_notice().pk,
        "token": token(),
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


def shift(monkeypatch, **delta):
    """Turn the clock of the whole process."""
    by, now, stamp = timedelta(**delta), timezone.now, time.time
    monkeypatch.setattr(timezone, "now", lambda: now() + by)
    monkeypatch.setattr(time, "time", lambda: stamp() + by.total_seconds())


def code_of(client):
    """The receipt code that the browser is shown now, 16 digits."""
    return client.get(RECEIPT).context["code"].replace(" ", "")


def kept_ids(page):
    """The files of a form that came back which its page lists, ticked."""
    return re.findall(r'name="kept"\s+value="([0-9a-f-]{36})"\s+checked', page.text)


def enter(client, code, **extra):
    """Give a code on the thread page."""
    return client.post(THREAD, {"action": "code", "code": code}, **extra)


def reply_token(consultation, random="f" * 32):
    """The token of a reply box that was opened now, with all that is written on the screen."""
    newest = consultation.messages.order_by("-sent_at").first()
    seen = newest.sent_at if newest else consultation.received_at
    return signing.dumps([random, consultation.pk.hex, seen.isoformat()], salt=tokens.REPLY_SALT)

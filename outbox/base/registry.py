"""What other apps register: the names of kinds of notices, and who stands behind a reference.

The ledger must not hold a client's address. Its rows name a client by a reference such as
`consultation:<uuid>`; the app that knows its prefix is asked when the notice goes out, not before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, TypedDict

from django.db.models import Q
from django.template.loader import render_to_string

_names: dict[str, str] = {}


def register(**names: str) -> None:
    _names.update(names)


def name(kind: str) -> str:
    return _names.get(kind, "通知")


class Words(TypedDict):
    subject: str
    body: str


def rendered(kind: str, context: Mapping[str, object]) -> Words:
    """Subject, on one line whatever a name in it holds, and body by the two templates of a kind."""
    subject = " ".join(render_to_string(f"emails/{kind}_subject.txt", context).split())
    return {"subject": subject, "body": render_to_string(f"emails/{kind}_body.txt", context)}


@dataclass(frozen=True)
class Letter:
    """A mail as it is sent: to whom, what it says, further headers."""

    to: str
    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class UnwantedMailError(Exception):
    """There is nobody to tell any more, by mail or text message; its text says why, to a lawyer."""


@dataclass(frozen=True)
class Line:
    """The telephone of a reference, those with the `same`, since when news is `unseen`."""

    phone: str
    same: tuple[str, ...]
    unseen: datetime


def _nobody(*_: str) -> NoReturn:
    raise UnwantedMailError


@dataclass(frozen=True)
class Behind:
    """Who or what stands behind a reference, which the desk shows as `called`: 咨询人.

    `letter` writes to them; `line` says where a text message goes, `phone` its number or "";
    `told`: what a program is told of it, and of an event.
    """

    called: str
    letter: Callable[[str], Letter] = _nobody
    line: Callable[[str], Line] = _nobody
    phone: Callable[[str], str] = str
    told: Callable[[str, str], Mapping[str, object]] = _nobody


behind: dict[str, Behind] = {}  # by the prefix of the reference


def line(recipient: str) -> Line:
    """Whom a text message reaches; UnwantedMailError when nobody is to be told any more."""
    prefix, _, reference = recipient.partition(":")
    return behind[prefix].line(reference)


def phone(recipient: str) -> str:
    """The number that a text message went to, as far as it is still known."""
    prefix, _, reference = recipient.partition(":")
    return behind[prefix].phone(reference)


def told(recipient: str, event: str) -> Mapping[str, object]:
    """What a program is told of an event; UnwantedMailError for one that is true no more."""
    prefix, _, reference = recipient.partition(":")
    return behind[prefix].told(reference, event)


def shown(recipient: str) -> str:
    """A recipient as the desk shows it: an address, or who stands behind a reference."""
    known = behind.get(recipient.partition(":")[0])
    return known.called if known else recipient


def are_known() -> Q:
    """Rows whose recipient is none of a reference that only a newer release can resolve."""
    known = ~Q(recipient__regex=r"^[a-z_]+:")
    for prefix in behind:
        known |= Q(recipient__startswith=f"{prefix}:")
    return known


def letter(recipient: str, payload: dict[str, str]) -> Letter:
    """The mail of a notice: from its payload, or by the writer of its reference."""
    prefix, _, reference = recipient.partition(":")
    if prefix in behind:
        return behind[prefix].letter(reference)
    return Letter(recipient, payload["subject"], payload["body"])

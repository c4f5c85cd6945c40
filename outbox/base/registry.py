"""What other apps register: the names of kinds of notices, and who stands behind a reference.

The ledger must not hold a client's address. Its rows name a client by a reference such as
`consultation:<uuid>`; the app that knows its prefix is asked when the notice goes out, not before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

_names: dict[str, str] = {}


def register(**names: str) -> None:
    _names.update(names)


def name(kind: str) -> str:
    return _names.get(kind, "通知")


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


_writers: dict[str, Callable[[str], Letter]] = {}
_lines: dict[str, Callable[[str], Line]] = {}
_phones: dict[str, Callable[[str], str]] = {}
_called: dict[str, str] = {}


def register_writer(prefix: str, writer: Callable[[str], Letter], called: str) -> None:
    """Have `writer` write the letters to `prefix:…`, which the desk shows as `called`: 咨询人."""
    _writers[prefix], _called[prefix] = writer, called


def register_operator(
    prefix: str, line: Callable[[str], Line], phone: Callable[[str], str]
) -> None:
    """Have telephones behind `prefix:…` found, by `line` to send to; `phone` may be ""."""
    _lines[prefix], _phones[prefix] = line, phone


def line(recipient: str) -> Line:
    """Whom a text message reaches; UnwantedMailError when nobody is to be told any more."""
    prefix, _, reference = recipient.partition(":")
    return _lines[prefix](reference)


def phone(recipient: str) -> str:
    """The number that a text message went to, as far as it is still known."""
    prefix, _, reference = recipient.partition(":")
    return _phones[prefix](reference)


def shown(recipient: str) -> str:
    """A recipient as the desk shows it: an address, or who stands behind a reference."""
    return _called.get(recipient.partition(":")[0], recipient)


def are_known() -> Q:
    """Rows whose recipient is none of a reference that only a newer release can resolve."""
    known = ~Q(recipient__regex=r"^[a-z_]+:")
    for prefix in _writers:
        known |= Q(recipient__startswith=f"{prefix}:")
    return known


def letter(recipient: str, payload: dict[str, str]) -> Letter:
    """The mail of a notice: from its payload, or by the writer of its reference."""
    prefix, _, reference = recipient.partition(":")
    if prefix in _writers:
        return _writers[prefix](reference)
    return Letter(recipient, payload["subject"], payload["body"])


class Channel(Protocol):
    """A way of single notices; `per_minute` is what one recipient takes, None for all."""

    name: str
    label: str
    per_minute: int | None

    def send(
        self, recipient: str, payload: dict[str, str], dedupe_key: str
    ) -> dict[str, Any] | None:
        """Return what the row is to store once it was taken, by its fields; raise else."""

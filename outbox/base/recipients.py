"""Recipients that are references, and who writes to them.

The ledger must not hold a client's address. Its rows name a client by a reference such as
`consultation:<uuid>`; the app that knows the reference registers a writer for its prefix, which is
asked when the letter is sent and not before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Q

REFERENCE = r"^[a-z_]+:"


@dataclass(frozen=True)
class Letter:
    """A mail as it is sent: to whom, what it says, further headers."""

    to: str
    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Entry(Protocol):
    """What a channel reads of a row of the ledger."""

    @property
    def recipient(self) -> str:
        """An address, the name of a robot, or a reference."""

    @property
    def payload(self) -> dict[str, str]:
        """What is said, where it is known already."""

    @property
    def dedupe_key(self) -> str:
        """By which a second notice of the same thing is known."""


class UnwantedMailError(Exception):
    """There is nobody to write to any more; its text says why, to a lawyer."""


Writer = Callable[[str], Letter]
_writers: dict[str, Writer] = {}
_called: dict[str, str] = {}


def register_writer(prefix: str, writer: Writer, called: str) -> None:
    """Have `writer` write the letters to `prefix:…`; it may raise UnwantedMailError.

    `called` is what the desk shows in the place of the address: 咨询人.
    """
    _writers[prefix], _called[prefix] = writer, called


def shown(recipient: str) -> str:
    """A recipient as the desk shows it: an address, or who stands behind a reference."""
    return _called.get(recipient.partition(":")[0], recipient)


def are_known() -> Q:
    """Rows whose recipient is none of a reference that only a newer release can resolve."""
    known = ~Q(recipient__regex=REFERENCE)
    for prefix in _writers:
        known |= Q(recipient__startswith=f"{prefix}:")
    return known


def letter(notice: Entry) -> Letter:
    """The mail of a notice: from its payload, or by the writer of its reference."""
    prefix, _, reference = notice.recipient.partition(":")
    if prefix in _writers:
        return _writers[prefix](reference)
    return Letter(notice.recipient, notice.payload["subject"], notice.payload["body"])

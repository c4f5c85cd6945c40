"""Recipients that are references, and who writes to them.

The ledger must not hold a client's address. Its rows name a client by a reference such as
`consultation:<uuid>`; the app that knows the reference registers a writer for its prefix, which is
asked when the letter is sent and not before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


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


def register(prefix: str, writer: Writer) -> None:
    """Have `writer` write the letters to `prefix:…`; it may raise UnwantedMailError."""
    _writers[prefix] = writer


def is_reference(recipient: str) -> bool:
    """Whether a recipient is a reference and not an address."""
    return recipient.partition(":")[0] in _writers


def letter(notice: Entry) -> Letter:
    """The mail of a notice: from its payload, or by the writer of its reference."""
    prefix, _, reference = notice.recipient.partition(":")
    if prefix in _writers:
        return _writers[prefix](reference)
    return Letter(notice.recipient, notice.payload["subject"], notice.payload["body"])

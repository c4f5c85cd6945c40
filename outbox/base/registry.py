"""The registry: channels in their order, kinds of notices, recipients that are references."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

_names: dict[str, str] = {}


def register(**names: str) -> None:
    """Give kinds their Chinese names."""
    _names.update(names)


def name(kind: str) -> str:
    """The Chinese name of a kind."""
    return _names.get(kind, "通知")


# The ledger must not hold a client's address. Its rows name a client by a reference such as
# `consultation:<uuid>`; the app that knows the reference registers a writer for its prefix, which
# is asked when the letter is sent and not before.


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
    """There is nobody to tell any more, by mail or text message; its text says why, to a lawyer."""


@dataclass(frozen=True)
class Line:
    """The telephone behind a reference, as it is when a text message is about to go out.

    `same` are the references, this one among them, behind which the same number stands; `unseen`
    is since when the oldest news waits that was not looked at.
    """

    phone: str
    same: tuple[str, ...]
    unseen: datetime


@dataclass(frozen=True)
class Operator:
    """Who finds telephones: `line` for a message that is about to go out, or UnwantedMailError.

    `phone` is the number alone, for asking what became of a message; "" once it is gone.
    """

    line: Callable[[str], Line]
    phone: Callable[[str], str]


Writer = Callable[[str], Letter]
_writers: dict[str, Writer] = {}
_operators: dict[str, Operator] = {}
_called: dict[str, str] = {}


def register_writer(prefix: str, writer: Writer, called: str) -> None:
    """Have `writer` write the letters to `prefix:…`; it may raise UnwantedMailError.

    `called` is what the desk shows in the place of the address: 咨询人.
    """
    _writers[prefix], _called[prefix] = writer, called


def register_operator(prefix: str, operator: Operator) -> None:
    """Have `operator` find the telephone behind `prefix:…`."""
    _operators[prefix] = operator


def line(notice: Entry) -> Line:
    """Whom a text message reaches; UnwantedMailError when nobody is to be told any more."""
    prefix, _, reference = notice.recipient.partition(":")
    return _operators[prefix].line(reference)


def phone(notice: Entry) -> str:
    """The number that a text message went to, as far as it is still known."""
    prefix, _, reference = notice.recipient.partition(":")
    return _operators[prefix].phone(reference)


def shown(recipient: str) -> str:
    """A recipient as the desk shows it: an address, or who stands behind a reference."""
    return _called.get(recipient.partition(":")[0], recipient)


def are_known() -> Q:
    """Rows whose recipient is none of a reference that only a newer release can resolve."""
    known = ~Q(recipient__regex=r"^[a-z_]+:")
    for prefix in _writers:
        known |= Q(recipient__startswith=f"{prefix}:")
    return known


def letter(notice: Entry) -> Letter:
    """The mail of a notice: from its payload, or by the writer of its reference."""
    prefix, _, reference = notice.recipient.partition(":")
    if prefix in _writers:
        return _writers[prefix](reference)
    return Letter(notice.recipient, notice.payload["subject"], notice.payload["body"])


# The channels by name, in the order in which the desk shows them.


class Channel(Protocol):
    """A way on which single notices travel."""

    @property
    def name(self) -> str:
        """What the ledger keeps, at most ten characters."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def per_minute(self) -> int | None:
        """How many messages one recipient takes, None for as many as there are."""

    def send(self, notice: Entry) -> dict[str, Any] | None:
        """Return when the other side took the notice, raise when it did not.

        What is returned is kept in the fields of the row that have these names.
        """


CHANNELS: dict[str, Channel] = {}


def add(channel: Channel) -> Channel:
    """Make a channel known."""
    CHANNELS[channel.name] = channel
    return channel

"""The channels by name, in the order in which the desk shows them."""

from typing import Any, Protocol

from outbox.base.recipients import Entry


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

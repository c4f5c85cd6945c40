"""The channels by name, in the order in which the desk shows them."""

from typing import Protocol

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

    def send(self, notice: Entry) -> None:
        """Return when the other side took the notice, raise when it did not."""


CHANNELS: dict[str, Channel] = {}


def add(channel: Channel) -> Channel:
    """Make a channel known."""
    CHANNELS[channel.name] = channel
    return channel

"""The channels by name, in the order in which the desk shows them."""

from typing import Protocol


class Channel(Protocol):
    """A way on which single notices travel.

    `name` is what the ledger keeps, at most ten characters; `label` is what people call it;
    `per_minute` is how many messages one recipient takes, None for as many as there are.
    """

    name: str
    label: str
    per_minute: int | None

    def send(self, notice) -> None:
        """Return when the other side took the notice, raise when it did not."""


CHANNELS: dict[str, Channel] = {}


def add(channel: Channel) -> Channel:
    """Make a channel known."""
    CHANNELS[channel.name] = channel
    return channel

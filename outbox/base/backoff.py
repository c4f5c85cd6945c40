"""How long a notice is held while it is sent, and how long it waits after a failure."""

from datetime import datetime, timedelta

# Longer than a mail server that needs its ten seconds (EMAIL_TIMEOUT) for each of ten steps: with
# a shorter one a second worker would send the same mail.
LEASE = timedelta(minutes=2)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]


def next_try(now: datetime, attempts: int) -> datetime:
    """When to try again what failed and had been tried `attempts` times before."""
    return now + WAITS[min(attempts, len(WAITS) - 1)]

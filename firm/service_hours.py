"""When the firm is at work, and by when an answer is due."""

from datetime import datetime, timedelta


def due(start: datetime, hours: int) -> datetime:
    """The time at which `hours` of service have passed since `start`."""
    return start + timedelta(hours=hours)

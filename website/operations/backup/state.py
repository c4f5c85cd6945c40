"""When the last good backup was: for the desk, the monitor and the worker."""

from website.office.start_page.last_backup import is_set, last, late

__all__ = ["is_set", "last", "late"]

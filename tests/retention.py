"""The table of retentions, walked for one kind of rows."""

from website.operations.jobs import RETENTIONS, forget


def forgotten(rows):
    """Delete what is over of these rows, as the worker does."""
    for kind, field, age, _ in RETENTIONS:
        if kind is rows:
            forget(kind, field, age)

"""The table of retentions, walked for one kind of rows."""

from website.operations.jobs import RETENTIONS


def forgotten(rows):
    """Delete what is over of these rows, as the worker does."""
    for one in RETENTIONS:
        if one.rows is rows:
            one.forget()

"""JSON lines and CSV: all articles in one file, their pictures in a folder beside it."""

import json
from collections.abc import Iterable, Iterator

from statutes.data import csv_files
from transfer.exporting import pictures
from transfer.exporting.fields import ORDER, Exported, flat
from transfer.importing.markdown import HTML

COLUMNS = [*ORDER, "format", "body"]


def _told(one):
    pending = None if one.pending_body is None else pictures.shorten_addresses(one.pending_body)
    return {**one.told(pending), "format": HTML, "body": pictures.shorten_addresses(one.body)}


def as_json_lines(articles: Iterable[Exported]) -> Iterator[str]:
    """A line for each article."""
    for one in articles:
        yield json.dumps(_told(one), ensure_ascii=False) + "\n"


def as_csv(articles: Iterable[Exported]) -> Iterator[str]:
    """A header, and a row for each article, as Excel opens them."""
    return csv_files.to_csv(_rows(articles))


def _rows(articles):
    yield COLUMNS
    for one in articles:
        cells = flat(_told(one))
        yield [cells.get(name, "") for name in COLUMNS]

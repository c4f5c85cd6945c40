"""JSON lines: all articles in one file, their pictures in a folder beside it."""

import json
from collections.abc import Iterable, Iterator

from transfer.exporting import formats
from transfer.exporting.fields import Exported
from transfer.importing.plain_formats import HTML


def written(articles: Iterable[Exported]) -> Iterator[str]:
    """A line for each article."""
    for one in articles:
        pending = None if one.pending_body is None else formats.shorten_addresses(one.pending_body)
        body = formats.shorten_addresses(one.body)
        fields = {**one.told(pending), "format": HTML, "body": body}
        yield json.dumps(fields, ensure_ascii=False) + "\n"

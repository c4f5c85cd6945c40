"""Which tables the public pages are made of, and which of their columns decide: `tables.toml`."""

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))
PUBLIC: dict[str, list[str]] = _DATA["groups"]
DECIDING = {
    (group, table): tuple(columns)
    for group, tables in _DATA["deciding"].items()
    for table, columns in tables.items()
}

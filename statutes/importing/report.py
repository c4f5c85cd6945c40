"""What became of many texts, for whoever asked for them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Tick = Callable[[str, int, int], None]


@dataclass
class Report:
    """The result for many texts: `failed` lists what was not imported, with reasons."""

    files: int = 0
    lines: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    articles: int = 0
    copies: int = 0
    failed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def silent(*_: object) -> None:
    """The `Tick` of who does not want to know how far it is."""

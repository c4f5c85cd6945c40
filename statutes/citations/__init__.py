"""Citations of the law in a text: pure functions, no database, no input that raises."""

from statutes.citations.citation import Citation
from statutes.citations.reader import parse

__all__ = ["Citation", "parse"]

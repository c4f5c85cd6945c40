"""Citations of the law in a text: pure functions, no database, no input that raises."""

from statutes.citations.reader import Citation, parse

__all__ = ["Citation", "parse"]

"""The editorial office."""

from articles.admin import article, searched, tags  # noqa: F401  (registers)

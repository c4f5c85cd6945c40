"""The editorial office."""

from articles.admin import article, tags  # noqa: F401  (registers)

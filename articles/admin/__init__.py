"""The editorial office."""

from articles.admin import article  # noqa: F401  (registers)

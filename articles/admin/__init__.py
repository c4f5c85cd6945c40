"""The editorial office."""

from articles.admin import article, redirects, tags  # noqa: F401  (registers)

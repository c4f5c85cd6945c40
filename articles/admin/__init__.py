"""The editorial office."""

from articles.admin import article, redirects, searched, tags  # noqa: F401  (registers)

"""The editorial office."""

from articles.admin import article, redirects, search_log, tags  # noqa: F401  (registers)

"""The editorial office."""

from articles.admin import area_page, article, redirects, search_log, tags  # noqa: F401  (registers)

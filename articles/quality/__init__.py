"""Advice for the writer of an article, which never blocks; the modules named here register it."""

from articles.quality import whole, wording  # noqa: F401

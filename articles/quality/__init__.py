"""Advice for the writer of an article, which never blocks; the modules named here register it."""

from articles.quality import markup, whole, wording  # noqa: F401

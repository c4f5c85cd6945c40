"""Checks that advise the writer of an article and never block; each module here registers some."""

from articles.quality.checks import markup, whole, wording  # noqa: F401  (they register)
from articles.quality.checks.base import REGISTRY, Check, Finding, Severity, run_checks

__all__ = ["REGISTRY", "Check", "Finding", "Severity", "run_checks"]

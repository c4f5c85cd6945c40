"""Checks that advise the writer of an article and never block.

`base.py` says what a check is; each module here holds the checks of one concern and registers
them; `draft.py` is what they are given, `draft_builder.py` builds it from an article.
"""

from articles.quality.checks import markup, sources, titles, wording  # noqa: F401  (they register)
from articles.quality.checks.base import REGISTRY, Check, Finding, Severity, run_checks

__all__ = ["REGISTRY", "Check", "Finding", "Severity", "run_checks"]

"""Checks that advise the writer of an article and never block.

`base.py` says what a check is; each module here holds the checks of one concern and registers
them; `draft.py` is what they are given, `draft_builder.py` builds it from an article.
"""

from articles.quality.checks import (  # noqa: F401  (they register)
    absolute,
    agreed,
    law,
    markup,
    money,
    promotion,
    repetition_and_layout,
    sources,
    summaries,
    terms,
    titles,
)
from articles.quality.checks.base import REGISTRY, Check, Finding, Severity, run_checks

__all__ = ["REGISTRY", "Check", "Finding", "Severity", "run_checks"]

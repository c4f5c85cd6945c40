"""The table of statutes in the editorial office."""

from statutes.admin.records import (
    LimitationPeriodAdmin,
    RenamedCrimeAdmin,
    StatuteArticleAdmin,
    TableVersionAdmin,
)
from statutes.admin.statutes import StatuteAdmin

__all__ = [
    "LimitationPeriodAdmin",
    "RenamedCrimeAdmin",
    "StatuteAdmin",
    "StatuteArticleAdmin",
    "TableVersionAdmin",
]

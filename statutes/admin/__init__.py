"""The table of statutes in the editorial office."""

from statutes.admin.articles import StatuteArticleAdmin
from statutes.admin.crimes import RenamedCrimeAdmin
from statutes.admin.periods import LimitationPeriodAdmin
from statutes.admin.statutes import StatuteAdmin
from statutes.admin.version import TableVersionAdmin

__all__ = [
    "LimitationPeriodAdmin",
    "RenamedCrimeAdmin",
    "StatuteAdmin",
    "StatuteArticleAdmin",
    "TableVersionAdmin",
]

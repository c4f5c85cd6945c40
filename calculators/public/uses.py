"""Which tools the site shows, and in which order: those first that gave a result most often.

Counted is how often each tool gave one on a day, and nothing else.
"""

import time
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import Sum
from django.utils import timezone

from calculators.formulas import TOOLS
from calculators.formulas.base import Tool
from calculators.models import ToolUse
from firm.base import caching
from firm.models import SiteSettings
from richtext.base import page_cache
from richtext.base.counting import Batch, BufferedCounter, add_counts

DAYS = 90
LIFE = timedelta(hours=1)  # that a process keeps the order


def count(tool: Tool) -> None:
    COUNTER.add((timezone.localdate(), tool.name))


def _write(batch: Batch) -> None:
    rows = [
        {"day": day, "tool": tool, "number": number} for (day, tool), (number, _) in batch.items()
    ]
    add_counts(ToolUse, ["day", "tool"], rows)


COUNTER = BufferedCounter(_write)


def shown() -> dict[str, Tool]:
    """The tools that the firm shows, by name, in the order of a new firm."""
    hidden = SiteSettings.load().hidden_tools
    return {name: tool for name, tool in TOOLS.items() if name not in hidden}


def by_use() -> list[Tool]:
    """Those that are shown, most used first; a page with them is made anew after an hour."""
    until, counted = caching.shared("tools by use", (), _counted, itemgetter(0))
    facts, left = page_cache.facts(), (until - timezone.now()).total_seconds()
    facts.until = min(facts.until, time.monotonic() + left)
    return sorted(shown().values(), key=lambda tool: -counted.get(tool.name, 0))


def _counted() -> tuple[datetime, dict[str, int]]:
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = ToolUse.objects.filter(day__gt=since).order_by().values_list("tool")
    return timezone.now() + LIFE, dict(rows.annotate(Sum("number")))

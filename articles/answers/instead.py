"""What to look for instead, where nothing was found or nothing was asked."""

from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.public import lists
from articles.stats import search_log
from firm.base import current_site, kept
from firm.models import Lawyer

MOST = 8
LOOKED_AT = 40  # of the words that visitors look for most
DAYS = 90
LIFE = timedelta(hours=1)


def frequent_words() -> list[str]:
    """Words that many look for and that find something, or else the tags of the newest articles.

    Only what the statistic keeps, names nobody, and was looked for on several days: what one person
    types again and again in an evening is not put before everybody.
    """
    own = current_site.current()
    name = f"frequent words, site {own.pk if own else 0}"
    until = timezone.now() + LIFE
    return kept.get_or_make(name, ("lists",), lambda: _made(own), lambda made: until)


def _made(own: Lawyer | None):
    since = timezone.localdate() - timedelta(days=DAYS)
    counted = search_log.looked_for(since).filter(days__gte=search_log.OCCASIONS, most__gt=0)
    often = [row["words"] for row in counted[:LOOKED_AT]]
    often = [words for words in often if not search_log.may_name(words)][: 2 * MOST]
    found = search.found_whole(often, None, own) if often else []
    return (found or [tag.name for tag in lists.tags_in(lists.ALL)])[:MOST]

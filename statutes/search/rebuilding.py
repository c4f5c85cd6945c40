"""Puts the texts of law into the index while the site stays up: all anew, or what it lacks."""

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from richtext.base import sqlite_yield
from statutes.models import Statute, StatuteArticle
from statutes.search import indexing
from statutes.search.indexing import LAW
from statutes.search.weights import place_of


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every text anew and take out whatever else is there; how many articles of law are in.

    Visitors can search meanwhile. Broken off, it goes on where it was when it is begun again within
    a day. `tick` is told how many of how many articles are done.
    """
    with LAW.filling() as there:
        owners = dict(StatuteArticle.objects.values_list("pk", "statute"))
        having = set(owners.values())  # some have a text that is not divided into articles
        left = Counter(owner for pk, owner in owners.items() if pk not in there)
        done = len(owners) - left.total()
        for statute in _in_order():
            if statute.pk in left or statute.pk not in having:
                _fill(statute.pk, anew=True)
                done += left[statute.pk]
                tick(done, len(owners))
        # In this order: what somebody imported meanwhile is an article of law by now.
        LAW.drop(sorted(set(LAW.pks()) - _articles()))
    return len(owners)


def fill_missing(keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Index the texts that the index lacks, as after an upgrade; whether it lacks none now."""
    for statute in _in_order(indexing.stale()):
        if not keep_going():
            return False
        _fill(statute.pk)
    LAW.settle()
    return True


def _articles():
    return set(StatuteArticle.objects.values_list("pk", flat=True))


def _in_order(statutes=None):
    """The versions in the order in which their articles are numbered: what leads comes last."""
    found = indexing.imported() if statutes is None else statutes
    return sorted(found, key=lambda one: place_of(one, 0))


def _fill(pk, anew=False):
    """Index one version, whose row is held meanwhile; nothing of one that was just deleted."""
    with transaction.atomic():
        held = Statute.objects.select_for_update(no_key=True).filter(imported_at__isnull=False)
        for statute in held.filter(pk=pk):
            indexing.fill(statute, timezone.localdate(), anew=anew)
    sqlite_yield.let_others_write()

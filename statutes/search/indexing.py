"""The index of the law: what an article is worth, kept in step, rebuilt while the site stays up.

A version that is not in force has tokens with a mark of their own, so that only who asks for old
law finds it. So `follow` is called with each day and by whatever changes the table.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from zlib import crc32

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone

from richtext.base import upkeep
from richtext.fulltext.index import Index
from richtext.fulltext.tokens import Text
from statutes.base import Kind, Status
from statutes.models import IndexedText, Statute, StatuteArticle

BY_KIND = {
    Kind.LAW: 1.0,
    Kind.REGULATION: 0.9,
    Kind.INTERPRETATION: 0.9,
    Kind.DOCUMENT: 0.8,
    Kind.DECISION: 0.7,
    Kind.RULE: 0.7,
    Kind.LOCAL: 0.6,
}
RANKS = {kind: rank for rank, kind in enumerate(reversed(BY_KIND))}
# What most questions of people are about, and more for it.
OF_EVERY_DAY = 1.2
EVERY_DAY = re.compile(
    "民法典|刑法|(民事|刑事)诉讼法|(行政|治安管理)处罚法|劳动(合同)?法|劳动争议调解仲裁法"
    "|(社会)?保险法|工伤保险条例|道路交通安全法|公司法|消费者权益保护法|反家庭暴力法|(未成年|老年)人(权益)?保[护障]法"
)
DAYS, NAMES, ARTICLES = 22, 20, 15  # bits: until the year 9999, of many names, in one statute


def weight_of(statute: Statute) -> float:
    """The factor for the points of its articles."""
    more = OF_EVERY_DAY if EVERY_DAY.fullmatch(statute.short_name) else 1
    return BY_KIND[Kind(statute.kind)] * more


def place_of(statute: Statute, order: int) -> int:
    """The place of an article by its order (0 is the first): larger is read earlier.

    By kind, then the newest version, then its order; of equals the names decide by chance.
    """
    day = (statute.effective_from or statute.promulgated or date.min).toordinal()
    rank = RANKS[Kind(statute.kind)] << DAYS | day
    named = rank << NAMES | crc32(statute.short_name.encode()) >> 32 - NAMES
    last = (1 << ARTICLES) - 1
    return named << ARTICLES | last - min(order, last)


LAW = Index("statutes_search")
# In front of a number or a name, as tokens of their own: no folded text holds these characters.
OF_STATUTE, OF_KIND = "\u00b9", "\u00b2"
DECIDING = (
    *("short_name", "kind", "status", "effective_from", "effective_to", "promulgated"),
    *("replaced_by", "imported_at"),
)


def fill(statute: Statute, day: date, *, anew: bool = False, is_new: bool = False) -> None:
    """Index the text of a version as it is stored, one of very many, counted by `Index.settle`.

    `anew` as `Index.fill` has it; what else there was of it the caller takes out. Of what `is_new`
    there is nothing yet: to look for it in a large index takes longer than to fill it in.
    """
    if not (anew or is_new):
        LAW.drop_group(statute.pk)
    LAW.fill(_texts(statute, day), anew)
    _note(statute, day)


@transaction.atomic
def follow(day: date | None = None) -> None:
    """Index again what is in the index and stands otherwise on a day (today).

    What is not in at all is for `rebuild`: after an upgrade that is every text.
    """
    day, there = day or timezone.localdate(), _as_indexed()
    for statute in stale(day):
        if statute.pk in there:
            texts = _texts(statute, day)
            LAW.drop_group(statute.pk)
            LAW.put(texts)
            _note(statute, day)


def stale(day: date | None = None) -> list[Statute]:
    """The versions with a text that is not in the index, or not as they stand on a day (today)."""
    day, there = day or timezone.localdate(), _as_indexed()
    return [one for one in _imported() if there.get(one.pk) != _facts(one, day)]


def missing() -> int:
    """How many texts of law are not in the index as they should be."""
    return len(stale())


def _imported():
    return Statute.objects.filter(imported_at__isnull=False).only(*DECIDING).order_by("pk")


def _as_indexed():
    return dict(IndexedText.objects.values_list("statute", "as_told"))


def _note(statute, day):
    IndexedText.objects.bulk_create(
        [IndexedText(statute_id=statute.pk, as_told=_facts(statute, day))],
        update_conflicts=True,
        unique_fields=["statute"],
        update_fields=["as_told"],
    )


def _facts(statute, day):
    is_old = statute.status_on(day) != Status.IN_FORCE
    facts = [statute.kind, statute.effective_from, statute.promulgated, statute.short_name]
    return "|".join(map(str, [is_old, *facts, statute.imported_at]))


def _texts(statute, day):
    marks = (f"{OF_STATUTE}{statute.pk}", f"{OF_KIND}{statute.kind}")
    is_old = statute.status_on(day) != Status.IN_FORCE
    articles = statute.articles.order_by("number", "sub").values_list("pk", "part", "text")
    return [
        Text(
            pk=pk,
            place=place_of(statute, order),
            group=statute.pk,
            title="",
            head=f"{statute.short_name}\n{part}",
            body=text,
            marks=marks,
            is_old=is_old,
        )
        for order, (pk, part, text) in enumerate(articles)
    ]


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every text anew and take out whatever else is there; how many articles of law are in.

    Visitors can search meanwhile. `tick` is called with how many of how many articles are done.
    """
    owners = Counter(StatuteArticle.objects.values_list("statute", flat=True))
    done, total = 0, owners.total()
    with LAW.engine.filling():
        for statute in _in_order(_imported()):
            _fill(statute.pk, anew=True)
            done += owners[statute.pk]
            tick(done, total)
    # In this order: what somebody imported meanwhile is an article of law by now.
    LAW.drop(sorted(set(LAW.pks()) - set(StatuteArticle.objects.values_list("pk", flat=True))))
    LAW.settle(whole=True)
    return total


def fill_missing(keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Index the texts that the index lacks, as after an upgrade; whether it lacks none now."""
    for statute in _in_order(stale()):
        if not keep_going():
            return False
        _fill(statute.pk)
    LAW.settle(whole=True)
    return True


def _in_order(statutes):
    return sorted(statutes, key=lambda one: place_of(one, 0))


def _fill(pk, anew=False):
    """Index one version, whose row is held meanwhile; nothing of one that was just deleted."""
    with transaction.atomic():
        held = Statute.objects.select_for_update(no_key=True).filter(imported_at__isnull=False)
        for statute in held.filter(pk=pk):
            fill(statute, timezone.localdate(), anew=anew)
    upkeep.let_others_write()


# The index loses a text with its statute in the same transaction, by a signal, because cascades
# and the admin delete without any code of ours. Articles alone are deleted by an import, which
# indexes what comes in their place.


def connect() -> None:
    post_delete.connect(_deleted, sender=Statute, dispatch_uid="law_deleted")
    LAW.clear_with(StatuteArticle)


def _deleted(instance, **kwargs):
    LAW.drop_group(instance.pk)

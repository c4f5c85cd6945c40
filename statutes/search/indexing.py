"""The texts of law in the index of words: one for each article, each statute in one transaction.

A version that is not in force is held apart, by tokens with a mark of their own, so that only who
asks for old law finds it. That follows from the day and from the table: `follow` is called with
each day and by whatever changes the table.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from richtext.fulltext.index import Index
from richtext.fulltext.texts import Text
from statutes.base.enums import Status
from statutes.models import IndexedText, Statute
from statutes.search.weights import place_of

LAW = Index("statutes_search")
# In front of a number or a name, as tokens of their own: no folded text holds these characters.
OF_STATUTE, OF_KIND = "\u00b9", "\u00b2"
DECIDING = (
    *("short_name", "kind", "status", "effective_from", "effective_to", "promulgated"),
    *("replaced_by", "imported_at"),
)


def put(statute: Statute, day: date | None = None) -> None:
    """Index the text of a version as it is stored, in place of what was there of it."""
    day = day or timezone.localdate()
    texts = _texts(statute, day)
    LAW.drop_group(statute.pk)
    LAW.put(texts)
    _note(statute, day)


def fill(statute: Statute, day: date, *, anew: bool = False, is_new: bool = False) -> None:
    """The same for one of very many, which the index counts at the end.

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
    day = day or timezone.localdate()
    there = _as_indexed()
    for statute in stale(day):
        if statute.pk in there:
            put(statute, day)


def stale(day: date | None = None) -> list[Statute]:
    """The versions with a text that is not in the index, or not as they stand on a day (today)."""
    day, there = day or timezone.localdate(), _as_indexed()
    return [one for one in imported() if there.get(one.pk) != _as_told(one, day)]


def is_whole() -> bool:
    """Whether all of the index was filled since an upgrade made it; the worker does that."""
    return LAW.is_whole()


def missing() -> int:
    """How many texts of law are not in the index as they should be."""
    return len(stale())


def imported() -> list[Statute]:
    """The versions that have a text, with what decides how it is indexed."""
    return list(Statute.objects.filter(imported_at__isnull=False).only(*DECIDING).order_by("pk"))


def _as_indexed():
    """As what each version is in the index, by its id."""
    return dict(IndexedText.objects.values_list("statute", "as_told"))


def _note(statute, day):
    IndexedText.objects.bulk_create(
        [IndexedText(statute_id=statute.pk, as_told=_as_told(statute, day))],
        update_conflicts=True,
        unique_fields=["statute"],
        update_fields=["as_told"],
    )


def _as_told(statute, day):
    """All that a version is indexed by, besides its words."""
    facts = [statute.kind, statute.effective_from, statute.promulgated, statute.short_name]
    return "|".join(map(str, [_is_old(statute, day), *facts, statute.imported_at]))


def _is_old(statute, day):
    return statute.status_on(day) != Status.IN_FORCE


def _texts(statute, day):
    marks = (f"{OF_STATUTE}{statute.pk}", f"{OF_KIND}{statute.kind}")
    is_old = _is_old(statute, day)
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

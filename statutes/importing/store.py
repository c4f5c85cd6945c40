"""One text into the database, with from where it was taken; all or nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone

from statutes.citations.places import article_words
from statutes.importing.matching import MatchedVersion
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.search import indexing

FEW = 5  # articles that are named, of those that differ


class OutcomeKind(TextChoices):
    """What became of a text."""

    NEW = "new", "新导入"
    UNCHANGED = "unchanged", "未变"
    REPLACED = "replaced", "已替换"
    KEPT = "kept", "有变化，未替换"


@dataclass
class Outcome:
    """What became of one text, and what the operator should know of it."""

    done: OutcomeKind
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """The articles in which a text differs from the stored one, by number and sub-number."""

    added: list[tuple[int, int]]
    removed: list[tuple[int, int]]
    changed: list[tuple[int, int]]

    def __str__(self):
        kinds = [("新增", self.added), ("删去", self.removed), ("改动", self.changed)]
        words = [f"{label}{len(keys)}条（{_named(keys)}）" for label, keys in kinds if keys]
        return "，".join(words) or "条文相同，只有标题、题注或者附件不同"


def _named(keys):
    named = "、".join(article_words(*key) for key in keys[:FEW])
    return f"{named}等" if len(keys) > FEW else named


def difference(*, row: Statute, place: MatchedVersion) -> Difference:
    """What importing would change in the stored articles."""
    before = {(one.number, one.sub): one.text for one in row.articles.all()}
    after = {one.key: one.text for one in place.version.provisions}
    both = before.keys() & after.keys()
    return Difference(
        sorted(after.keys() - before.keys()),
        sorted(before.keys() - after.keys()),
        sorted(key for key in both if before[key] != after[key]),
    )


def preview(*, place: MatchedVersion, replace: bool) -> Outcome:
    """What `store` would do, without writing."""
    row = place.row
    if row.has_text and row.digest == place.version.digest:
        return Outcome(OutcomeKind.UNCHANGED)
    if not row.has_text:
        return Outcome(OutcomeKind.NEW)
    words = [f"与已导入的条文相比：{difference(row=row, place=place)}。"]
    return Outcome(OutcomeKind.REPLACED if replace else OutcomeKind.KEPT, words)


def store(*, place: MatchedVersion, replace: bool, day: date) -> Outcome:
    """Store a text and its source, in the caller's transaction, which holds the row.

    A changed text takes the place of the stored one only when the operator said so.
    """
    outcome = preview(place=place, replace=replace)
    if outcome.done != OutcomeKind.KEPT:
        told = place.version.told.fields()
        TextSource.objects.bulk_create(
            [TextSource(statute=place.row, **told)],
            update_conflicts=True,
            unique_fields=["statute"],
            update_fields=list(told),
        )
    if outcome.done in {OutcomeKind.NEW, OutcomeKind.REPLACED}:
        _write(place.row, place.version, day)
    return outcome


def _write(row, version, day):
    had_text = row.has_text
    row.preamble, row.annex, row.digest = version.preamble, version.annex, version.digest
    row.imported_at = timezone.now()
    row.article_count = row.article_count or version.last_article
    row.save(update_fields=["preamble", "annex", "digest", "imported_at", "article_count"])
    if had_text:
        row.articles.all().delete()
    StatuteArticle.objects.bulk_create(
        (
            StatuteArticle(
                statute=row, number=one.number, sub=one.sub, part=one.part, text=one.text
            )
            for one in version.provisions
        ),
        batch_size=500,
    )
    indexing.fill(row, day, is_new=not had_text)

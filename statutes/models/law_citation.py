"""What the texts of law themselves cite, and which of them have been read for it."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from statutes.models.statute import SHORT, Statute


class LawCitationQuerySet(models.QuerySet):
    """Looked up by what is cited."""

    def of_any(self, short_name: str, places: Iterable[tuple[int, int]]):
        """Those that name one of some articles of a text, alone or within a range."""
        wanted = Q()
        for number, sub in sorted(set(places)):
            # The name stands in both, so that SQLite looks each up in an index.
            wanted |= Q(short_name=short_name, number=number, sub=sub)
            wanted |= Q(short_name=short_name, number__lt=number, until__gte=number)
        return self.filter(wanted) if wanted else self.none()


class LawCitation(models.Model):
    """That an article of one version names an article of a text, or a range of them up to `until`.

    Derived from the stored texts by `statutes.services.law_citations`. Its places are numbers and
    no keys: an import makes the articles of a text anew. `by_number` is 0 for a text that is
    not divided into articles. `number` is as the citing text gives it, so it is one of the version
    that was in force by then.
    """

    statute = models.ForeignKey(
        Statute, on_delete=models.CASCADE, related_name="law_citations", db_index=False
    )
    by_number = models.PositiveSmallIntegerField()
    by_sub = models.PositiveSmallIntegerField(default=0)
    short_name = models.CharField(max_length=SHORT)
    number = models.PositiveSmallIntegerField()
    sub = models.PositiveSmallIntegerField(default=0)
    until = models.PositiveSmallIntegerField(null=True)

    objects = LawCitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法规之间的引用"
        default_permissions = ()
        indexes = [
            models.Index(fields=["short_name", "number", "sub"], name="statutes_cited_by_law"),
            models.Index(fields=["statute"], name="statutes_law_cites"),
        ]

    def __str__(self):
        return f"{self.statute_id} {self.by_number}-{self.by_sub}: {self.short_name} {self.number}"


class ReadText(models.Model):
    """That the text of a version was read for what it cites; written together with that.

    `as_read` is all that decides what is found in it, besides its words: when it was imported,
    which names the table knew, by which rules it was read. Who finds it different reads again.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="read_text"
    )
    as_read = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.as_read

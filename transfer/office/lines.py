"""The report of an import, line by line, in the transactions that store what it tells."""

from articles.models import Tag
from statutes.importing.files import without_controls
from transfer.importing.article_matching import MatchedArticle, Outcome
from transfer.importing.watch import Watch
from transfer.models import ArticleImport, ArticleImportLine
from transfer.office import taking_back

Became = ArticleImportLine.Became
ORDER = {became: number for number, became in enumerate(Became)}
BECAME = {
    Outcome.NEW: Became.NEW,
    Outcome.UPDATED: Became.UPDATED,
    Outcome.UNCHANGED: Became.UNCHANGED,
    Outcome.KEPT: Became.KEPT,
}
WITH_DOUBTS, WITHOUT = 0, 10  # added to the order: what has doubts stands before what has none
LONGEST_PLACE, LONGEST_TITLE = 300, 80


class Lines(Watch):
    """Keeps a line for each record; what an interrupted run has stored stays told as it was."""

    def __init__(self, upload: ArticleImport):
        self.upload = upload
        self.standings: dict[int, dict] = {}
        self.earlier = dict(upload.lines.values_list("place", "became"))
        self.places = set(self.earlier)

    def before(self, batch: list[MatchedArticle]) -> None:
        """How the articles stand that are about to be changed, and which tags are missing."""
        rows = {one.row.pk: one.row for one in batch if one.done == Outcome.UPDATED and one.row}
        self.standings = {pk: taking_back.taken(row) for pk, row in rows.items()}
        told = {name for one in batch for name in one.tags}
        known = {*Tag.objects.filter(name__in=told).values_list("name", flat=True)}
        self.upload.new_tags = sorted({*self.upload.new_tags, *told} - known)

    def stored(self, batch: list[MatchedArticle]) -> None:
        """A line for each; what an earlier run stored is no news to this one."""
        lines = [self._line_of(one) for one in batch if not self._is_told(one)]
        self._keep(lines)
        self.upload.save(update_fields=["new_tags"])

    def refused(self, place, words, title="", doubts=None):
        self._keep([self._line(Became.REFUSED, place, title, [words, *(doubts or [])])])

    def doubt(self, place, words):
        for line in self.upload.lines.filter(place=place[:LONGEST_PLACE]):
            line.doubts = "\n".join(dict.fromkeys([*line.doubt_list, words]))
            line.order = _order(line.became, line.doubts)
            line.save(update_fields=["doubts", "order"])

    def settled(self) -> None:
        """Tell how far it is."""
        ArticleImport.objects.filter(pk=self.upload.pk).update(done=len(self.places))

    def _is_told(self, one):
        told = self.earlier.get(one.made.record.place[:LONGEST_PLACE])
        return one.done == Outcome.UNCHANGED and told in ArticleImportLine.BROUGHT

    def _line_of(self, one):
        """`number` is there when something was stored, and then only has it a row to name."""
        record, pk = one.made.record, one.wanted.pk
        line = self._line(BECAME[one.done], record.place, one.wanted.title, record.notes)
        line.article_id = pk if one.number or one.done != Outcome.NEW else None
        line.number = one.number or None
        line.before = self.standings.get(pk) if one.number else None
        return line

    def _line(self, became, place, title, doubts):
        # What is refused for a sign that PostgreSQL does not store is named all the same.
        told = "\n".join(dict.fromkeys(map(without_controls, doubts)))
        title = without_controls(" ".join(title.split()))[:LONGEST_TITLE]
        place, order = place[:LONGEST_PLACE], _order(became, told)
        return ArticleImportLine(
            upload=self.upload, order=order, became=became, place=place, title=title, doubts=told
        )

    def _keep(self, lines):
        again = [line.place for line in lines if line.place in self.earlier]
        self.upload.lines.filter(place__in=again).delete()
        ArticleImportLine.objects.bulk_create(lines)
        self.places |= {line.place for line in lines}


def _order(became, doubts):
    return ORDER[Became(became)] + (WITH_DOUBTS if doubts else WITHOUT)

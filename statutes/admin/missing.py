"""缺哪些条文: what the texts of the firm cite by its number, and the site has no words of."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from statutes.admin.base import may_import, page
from statutes.admin.texts import TextsForm
from statutes.base import Reason
from statutes.citations.names import abroad
from statutes.citations.places import Place, article_digits
from statutes.law.table import Table
from statutes.models import CitingModel, Statute
from statutes.models.statute import DATABASE
from statutes.services import citation_sync

MOST = 60  # laws that are listed
MOST_PLACES, MOST_TEXTS = 12, 3  # of each law
NO_SUCH_ARTICLE = [Reason.BEYOND, Reason.MISSING]  # these are wrong, not missing
TITLE = "缺哪些条文"


@dataclass
class Missing:
    """A version, or a name that the table does not know, and what is cited of it without words."""

    name: str
    statute: Statute | None
    places: Counter[Place] = field(default_factory=Counter)
    citing: Counter[tuple[type[CitingModel], int]] = field(default_factory=Counter)
    texts: list[tuple[str, str]] = field(default_factory=list)  # title and address of the first

    @property
    def times(self) -> int:
        return self.places.total()

    @property
    def articles(self) -> str:
        """第264条（3次）、第266条, those that are cited most first."""
        most = self.places.most_common(MOST_PLACES)
        named = (article_digits(*one) + (f"（{n}次）" if n > 1 else "") for one, n in most)
        rest = len(self.places) > MOST_PLACES
        return "、".join(named) + (f"等{len(self.places)}条" if rest else "")

    @property
    def address(self) -> str:
        """Where its text is got; empty for a kind that the official database lacks."""
        return self.statute.reading_address if self.statute else DATABASE


def missing_texts(kinds: list[type[CitingModel]]) -> list[Missing]:
    """What texts of these kinds cite without words, most cited first; a query for each kind."""
    table, found = Table.latest(), dict[tuple[int | None, str], Missing]()
    for model in kinds:
        cited = model.objects.filter(number__isnull=False).exclude(reason__in=NO_SUCH_ARTICLE)
        columns = "statute", "short_name", "number", "sub", model.text_field
        rows = cited.order_by().values_list(*columns).annotate(Count("pk"))
        for key, name, number, sub, text, times in rows.iterator():
            row = table.rows.get(key)
            is_whole = row and row.has_text and not table.has_articles(row)
            if is_whole or (table.has_text_of(row, number, sub) if row else abroad(name)):
                continue
            one = found.setdefault((key, name), Missing(row.name if row else name, row))
            one.places[Place(number, sub)] += times
            one.citing[model, text] += times
    return sorted(found.values(), key=lambda one: (-one.times, one.name))


def show(request, admin):
    """The list, and beside it the form of the import."""
    if not may_import(request, admin):
        raise PermissionDenied
    kinds = citation_sync.kinds_for(request.user)
    found = missing_texts(kinds)
    shown = found[:MOST]
    first = [(one, key) for one in shown for key, _ in one.citing.most_common(MOST_TEXTS)]
    texts = {
        model: model.texts().in_bulk({pk for _, (kind, pk) in first if kind is model})
        for model in kinds
    }
    for one, (model, pk) in first:
        if pk in texts[model]:  # or it was deleted just now
            one.texts.append((str(texts[model][pk]), citation_sync.admin_url(model, pk)))
    context = {"title": TITLE, "form": TextsForm(), "may_read": kinds}
    context |= {"shown": shown, "more": len(found) - len(shown)}
    return page(request, admin, "statutes/statute/missing", context)

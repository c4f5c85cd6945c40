"""The open warnings of all kinds, by text, the gravest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, IntegerField, Max, Min, QuerySet, Value, When

from firm.base import queries
from statutes.base import Level
from statutes.models import CitingModel
from statutes.services import citation_sync, decisions

CONTEXT = 16  # characters of the text shown on each side of a citation
RANKS = [When(level=level, then=Value(rank)) for rank, level in enumerate(Level)]
RANK = Case(*RANKS, output_field=IntegerField())


@dataclass
class Finding:
    """A warning of a text with all the places where it stands."""

    first: CitingModel
    key: str  # by which a form names it
    places: list[tuple[str, str, str]] = field(default_factory=list)  # before, quote, after


@dataclass
class Entry:
    """A text and its open warnings."""

    text: object
    name: str
    kind: str
    findings: list[Finding]
    mend: str = ""  # where it is changed, for who may
    page: str = ""  # where the public reads it


def narrowed(models: list[type[CitingModel]], wanted: dict) -> list:
    """The open citations of each kind that a filter asks for, as pairs of kind and queryset."""
    name, _, pk = wanted.get("text", "").partition(":")
    found = []
    for model in models:
        label = label_of(model)
        if label != wanted.get("kind", label) or label != (name or label):
            continue
        rows = model.objects.open()
        if pk:
            rows = rows.filter(**{model.text_field: pk})
        if "level" in wanted:
            rows = rows.filter(level=wanted["level"])
        if "law" in wanted:
            rows = rows.filter(short_name=wanted["law"])
        found.append((model, rows))
    return found


def label_of(model: type[CitingModel]) -> str:
    """A kind of text in a query string: articles.article."""
    return model.text_model()._meta.label_lower


def kind_choices(models: list[type[CitingModel]]) -> list[tuple[str, str]]:
    return [(label_of(model), model.text_model()._meta.verbose_name) for model in models]


def laws(models: list[type[CitingModel]]) -> list[tuple[str, int]]:
    """The statutes that are warned of, with the number of warnings, the most first."""
    counted: dict[str, int] = {}
    for name, number in _together(
        model.objects.open().order_by().values_list("short_name").annotate(number=Count("pk"))
        for model in models
    ):
        counted[name] = counted.get(name, 0) + number
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def ordered(pairs: list) -> QuerySet:
    """The texts of what was found: the gravest, then the newest; sorted and cut by the database.

    Each is a dict: the `place` of its kind in `pairs`, and its `key`.
    """
    texts = (
        rows.order_by()
        .values(place=Value(place), key=F(model.text_field))
        .annotate(rank=Min(RANK), newest=Max("found_on"))
        for place, (model, rows) in enumerate(pairs)
    )
    return _together(texts).order_by("rank", "-newest", "place", "key")


def _together(found) -> QuerySet:
    first, *others = found
    return first.union(*others, all=True)


def number(pairs: list) -> int:
    return sum(queries.numbers({label_of(model): rows for model, rows in pairs}).values())


def keys(pairs: list) -> list[str]:
    """The keys of all warnings that were found, each once."""
    found = {}
    for model, rows in pairs:
        columns = model.text_field, "fingerprint"
        for pk, fingerprint in rows.order_by(model.text_field, "start").values_list(*columns):
            found[f"{citation_sync.name_of(model, pk)}|{fingerprint}"] = True
    return list(found)


def entries(shown: Iterable[dict], pairs: list, user) -> list[Entry]:
    """The texts of a page, as `ordered` tells them, with their warnings, in the order given."""
    wanted = [(pairs[one["place"]][0], one["key"]) for one in shown]
    found = {}
    for model, rows in pairs:
        pks = [pk for kind, pk in wanted if kind is model]
        texts = model.texts().in_bulk(pks) if pks else {}
        own = rows.filter(**{f"{model.text_field}__in": pks}).select_related("leads_to")
        of_text: dict = {}
        for row in own.order_by(RANK, "start"):
            of_text.setdefault(row.text_id, []).append(row)
        for pk, mine in of_text.items():
            found[model, pk] = _entry(model, texts[pk], mine, user)
    return [found[one] for one in wanted if one in found]


def _entry(model, text, rows, user):
    findings: dict[str, Finding] = {}
    may_mend = decisions.may(user, model, "change")
    name, words = citation_sync.name_of(model, text.pk), text.citing_words
    for row in rows:
        key = f"{name}|{row.fingerprint}"
        findings.setdefault(key, Finding(row, key)).places.append(_place(words, row))
    return Entry(
        text=text,
        name=name,
        kind=model.text_model()._meta.verbose_name,
        findings=list(findings.values()),
        mend=citation_sync.admin_url(model, text.pk) if may_mend else "",
        page=text.get_absolute_url() if hasattr(text, "get_absolute_url") else "",
    )


def _place(words, row):
    """A citation with the words around it in its paragraph, on one line."""
    first = words.rfind("\n", 0, row.start) + 1
    # Somebody may just have stored a shorter text: the place is then behind its end.
    last = len(words[: row.end]) + len(words[row.end :].partition("\n")[0])
    begin, end = max(row.start - CONTEXT, first), min(row.end + CONTEXT, last)
    opening, closing = "…" if begin > first else "", "…" if end < last else ""
    before, after = words[begin : row.start].lstrip(), words[row.end : end].rstrip()
    return opening + before, words[row.start : row.end], after + closing

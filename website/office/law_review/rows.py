"""The open warnings of all kinds, by text, the gravest first."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Max, Min, Value, When

from statutes.base.enums import Level
from statutes.models import CitingModel
from statutes.services import citation_sync, open_work

CONTEXT = 16  # characters of the text shown on each side of a citation
RANKS = [*Level]
RANK = Case(
    *(When(level=level, then=Value(rank)) for rank, level in enumerate(RANKS)),
    output_field=IntegerField(),
)


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
    """The kinds as choices: 文章, 常用答复, 时效和期限."""
    return [(label_of(model), model.text_model()._meta.verbose_name) for model in models]


def laws(models: list[type[CitingModel]]) -> list[tuple[str, int]]:
    """The statutes that are warned of, with the number of warnings, the most first."""
    counted: dict[str, int] = {}
    for model in models:
        rows = model.objects.open().order_by().values_list("short_name")
        for short_name, number in rows.annotate(Count("pk")):
            counted[short_name] = counted.get(short_name, 0) + number
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def ordered(pairs: list) -> list[tuple[type[CitingModel], int, int]]:
    """The texts of what was found with their number of warnings: the gravest, then the newest."""
    keys = []
    for place, (model, rows) in enumerate(pairs):
        by_text = rows.order_by().values_list(model.text_field)
        counted = by_text.annotate(rank=Min(RANK), newest=Max("found_on"), number=Count("pk"))
        for pk, rank, day, number in counted:
            keys.append(((rank, -day.toordinal(), place, pk), (model, pk, number)))
    return [found for _, found in sorted(keys, key=lambda pair: pair[0])]


def number(pairs: list) -> int:
    """How many warnings were found."""
    return sum(rows.count() for _, rows in pairs)


def entries(shown: list, pairs: list, user) -> list[Entry]:
    """The texts of a page with their warnings, in the order given."""
    found = {}
    for model, rows in pairs:
        keys = [pk for kind, pk, _ in shown if kind is model]
        texts = model.texts().in_bulk(keys) if keys else {}
        for pk, mine in _by_text(model, rows, keys).items():
            found[model, pk] = _entry(model, texts[pk], mine, user)
    return [found[model, pk] for model, pk, _ in shown if (model, pk) in found]


def _by_text(model, rows, keys):
    found: dict = {}
    own = rows.filter(**{f"{model.text_field}__in": keys}).select_related("leads_to")
    for row in own.order_by(RANK, "start"):
        found.setdefault(row.text_id, []).append(row)
    return found


def _entry(model, text, rows, user):
    findings: dict[str, Finding] = {}
    may_mend = open_work.may(user, model, "change")
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

"""Keep the citations of stored texts and the warnings about them true."""

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from statutes.citations import parse
from statutes.models import CitingModel, Decision
from statutes.table import Table
from statutes.warnings import assess, version_of


def kinds() -> list[type[CitingModel]]:
    """The records of every app that keep citations: articles, canned replies, periods."""
    return [model for model in apps.get_models() if issubclass(model, CitingModel)]


def name_of(model: type[CitingModel], pk) -> str:
    """How a text is named in the records of decisions: `articles.article:12`."""
    target = model._meta.get_field(model.text_field).related_model
    return f"{target._meta.label_lower}:{pk}"


@transaction.atomic
def refresh(model: type[CitingModel], text, *, table: Table | None = None, today=None):
    """Store what a saved text cites, and the warnings about it; returns the stored records."""
    table = table or Table.load()
    today = today or timezone.localdate()
    name = name_of(model, text.pk)
    settled = set(Decision.objects.filter(text=name).values_list("fingerprint", flat=True))
    records = [
        _record(model, text, citation, table, today, settled)
        for citation in parse(model.text_of(text), table.names)
    ]
    model.objects.filter(**{model.text_field: text}).delete()
    return model.objects.bulk_create(records)


def _record(model, text, citation, table, today, settled):
    row = version_of(citation, table, today)
    warning = assess(citation, table, model.text_of(text), model.day_of(text), today)
    record = model(
        **{model.text_field: text},
        short_name=citation.statute[:80],
        statute=row,
        number=citation.number,
        sub=citation.sub,
        until=citation.until,
        clause=citation.clause,
        item=citation.item,
        start=citation.start,
        end=citation.end,
        quote=citation.written[:300],
    )
    if warning:
        record.level, record.reason, record.words = warning.level, warning.reason, warning.words
        record.leads_to, record.fingerprint = warning.leads_to, warning.fingerprint[:160]
        record.found_on, record.settled = today, record.fingerprint in settled
    return record

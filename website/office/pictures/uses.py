"""Which records use which stored pictures: every text of every table is looked through.

Nothing is left out, whatever app it belongs to: a text that nobody thought of would lose its
picture. So there is no list of tables to keep, and old versions and drafts count as well.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
TOKEN = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})-")
SHORTEST = 60  # characters of a column that could hold the name of a picture
MARK = "images/"


class Use(NamedTuple):
    """A record that names a picture."""

    model: type[models.Model]
    pk: object


def all_uses() -> dict[str, set[Use]]:
    """Every picture that anything names, by its token, and what names it."""
    found: dict[str, set[Use]] = defaultdict(set)
    for model in apps.get_models():
        for token, pk in _named_in(model):
            found[token].add(Use(model, pk))
    return found


def _named_in(model):
    names = [field.name for field in model._meta.concrete_fields if _may_name(field)]
    if not names or not model._meta.managed:
        return
    # JSON is compared as the text that it is; under aliases, as a column keeps its own name.
    texts = {f"as_text_of_{name}": Cast(name, TextField()) for name in names}
    named = Q()
    for alias in texts:
        named |= Q(**{f"{alias}__contains": MARK})
    rows = model._base_manager.annotate(**texts).filter(named).order_by()
    for pk, *values in rows.values_list("pk", *texts).iterator():
        for token in set(TOKEN.findall(" ".join(filter(None, values)))):
            yield token, pk


def _may_name(field):
    short = field.max_length is not None and field.max_length < SHORTEST
    return isinstance(field, TEXTS) and not short

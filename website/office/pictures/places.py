"""Where a picture is used, in words and with the way there."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import admin
from django.db import models
from django.urls import reverse

from articles.models import Article, FinishedBody, Revision, Unsaved
from firm.models import PageVersion
from website.office.pictures.uses import Use

OLD_VERSION = "“{}”的旧版本"
UNSAVED = "同事未保存的修改"
# Made of a record that uses it itself, or a trace of one.
SAID_ALREADY = (FinishedBody,)


@dataclass(frozen=True)
class Place:
    """A record that shows it: `address` is its form, empty for who may not open it."""

    words: str
    address: str = ""
    article: int = 0


def places_of(uses: dict[str, tuple[Use, ...]], user) -> dict[str, list[Place]]:
    """The places of some pictures by their token, a record once; old versions after the rest."""
    records = _records(use for every in uses.values() for use in every)
    return {
        token: _places([records[use] for use in every if use in records], user)
        for token, every in uses.items()
    }


def _records(uses):
    keys = defaultdict(set)
    for use in uses:
        if use.model not in SAID_ALREADY:
            keys[use.model].add(use.pk)
    return {
        Use(model, pk): record
        for model, wanted in keys.items()
        for pk, record in _rows(model).in_bulk(wanted).items()
    }


def _rows(model):
    of = {Revision: ["article"], PageVersion: ["page"]}.get(model, [])
    return model._base_manager.select_related(*of)


def _places(records, user):
    shown = {one.pk for one in records if isinstance(one, Article)}
    old = [one for one in records if isinstance(one, Revision) and one.article_id not in shown]
    rest = [one for one in records if not isinstance(one, Revision | Unsaved)]
    found = [_place(one, user) for one in rest]
    found += [_old(one.article, user) for one in old]
    found += [Place(UNSAVED)] * any(isinstance(one, Unsaved) for one in records)
    return list(dict.fromkeys(found))


def _place(record: models.Model, user) -> Place:
    key = record.pk if isinstance(record, Article) else 0
    return Place(f"{record._meta.verbose_name}“{record}”", _form(record, user), key)


def _old(article, user):
    address = reverse("admin:articles_article_history", args=[article.pk])
    return Place(OLD_VERSION.format(article), address if _may_see(article, user) else "")


def _form(record, user):
    if not (admin.site.is_registered(type(record)) and _may_see(record, user)):
        return ""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def _may_see(record, user):
    app, name = record._meta.app_label, record._meta.model_name
    return user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}")

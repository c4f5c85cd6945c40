"""Which records use which stored pictures, where, and which pictures nobody uses.

Nothing is left out, whatever app it belongs to: a text that nobody thought of would lose its
picture. So there is no list of tables to keep, and old versions and drafts count as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.apps import apps
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, FinishedBody, Revision, Unsaved
from firm.models import PageVersion
from richtext.core import pictures
from richtext.core.pictures import StoredPicture, public_url

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
TOKEN = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})-")
SHORTEST = 60  # characters of a column that could hold the name of a picture
FOLDER = "images"
SPELT = re.compile("[0-9a-f]{32}")  # a token
# What was uploaded lately may stand in a text that nobody has saved yet.
AT_REST = timedelta(days=1)


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
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS) and (field.max_length is None or field.max_length >= SHORTEST)
    ]
    if not names or not model._meta.managed:
        return
    # JSON is compared as the text that it is; under aliases, as a column keeps its own name.
    texts = {f"as_text_of_{name}": Cast(name, TextField()) for name in names}
    named = Q()
    for alias in texts:
        named |= Q(**{f"{alias}__contains": "images/"})
    rows = model._base_manager.annotate(**texts).filter(named).order_by()
    for pk, *values in rows.values_list("pk", *texts).iterator():
        for token in set(TOKEN.findall(" ".join(filter(None, values)))):
            yield token, pk


class Place(NamedTuple):
    """A record that shows it: `address` is its form, empty for who may not open it."""

    words: str
    address: str = ""
    article: int = 0


def places_of(uses: dict[str, tuple[Use, ...]], user) -> dict[str, list[Place]]:
    """The places of some pictures by their token, a record once; old versions after the rest."""
    keys = defaultdict(set)
    for use in (use for every in uses.values() for use in every):
        if use.model is not FinishedBody:  # made of an article that uses it itself
            keys[use.model].add(use.pk)
    records = {}
    for model, wanted in keys.items():
        of = {Revision: ["article"], PageVersion: ["page"]}.get(model, [])
        for pk, record in model._base_manager.select_related(*of).in_bulk(wanted).items():
            records[Use(model, pk)] = record
    return {
        token: _places([records[use] for use in every if use in records], user)
        for token, every in uses.items()
    }


def _places(records, user):
    shown = {one.pk for one in records if isinstance(one, Article)}
    old = [one for one in records if isinstance(one, Revision) and one.article_id not in shown]
    found = [_place(one, user) for one in records if not isinstance(one, Revision | Unsaved)]
    for article in (one.article for one in old):
        address = reverse("admin:articles_article_history", args=[article.pk])
        found.append(Place(f"“{article}”的旧版本", address if _may_see(article, user) else ""))
    found += [Place("同事未保存的修改")] * any(isinstance(one, Unsaved) for one in records)
    return list(dict.fromkeys(found))


def _place(record, user):
    address, meta = "", record._meta
    if admin.site.is_registered(type(record)) and _may_see(record, user):
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    key = record.pk if isinstance(record, Article) else 0
    return Place(f"{meta.verbose_name}“{record}”", address, key)


def _may_see(record, user):
    app, name = record._meta.app_label, record._meta.model_name
    return user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}")


class Kept:
    """One picture in the public storage: `name` is that of its widest rendition."""

    def __init__(self, name: str, uses: Iterable[Use]):
        self.name, self.uses, self.picture = name, tuple(uses), StoredPicture(name)
        parts = self.picture.parts
        self.token, self.size = parts["token"], f"{parts['width']}×{parts['height']}"

    @property
    def small(self) -> str:
        """The path of its narrowest rendition."""
        return public_url(self.picture.file(self.picture.widths[0]))

    @property
    def large(self) -> str:
        """The path of its widest rendition."""
        return public_url(self.name)

    @property
    def is_new(self) -> bool:
        """Whether it may belong to a text that is being written."""
        return default_storage.get_modified_time(self.name) > timezone.now() - AT_REST

    def rank(self):
        """By which the list is sorted."""
        numbers = [use.pk for use in self.uses if isinstance(use.pk, int)]
        return bool(self.uses), max(numbers, default=0), self.name


def every() -> list[Kept]:
    """All of them: what the newest records use first, what nothing uses last."""
    uses = all_uses()
    names: dict[str, str] = {}
    for folder in _listed(FOLDER)[0]:
        names |= _names_in(folder)
    kept = [Kept(name, uses.get(token, ())) for token, name in names.items()]
    return sorted(kept, key=Kept.rank, reverse=True)


def find(token: str) -> Kept | None:
    """The picture of this token."""
    name = _name_of(token)
    return Kept(name, all_uses().get(token, ())) if name else None


def remove(tokens: list[str]) -> tuple[int, int]:
    """Remove those that nothing uses at this moment; how many went, and how many stay in use."""
    uses, gone, held = all_uses(), 0, 0
    for token in tokens:
        name = _name_of(token)
        if name and (uses.get(token) or Kept(name, ()).is_new):
            held += 1
        elif name:
            pictures.discard(name)
            gone += 1
    return gone, held


def _name_of(token):
    """None for what was made up: no folder is looked into for that."""
    return _names_in(token[:2]).get(token) if SPELT.fullmatch(token) else None


def _names_in(folder):
    """The name of the widest rendition of each picture in a folder, by its token."""
    found = {}
    for file in _listed(f"{FOLDER}/{folder}")[1]:
        name = f"{FOLDER}/{folder}/{file}"
        parts = pictures.NAME.fullmatch(name)
        if parts and int(parts["own"]) == StoredPicture(name).widths[-1]:
            found[parts["token"]] = name
    return found


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything yet
        return [], []

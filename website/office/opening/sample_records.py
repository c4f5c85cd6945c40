"""What of the sample firm is in the database: what goes with it, and what stands in the way.

A record goes when it is marked as sample and still bears the name of the sample: one that a person
has made into a record of their own stays, whatever is left to mend in it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.models import Article, RelatedLink
from consult import demo
from consult.models import CannedReply, Consent, Consultation, KnownParty
from firm.base import counting
from firm.models import Lawyer, Office, Page, SiteSettings
from firm.site import chosen_areas, samples
from firm.site.legal_drafts import may_draft


@dataclass(frozen=True)
class Kind:
    """A kind of record that goes: how many of it are counted, and by what the sample's are known.

    `shipped` are rows of the sample, known by the fields `known`; without them the mark decides.
    `named` says whether its names may be shown: those of clients may not.
    """

    model: type[models.Model]
    counted: str
    known: tuple[str, ...] = ()
    shipped: Callable[[], list[dict]] = list
    named: bool = True

    def rows(self) -> models.QuerySet:
        """The records that go."""
        shipped = [Q(**{name: row[name] for name in self.known}) for row in self.shipped()]
        return self.marked().filter(reduce(or_, shipped, Q()))

    def marked(self) -> models.QuerySet:
        """Those that are marked as sample, whatever they say."""
        return self.model._default_manager.filter(is_sample=True)


def _canned():
    return json.loads(demo.CANNED.read_text(encoding="utf-8"))


def _lawyers():
    return samples.shipped()["lawyers"]


def _offices():
    return samples.shipped()["offices"]


# In the order in which they may go: nothing is deleted before what holds on to it.
KINDS = [
    Kind(Consultation, "{}条咨询", named=False),
    Kind(KnownParty, "{}个已知当事人", named=False),
    Kind(CannedReply, "{}条常用答复", ("text",), _canned),
    Kind(Article, "{}篇文章"),
    Kind(Office, "{}个办公地点", ("address",), _offices),
    Kind(Lawyer, "{}位律师", ("name", "licence_number"), _lawyers),
]


@dataclass(frozen=True)
class Link:
    """A record of the firm's own and where it is changed."""

    label: str
    address: str


def link_to(record) -> Link:
    """A record by its name, and its form."""
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return Link(f"{meta.verbose_name}“{record}”", address)


def holding_on() -> list[Link]:
    """Own articles that a lawyer of the sample has written or checked: nothing goes before."""
    people = [lawyer.pk for lawyer in KINDS[-1].rows()]
    bound = Q(author__in=people) | Q(checked_by__in=people)
    return [link_to(article) for article in Article.objects.filter(bound, is_sample=False)]


def made_ones_own() -> list[Link]:
    """Records marked as sample that bear another name: they stay, and are to be mended."""
    found = []
    for kind in KINDS:
        if kind.known and kind.named:
            going = {row.pk for row in kind.rows()}
            found += [link_to(row) for row in kind.marked() if row.pk not in going]
    return found


def lost_links() -> int:
    """How many hand-picked links of own articles lead to an article of the sample."""
    return RelatedLink.objects.filter(target__is_sample=True, article__is_sample=False).count()


def fields_left() -> list[models.Field]:
    """The fields of the settings that hold what the sample set, and nothing else."""
    row, sample = SiteSettings.fresh(), SiteSettings(**samples.shipped()["settings"])
    sample.clean()
    names = samples.shipped()["settings"]
    own = [field for field in row._meta.concrete_fields if field.name in names]
    return [field for field in own if _is_left(field, row, sample)]


def _is_left(field, row, sample):
    value = getattr(row, field.name)
    return value == getattr(sample, field.name) and value != field.get_default()


def pages() -> tuple[list[Page], list[Page]]:
    """Standing pages: as the sample has them, which go; with traces of it, which are hidden."""
    same, traced = [], []
    for page in Page.objects.all():
        if may_draft(page):
            same.append(page)
        elif page.is_published and samples.reasons(page):
            traced.append(page)
    return same, traced


def is_bound(page: Page) -> bool:
    """Whether a client of the firm's own has agreed to a version of it, which is then kept."""
    return Consent.objects.filter(notice__page=page, consultation__is_sample=False).exists()


def areas() -> int:
    """How many areas stand as the sample has them."""
    return sum(map(chosen_areas.has_shipped_text, chosen_areas.on_offer()))


def crowds() -> list[tuple[str, str]]:
    """Sample records of which there are many, each kind as one place with its list."""
    many = [kind for kind in KINDS if kind.model not in (Office, Lawyer)]
    numbers = counting.numbers({kind.counted: kind.rows() for kind in many})
    return [
        (f"示例{kind.counted.format(number)}", _list(kind.model))
        for kind in many
        if (number := numbers[kind.counted])
    ]


def _list(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

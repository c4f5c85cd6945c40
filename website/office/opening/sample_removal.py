"""Takes the sample firm away, all or nothing; for the office and for `load_demo --remove`."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError

from articles import demo as articles
from consult.models import CannedReply
from firm.models import Page, PageKind, SiteSettings
from firm.site import chosen_areas, legal_drafts, samples
from website.office.opening import sample_records
from website.office.opening.sample_records import KINDS, Link

RIGHTS = ["firm.change_sitesettings", "articles.delete_article", "firm.delete_lawyer"]
GLANCE = 8  # names
IN_USE = "有自己的文章用了示例律师作为作者或核对律师，请先在后台更换律师；没有任何改动。"


class InUseError(Exception):
    """Own records hold on to the sample; nothing was changed."""


@dataclass(frozen=True)
class Part:
    """What goes of one kind: 3位律师, and their names."""

    told: str
    number: int
    names: list[str] = field(default_factory=list)

    @property
    def is_long(self):
        """Whether there are more names than are read at a glance."""
        return len(self.names) > GLANCE


@dataclass(frozen=True)
class Survey:
    """All that a removal would do now."""

    parts: list[Part]
    fields: list[str]  # of the settings, that become empty
    hidden_pages: list[str]
    areas: int
    lost_links: int
    held_by: list[Link]
    stays: list[Link]

    @property
    def number(self):
        """How many records would go; 0 where there is nothing left of the sample."""
        return sum(part.number for part in self.parts)

    @property
    def is_empty(self):
        """Whether a removal would change nothing."""
        return not (self.number or self.fields or self.hidden_pages or self.areas)

    @property
    def told(self):
        """The kinds that go, in words: 15条咨询、3位律师."""
        return "、".join(part.told for part in self.parts)


def survey() -> Survey:
    """What is there of the sample; nothing is changed."""
    same, traced = sample_records.pages()
    parts = [_part(kind, kind.rows()) for kind in KINDS]
    parts.append(Part(f"{len(same)}个固定页面", len(same), [page.title for page in same]))
    return Survey(
        parts=[part for part in parts if part.number],
        fields=[str(one.verbose_name) for one in sample_records.fields_left()],
        hidden_pages=[page.title for page in traced],
        areas=sample_records.areas(),
        lost_links=sample_records.lost_links(),
        held_by=sample_records.holding_on(),
        stays=sample_records.made_ones_own(),
    )


def _part(kind, rows):
    names = [str(row) for row in rows] if kind.named else []
    return Part(kind.counted.format(len(rows)), len(rows), names)


@transaction.atomic
def remove() -> Survey:
    """Delete what is sample and nothing else; returns what was found.

    InUseError while own records hold on to a lawyer of the sample.
    """
    found = survey()
    if found.held_by:
        raise InUseError(IN_USE)
    articles.remove_tags()
    try:
        _delete()
    except ProtectedError as written_meanwhile:
        raise InUseError(IN_USE) from written_meanwhile
    CannedReply.objects.filter(is_sample=True).update(is_sample=False)  # rewritten: one's own
    _empty_settings()
    _take_pages_off()
    chosen_areas.withdraw_samples()
    return found


def _delete():
    for kind in KINDS:
        keys = [row.pk for row in kind.rows()]
        kind.model._default_manager.filter(pk__in=keys).delete()


def _empty_settings():
    row = SiteSettings.objects.first()
    if row is None:
        return
    left = sample_records.fields_left()
    for one in left:
        setattr(row, one.name, one.get_default())
    row.save()
    samples.judge(row, [one.name for one in left])


def _take_pages_off():
    """Those that nobody agreed to go; of the others the versions stay, and a draft is begun."""
    same, traced = sample_records.pages()
    Page.objects.filter(pk__in=[page.pk for page in [*same, *traced]]).update(is_published=False)
    for page in same:
        if sample_records.is_bound(page):
            legal_drafts.make_draft(PageKind(page.kind))
        else:
            page.versions.all().delete()
            page.delete()

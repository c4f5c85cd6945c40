"""The pages that a firm answers for: what state each is in, and the person who confirmed its text.

A confirmation is bound to a version. Whoever changes the text takes it back by that, and so does
whoever changes what it states of the firm; a text that still has a gap cannot be confirmed.
"""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firm.base.people import full_name
from firm.models import Page, PageKind, SiteSettings
from firm.site import legal_facts, services
from firm.site.legal_drafts import GAP

KINDS = [
    PageKind.PRIVACY,
    PageKind.MINORS,
    PageKind.DISCLAIMER,
    PageKind.FEES,
    PageKind.ABOUT,
]
CHANGELIST = "admin:firm_page_changelist"
CHANGE = "admin:firm_page_change"
GAPS_LEFT = "还有要填写的地方：{}。请先填好或者删去。"
CHANGED = "“{}”刚才有人改过，请重新通读再确认。"
NO_FIRM_NAME = "请先在“网站设置”里填写律师事务所名称。"
NOT_NAMED = "正文里没有写明“{}”，咨询人看不出由谁处理个人信息。"


class State(models.TextChoices):
    """How far a legal page is; each in the words of the list of pages."""

    MISSING = "missing", "还没有这一页"
    DRAFT = "draft", "草稿待通读"
    UNCONFIRMED = "unconfirmed", "已公开，还没有人确认"
    CHANGED = "changed", "改过，还没有人确认"
    OUTDATED = "outdated", "确认以后情况有变"
    CONFIRMED = "confirmed", "已确认"


class NotReadyError(Exception):
    """A page cannot be confirmed; the text says why, in a sentence for the person who tried."""


@dataclass(frozen=True)
class LegalPageState:
    """One legal page: its kind, the page or None, its state, and what stands in the way.

    `missing` are the gaps that are left in its text, each as it stands there; `refusals` the
    sentences why it cannot be confirmed now, which hold those; `address` is where it is mended: its
    form, or the list of pages.
    """

    kind: PageKind
    page: Page | None
    state: State
    missing: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def done(self):
        """Whether somebody has confirmed this very text, and it is still true of the firm."""
        return self.state == State.CONFIRMED and not self.refusals

    @property
    def may_draft(self):
        """Whether `make_draft` would write one: there is no page yet."""
        return self.page is None

    @property
    def words(self):
        """The state as people read it: 已确认，周牧之，11月24日."""
        return state_words(self.page) if self.page else self.state.label


def legal_pages() -> list[LegalPageState]:
    """The five legal pages in the order in which to read them; one query."""
    pages = Page.objects.exclude(kind=PageKind.OTHER).select_related("confirmed_by__lawyer")
    known = {page.kind: page for page in pages}
    return [_standing(kind, known.get(kind)) for kind in KINDS]


def outdated() -> list[Page]:
    """The pages that somebody confirmed and that are no longer true of the firm."""
    found = legal_pages()
    wrong = [one for one in found if one.state == State.OUTDATED or one.refusals]
    return [one.page for one in wrong if one.page and one.page.confirmed_version]


def _standing(kind, page):
    if page is None:
        return LegalPageState(kind, None, State.MISSING, address=reverse(CHANGELIST))
    return LegalPageState(
        kind,
        page,
        state_of(page),
        missing=gaps_in(page),
        refusals=refusals(page),
        address=reverse(CHANGE, args=[page.pk]),
    )


def state_of(page: Page) -> State:
    """What the office is told of a page; a confirmed text that was changed is read again."""
    if page.confirmed_version is None:
        return State.UNCONFIRMED if page.is_published else State.DRAFT
    if page.confirmed_version != page.version:
        return State.CHANGED
    return State.OUTDATED if legal_facts.changes(page) else State.CONFIRMED


def state_words(page: Page) -> str:
    """The state, with who confirmed it and when, or with what has changed since."""
    state = state_of(page)
    if state == State.OUTDATED:
        return "".join(legal_facts.changes(page))
    if state != State.CONFIRMED:
        return state.label
    day = date_format(timezone.localtime(page.confirmed_at), "n月j日")
    return "，".join(filter(None, [state.label, _name(page.confirmed_by), day]))


def _name(user):
    if user is None:  # the account is gone, the confirmation stays
        return ""
    lawyer = getattr(user, "lawyer", None)
    return lawyer.name if lawyer else full_name(user)


def gaps_in(page: Page) -> list[str]:
    """What is still to be filled in, each as it stands in the text."""
    return GAP.findall(page.title + page.body)


def refusals(page: Page) -> list[str]:
    """Why a page cannot be confirmed now, in sentences; none where it can."""
    firm, found = SiteSettings.load().firm_name, []
    if gaps := gaps_in(page):
        found.append(GAPS_LEFT.format("、".join(gaps)))
    if page.kind == PageKind.PRIVACY and not firm:
        found.append(NO_FIRM_NAME)
    elif page.kind == PageKind.PRIVACY and not services.names(page.body, firm):
        found.append(NOT_NAMED.format(firm))
    return found + legal_facts.other_days(page)


@transaction.atomic
def confirm_page(*, page: Page, by) -> Page:
    """Note that a person has read this version and stands for it, and publish it.

    `page` is as it was read. NotReadyError with the sentences while the text cannot be confirmed,
    or is another one by now; nothing is changed then.
    """
    read, page = page.version, Page.objects.select_for_update().get(pk=page.pk)
    if page.version != read:
        raise NotReadyError(CHANGED.format(page.title))
    if reasons := refusals(page):
        raise NotReadyError("".join(reasons))
    page.confirmed_version, page.confirmed_by = page.version, by
    page.confirmed_at, page.is_published = timezone.now(), True
    page.confirmed_facts = legal_facts.said_in(page)
    page.save()
    return page

"""上线清单 as one person sees it, its progress, and its end.

It ends by itself: the worker notes that all is done, because what proves it does not stay for ever
(the ledger forgets a test mail after three months). What is only advised does not hold it up.
"""

from dataclasses import dataclass, field

from django.conf import settings

from firm.models import SiteSettings
from firm.site.legal_pages import LegalPageState, State, legal_pages
from website.office.opening.advice import ADVICE
from website.office.opening.steps import MUST, Step

PAGE_RIGHT = "firm.change_page"


@dataclass(frozen=True)
class PageRow:
    """A legal page in the list: what it is, how far it is, and what can be done about it now."""

    state: LegalPageState

    @property
    def done(self):
        """Whether somebody has confirmed this very text, and it is still true of the firm."""
        return self.state.done

    @property
    def told(self):
        """How far it is, and what stands in the way, in sentences."""
        return [self.state.words, *self.state.refusals]

    @property
    def may_confirm(self):
        """Whether nothing stands in the way but that nobody has read it yet.

        What says something that has changed since is mended in its form first.
        """
        known_wrong = self.state.refusals or self.state.state == State.OUTDATED
        return not (self.state.may_draft or self.done or known_wrong)

    @property
    def title(self):
        """As it stands on the page, else what it is for."""
        return self.state.page.title if self.state.page else self.state.kind.label


@dataclass(frozen=True)
class Checklist:
    """The three groups, with what is a person's business in them."""

    must: list[Step]
    pages: list[PageRow] = field(default_factory=list)
    advice: list[Step] = field(default_factory=list)

    @property
    def total(self):
        """How many things there are."""
        return len([*self.must, *self.pages, *self.advice])

    @property
    def done(self):
        """How many of them are done."""
        return self.total - self.left - sum(not step.done for step in self.advice)

    @property
    def left(self):
        """How many must still be done before the site may be shown to people."""
        return sum(not step.done for step in self.must) + sum(not row.done for row in self.pages)

    @property
    def next(self):
        """The words and the address of the first thing that must be done; None where none is."""
        for step in self.must:
            if not step.done:
                return step.label, step.address
        for row in self.pages:
            if not row.done:
                return f"确认“{row.title}”", row.state.address
        return None


def for_user(user) -> Checklist:
    """What is a person's business; empty for who has no right to any of it."""
    return Checklist(
        must=[step() for right, step in MUST if user.has_perm(right)],
        pages=[PageRow(state) for state in legal_pages()] if user.has_perm(PAGE_RIGHT) else [],
        advice=[one for right, step in ADVICE if user.has_perm(right) and (one := step())],
    )


def tile(user) -> dict:
    """What the start page shows of it: nothing in the sample, or once done or put away."""
    if settings.SAMPLE_SITE or not SiteSettings.load().opening_list:
        return {}
    found = for_user(user)
    return {"opening": found, "opening_said": True} if found.left else {}


def settle() -> None:
    """Note that all is done, for good."""
    if SiteSettings.load().opening_list and _all_done():
        SiteSettings.objects.update(opening_list=False)


def _all_done():
    return all(step().done for _, step in MUST) and all(state.done for state in legal_pages())

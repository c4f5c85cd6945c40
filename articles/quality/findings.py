"""The findings of the checks on an article, with what was decided about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from articles.models import Article, CheckDecision
from articles.quality import decisions
from articles.quality.checks import Check, Finding, Severity, draft_builder, run_checks
from firm.base.people import full_name


@dataclass(frozen=True)
class Kept:
    """A finding that stays as it is, and the decision that says so."""

    finding: Finding
    decision: CheckDecision

    @property
    def who(self) -> str:
        """Whoever decided it."""
        user = self.decision.decided_by
        return full_name(user) if user else "已离职人员"


@dataclass(frozen=True)
class Hints:
    """What is open on an article, the heaviest first, and what is kept."""

    article: Article
    open: list[Finding] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @cached_property
    def grave(self) -> int:
        """How many of the open ones may break a rule."""
        return sum(one.check.severity == Severity.RULE for one in self.open)

    def of(self, name: str) -> "Hints":
        """Those that belong to one field of the form."""
        return self.narrowed(lambda one: one.field == name)

    def besides(self, names: Iterable[str]) -> "Hints":
        """Those that belong to none of these fields."""
        return self.narrowed(lambda one: one.field not in names)

    def narrowed(self, wanted) -> "Hints":
        """Those whose finding meets a condition."""
        kept = [one for one in self.kept if wanted(one.finding)]
        return Hints(self.article, list(filter(wanted, self.open)), kept)


def hints_as_typed(article: Article) -> Hints:
    """The hints of an article as its fields stand, stored or not."""
    decided = decisions.in_force([article.pk]) if article.pk else {}
    return _hints(article, run_checks(draft_builder.build_draft(article)), decided)


def hints_of_stored(articles: Iterable[Article], checks: Iterable[Check]) -> list[Hints]:
    """What some checks say of many stored articles, in as many queries as for one."""
    articles = list(articles)
    decided = decisions.in_force([one.pk for one in articles])
    drafts = draft_builder.build_drafts(articles)
    found = (run_checks(draft, checks) for draft in drafts)
    return [_hints(*pair, decided) for pair in zip(articles, found, strict=True)]


def _hints(article, findings, decided):
    found = Hints(article)
    for one in findings:
        decision = decided.get((article.pk, one.fingerprint))
        if decision:
            found.kept.append(Kept(one, decision))
        else:
            found.open.append(one)
    return found

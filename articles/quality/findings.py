"""What the checks find in articles, what was decided about it, and the check-up of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, CheckDecision, Citation
from articles.models import text as articles_text
from articles.quality.checks import (
    REGISTRY,
    WEIGHT,
    Check,
    Draft,
    Finding,
    OldCrime,
    Severity,
    run_checks,
)
from firm.base.people import full_name
from richtext.core import sanitise, tree
from richtext.core.tree import write
from statutes.law.table import Table
from statutes.models import RenamedCrime

LONGEST = 300_000  # characters of HTML that are looked at; the longest real article has a tenth
AS_STORED = [
    *("title", "summary", "checked_on", "source_kind", "source", "jurisdiction"),
    *("ai_assisted", "is_stub", "agreed_key"),
]


def build_draft(article: Article) -> Draft:
    """An article as its fields stand, whatever of it is stored: three queries."""
    root = sanitise.tidied(article.body[:LONGEST])
    html, text = write(root), tree.text_of(root)
    words = Article(title=article.title, summary=article.summary, text=text)
    found = Table.latest().citations(words.citing_words)
    cited = [(one.start, one.end, one.statute) for one in found]
    key = articles_text.title_key(article.title)
    return _draft(article, text, html, cited, _namesakes({key}).get(key, {}), tuple(_crimes()))


def build_drafts(articles: Iterable[Article], rows: Iterable[Citation]) -> list[Draft]:
    """Many articles as stored, with what they cite, in two queries; their texts are clean."""
    articles, old = list(articles), tuple(_crimes())
    cited: dict[int, list] = {one.pk: [] for one in articles}
    for row in rows:
        cited[row.article_id].append((row.start, row.end, row.short_name))
    same = _namesakes({one.title_key for one in articles})
    return [
        _draft(one, one.text, one.body, cited[one.pk], same.get(one.title_key, {}), old)
        for one in articles
    ]


def _crimes():
    """The names of crimes that the table knows as old ones."""
    for row in RenamedCrime.objects.all():
        since = f"{date_format(row.since)}起" if row.since else "现在"
        words = f"{since}叫“{row.new_name}”（{row.citation}）。"
        yield OldCrime(row.old_name, row.new_name, words)


def _namesakes(keys):
    """Titles by their key, and of each the articles that have it."""
    found: dict[str, dict[int, str]] = {}
    rows = (
        Article.objects.filter(title_key__in=keys - {""}).exclude(state="withdrawn").order_by("pk")
    )
    for pk, title, key in rows.values_list("pk", "title", "title_key"):
        found.setdefault(key, {})[pk] = title
    return found


def _draft(article, text, html, citations, same, old):
    return Draft(
        **{name: getattr(article, name) for name in AS_STORED},
        text=text[:LONGEST],
        html=html[:LONGEST],
        cited=tuple((start, end) for start, end, _ in citations if end <= len(text)),
        laws=tuple(dict.fromkeys(law for _, _, law in citations)),
        today=timezone.localdate(),
        is_cut=len(article.body) > LONGEST,
        crimes=old,
        namesakes=tuple(title for pk, title in same.items() if pk != article.pk),
    )


ALREADY_RETAINED = "这条提示已经保留。"
NOT_RETAINED = "这条提示没有保留，无需撤回。"


class AlreadyDecidedError(Exception):
    """Somebody has decided the same meanwhile; its text is a sentence for the editor."""


@transaction.atomic
def decide(
    *, article: Article, code: str, fingerprint: str, quote: str, note: str, user, kept: bool
) -> CheckDecision:
    """Keep the words despite the hint, with a reason, or open a kept hint again.

    The decision to keep it stays on record. AlreadyDecidedError if it is so by now.
    """
    Article.objects.select_for_update(of=("self",)).only("pk").get(pk=article.pk)
    if ((article.pk, fingerprint) in in_force([article.pk])) == kept:
        raise AlreadyDecidedError(ALREADY_RETAINED if kept else NOT_RETAINED)
    return CheckDecision.objects.create(
        article_id=article.pk,
        code=code,
        fingerprint=fingerprint,
        quote=quote[:120],
        note=note[:200],
        kept=kept,
        decided_by=user,
    )


def in_force(articles: Iterable[int]) -> dict[tuple[int, str], CheckDecision]:
    """The hints of some articles that are kept now, by article and fingerprint; one query."""
    rows = CheckDecision.objects.filter(article__in=articles).order_by("pk")
    last = {(row.article_id, row.fingerprint): row for row in rows.select_related("decided_by")}
    return {key: row for key, row in last.items() if row.kept}


@dataclass(frozen=True)
class Retained:
    """A finding that stays as it is, and the decision that says so."""

    finding: Finding
    decision: CheckDecision

    @property
    def who(self) -> str:
        user = self.decision.decided_by
        return full_name(user) if user else "已离职人员"


@dataclass(frozen=True)
class Hints:
    """What is open on an article, the heaviest first, and what is kept."""

    article: Article
    open: list[Finding] = field(default_factory=list)
    kept: list[Retained] = field(default_factory=list)

    @cached_property
    def grave(self) -> int:
        """How many of the open ones may break a rule."""
        return sum(one.check.severity == Severity.RULE for one in self.open)

    def of(self, name: str) -> "Hints":
        return self.narrowed(lambda one: one.field == name)

    def besides(self, names: Iterable[str]) -> "Hints":
        return self.narrowed(lambda one: one.field not in names)

    def narrowed(self, wanted) -> "Hints":
        kept = [one for one in self.kept if wanted(one.finding)]
        return Hints(self.article, list(filter(wanted, self.open)), kept)


def hints_as_typed(article: Article) -> Hints:
    """The hints of an article as its fields stand, stored or not."""
    decided = in_force([article.pk]) if article.pk else {}
    return _hints(article, run_checks(build_draft(article)), decided)


def hints_of_stored(
    articles: Iterable[Article],
    checks: Iterable[Check] | None = None,
    cited: Iterable[Citation] | None = None,
) -> list[Hints]:
    """What some checks say of many stored articles, in as many queries as for one."""
    articles = list(articles)
    keys = [one.pk for one in articles]
    decided = in_force(keys)
    if cited is None:
        cited = Citation.objects.filter(article__in=keys).only(
            "article", "start", "end", "short_name"
        )
    drafts = build_drafts(articles, cited)
    found = (run_checks(draft, checks) for draft in drafts)
    return [_hints(*pair, decided) for pair in zip(articles, found, strict=True)]


def _hints(article, findings, decided):
    found = Hints(article)
    for one in findings:
        decision = decided.get((article.pk, one.fingerprint))
        if decision:
            found.kept.append(Retained(one, decision))
        else:
            found.open.append(one)
    return found


# The check-up 文章体检: the published articles with open hints, a stretch at a time.
#
# Nothing is stored: all checks take some two milliseconds for an article, so a page looks at few
# and ends early once it has `ENOUGH` to show. Who asks for one check or one severity gets a longer
# stretch, as no other check is run.

ENOUGH, AT_MOST = 15, 120
MOST_RUN = 1_450  # checks of one article each, for one page


@dataclass
class ReportPage:
    """What was found in some articles, the heaviest first, and where the next stretch begins."""

    entries: list[Hints] = field(default_factory=list)
    looked: int = 0
    next: int | None = None  # articles with a smaller key are still to be looked at

    @property
    def number(self):
        return sum(len(entry.open) for entry in self.entries)


def load_page(*, severity: str = "", code: str = "", before: int | None = None) -> ReportPage:
    """The next stretch of published articles, the newest first; filtered by severity and check."""
    checks = [
        one
        for one in REGISTRY.values()
        if severity in {"", one.severity} and code in {"", one.code}
    ]
    at_most = min(AT_MOST, MOST_RUN // max(len(checks), 1))
    size = at_most // 2  # in two halves: the first one usually is enough
    found = ReportPage(next=before)
    while found.looked < at_most and len(found.entries) < ENOUGH:
        rows = Article.objects.published().order_by("-pk")
        rows = rows.filter(pk__lt=found.next) if found.next else rows
        keys = rows.values("pk")[:size]  # found first, in an index
        chosen = Article.objects.filter(pk__in=keys).order_by("-pk").select_related("author")
        batch = list(chosen.defer("author__bio"))
        found.looked += len(batch)
        found.next = batch[-1].pk if len(batch) == size else None
        found.entries += [one for one in hints_of_stored(batch, checks) if one.open]
        if found.next is None:
            break
    found.entries.sort(key=lambda entry: (WEIGHT[entry.open[0].check.severity], -len(entry.open)))
    return found

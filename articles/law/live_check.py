"""The law in an article as it is being typed: what it cites, and warnings; nothing is stored."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.models import Article, Citation
from richtext.core import sanitise, tree
from statutes.base import Level
from statutes.models import CitingModel
from statutes.services import citation_sync


@dataclass
class Group:
    """The citations of a text that say the same, by the first of them.

    `is_stored`: its warning is stored, so that a lawyer can confirm it. The first stands in a
    `field` of the form, `before` it so many times the same words.
    """

    first: CitingModel
    is_stored: bool
    times: int = 1
    field: str = ""
    before: int = 0


@dataclass(frozen=True)
class Findings:
    """What the panel 引用与提示 shows."""

    warned: list[Group]  # the gravest first
    settled: list[Group]
    fine: list[Group]

    @property
    def number(self):
        return sum(group.times for group in [*self.warned, *self.settled, *self.fine])

    @property
    def told(self):
        return len(self.warned)


GRAVITY = Level.values


def check(
    *,
    body: str,
    title: str = "",
    summary: str = "",
    article: Article | None = None,
    checked_on=None,
) -> Findings:
    """What a text cites as it is typed; `article` is the stored one, if it has been saved."""
    typed = Article(
        pk=article.pk if article else None,
        title=title,
        summary=summary,
        text=tree.text_of(sanitise.tidied(body)),
        checked_on=checked_on,
        publish_at=article.publish_at if article else timezone.now(),
    )
    records = citation_sync.preview(Citation, typed)
    prefetch_related_objects(records, "statute", "leads_to")
    kept = article.citations.open().values_list("fingerprint", flat=True) if article else []
    found = findings(records, set(kept))
    for group in found.warned:
        group.field, group.before = _spot(typed, group.first)
    return found


def _spot(typed, citation):
    """The field in which it stands, and how often the same is written there before it."""
    at = citation.start
    for name, words in (("body", typed.text), ("summary", typed.summary), ("title", typed.title)):
        if at <= len(words):
            quote = citation.quote  # `count` is fast: a long text has thousands that are asked
            return name, words.count(quote, 0, at + len(quote) - 1)
        at -= len(words) + 1
    return "", 0


def findings(citations: Iterable[CitingModel], kept: Container[str] = frozenset()) -> Findings:
    """The citations of a text in groups.

    `kept` are the fingerprints of warnings that are stored, of citations that are not.
    """
    groups: dict[tuple, Group] = {}
    for one in citations:
        key = (one.short_name, one.number, one.sub, one.until, one.fingerprint)
        if key in groups:
            groups[key].times += 1
        else:
            groups[key] = Group(one, is_stored=bool(one.pk) or one.fingerprint in kept)
    warned = [group for group in groups.values() if group.first.level]
    open_ones = [group for group in warned if not group.first.settled]
    return Findings(
        warned=sorted(open_ones, key=lambda group: GRAVITY.index(group.first.level)),
        settled=[group for group in warned if group.first.settled],
        fine=[group for group in groups.values() if not group.first.level],
    )

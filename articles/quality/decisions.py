"""What an editor decides about a hint of the checks; append-only, the last decision counts."""

from collections.abc import Iterable

from django.db import transaction

from articles.models import Article, CheckDecision

KEPT_ALREADY = "这条提示已经保留。"
NOT_KEPT = "这条提示没有保留，无需撤回。"


class AlreadyDecidedError(Exception):
    """Somebody has decided the same meanwhile; its text is a sentence for the editor."""


@transaction.atomic
def keep(
    *, article: Article, code: str, fingerprint: str, quote: str, note: str, user
) -> CheckDecision:
    """Keep the words despite the hint, with a reason; AlreadyDecidedError if they are kept."""
    return _decide(article, code, fingerprint, quote, note, user, kept=True)


@transaction.atomic
def take_back(
    *, article: Article, code: str, fingerprint: str, quote: str, note: str, user
) -> CheckDecision:
    """Open a kept hint again; the decision to keep it stays on record."""
    return _decide(article, code, fingerprint, quote, note, user, kept=False)


def _decide(article, code, fingerprint, quote, note, user, *, kept):
    Article.objects.select_for_update(of=("self",)).only("pk").get(pk=article.pk)
    last = in_force([article.pk]).get((article.pk, fingerprint))
    if bool(last) == kept:
        raise AlreadyDecidedError(KEPT_ALREADY if kept else NOT_KEPT)
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

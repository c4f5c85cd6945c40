"""What a lawyer decides about warnings, and which are still open."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from statutes.base import Level, Outcome, Reason
from statutes.models import CitingModel, Decision
from statutes.services import citation_sync


class NothingToDecideError(Exception):
    """The warning is gone or settled by now; the text of it is a sentence for the page."""


GONE = "这条提示已有变化：文字已修改、法规有变动或他人已作决定。请查看当前情况。"


def open_warnings(model: type[CitingModel], text) -> list[CitingModel]:
    """The warnings of a text that nobody has settled; for `note_rewritten` after a change."""
    return list(model.objects.open().filter(**{model.text_field: text}))


@transaction.atomic
def confirm(*, citation: CitingModel, lawyer: str, user, note: str = "") -> Decision:
    """A named lawyer lets every place of the text with that warning stand, while its facts do."""
    text = citation_sync.locked(type(citation), citation.text_id)
    alike = text and _alike(type(citation), text.pk, citation.fingerprint)
    kept = alike and alike.filter(settled=False).first()
    if not kept:
        raise NothingToDecideError(GONE)
    made = _record(kept, text, Outcome.CONFIRMED, user, lawyer, note)
    alike.update(settled=True)
    return made


@transaction.atomic
def take_back(*, decision: Decision, user, note: str = "") -> Decision:
    """Open a warning again that was confirmed; the confirmation stays on record beside it."""
    model, pk = citation_sync.text_of_name(decision.text)
    text = model and citation_sync.locked(model, pk)
    if not text or decision.pk not in in_force([decision]):
        raise NothingToDecideError(GONE)
    made = _record(decision, text, Outcome.REOPENED, user, decision.lawyer, note)
    _alike(model, pk, decision.fingerprint).update(settled=False)
    return made


@transaction.atomic(savepoint=False)
def note_rewritten(
    *, text, before: Iterable[CitingModel], now: Iterable[CitingModel], user
) -> list[Decision]:
    """Record which open warnings went because a text was changed and saved.

    `before` are its open warnings as they were (`open_warnings`), `now` all that it cites.
    """
    left, quotes = {one.fingerprint for one in now}, {one.quote for one in now}
    gone = {one.fingerprint: one for one in before if one.fingerprint not in left}
    made = []
    for one in gone.values():
        # A newer check, where the words stand as they did; else the text was rewritten
        unchanged = one.reason == Reason.REVISED and one.quote in quotes
        outcome = Outcome.RECHECKED if unchanged else Outcome.REWRITTEN
        made.append(_record(one, text, outcome, user))
    return made


@contextmanager
def tracking_warnings(
    model: type[CitingModel], text, user, tell: Callable[[str], object], *, change: bool
) -> Iterator[list[CitingModel]]:
    """Around saving a text: notes resolved warnings, tells new ones; gives what it then cites."""
    before = open_warnings(model, text) if change else []
    cited: list[CitingModel] = []
    yield cited
    cited += model.objects.filter(**{model.text_field: text})
    known = {one.fingerprint for one in before}
    open_now = [one for one in cited if one.level and not one.settled]
    new = [one.words for one in open_now if one.fingerprint not in known]
    note_rewritten(text=text, before=before, now=cited, user=user)
    for words in dict.fromkeys(new):
        tell(f"引用提示：{words}")


def in_force(decisions: Iterable[Decision]) -> set[int]:
    """The keys of the confirmations among these that hold: nothing was decided after them."""
    known = list(decisions)
    latest = (
        Decision.objects.filter(text__in={one.text for one in known})
        .values("text", "fingerprint")
        .annotate(last=Max("pk"))
        .values_list("last", flat=True)
    )
    confirmed = {one.pk for one in known if one.outcome == Outcome.CONFIRMED}
    return confirmed & set(latest)


def _alike(model, pk, fingerprint):
    own = {model.text_field: pk, "fingerprint": fingerprint}
    return model.objects.filter(**own).exclude(level="")


def _record(one, text, outcome, user, lawyer="", note=""):
    """Record what was decided of a warning, given as a citation or an earlier decision of it."""
    return Decision.objects.create(
        text=f"{text._meta.label_lower}:{text.pk}",
        title=str(text)[:120],
        fingerprint=one.fingerprint,
        quote=one.quote,
        reason=one.reason,
        words=one.words,
        outcome=outcome,
        lawyer=lawyer[:40],
        note=note[:300],
        user=user,
    )


def kinds_for(user) -> list[type[CitingModel]]:
    """The kinds of texts that a person may mend, or read, if she may decide of warnings."""
    decides = user.has_perm("statutes.add_decision")
    return [
        model
        for model in citation_sync.citing_models()
        if may(user, model, "change") or (decides and may(user, model, "view"))
    ]


def may(user, model: type[CitingModel], act: str) -> bool:
    meta = model.text_model()._meta
    return user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}")


def warned(model: type[CitingModel]) -> QuerySet:
    own = model.objects.open().filter(**{model.text_field: OuterRef("pk")})
    return model.text_model()._default_manager.filter(Exists(own.order_by()))


def grave(model: type[CitingModel]) -> QuerySet:
    """The open warnings of a kind that say that something must be mended."""
    return model.objects.open().filter(level=Level.RED)

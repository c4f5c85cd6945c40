"""Decisions on conflicts and on names that are near; their log is one text, block by block."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base import policy
from consult.base.enums import OPEN, Conflict, EventKind, Likeness, Outcome, State, Verdict
from consult.base.policy import Action
from consult.conflicts import check, parties
from consult.desk import access, search
from consult.models import ConflictHit, Consultation
from consult.services import base, desk, intake
from firm.base import dates

GONE = "这条提示已经不在，可能是登记的当事人已经删除。请刷新页面。"
SAID_SAME = "已有人判断为同一方，请在利益冲突审查中作出结论。"
NOT_SEEN = "对方的名称您无权查看，不能判断为不是同一方。可以交主管审查。"
DECISIONS = {
    Conflict.ALLOWED: EventKind.CONFLICT_ALLOWED,
    Conflict.DECLINED: EventKind.CONFLICT_DECLINED,
}


def entries(consultation: Consultation) -> list[tuple[str, str]]:
    """Who decided what and when, and the reason; the latest last."""
    text = consultation.conflict_reason
    blocks = (block.partition("\n") for block in text.split("\n\n")) if text else []
    return [(said, reason) for said, _, reason in blocks]


def _add(consultation: Consultation, reason: str) -> None:
    """Write down the decision that the consultation holds now; earlier ones stay."""
    who = access.display_name(consultation.conflict_by)
    when = dates.minute(consultation.conflict_at) if consultation.conflict_at else ""
    said = f"{when} {who}：{consultation.get_conflict_display()}"
    blocks = [consultation.conflict_reason, f"{said}\n{one_block(reason)}"]
    consultation.conflict_reason = "\n\n".join(filter(None, blocks))


def one_block(reason: str) -> str:
    """A reason without blank lines, which part one decision from the next."""
    return "\n".join(line.rstrip() for line in reason.splitlines() if line.strip())


@transaction.atomic
def judge_hit(
    *,
    consultation: Consultation,
    user: User,
    hit: int,
    verdict: Verdict,
    reason: str = "",
    in_review: bool = False,
) -> None:
    """Keep who said what of a name that is near; the same one seals, as an equal name does."""
    action = Action.REVIEW if in_review else Action.JUDGE_HIT
    consultation = base.locked_for(action, consultation, user)
    found = consultation.conflict_hits.select_for_update().filter(pk=hit).first()
    if found is None:
        raise base.NotAllowedError(GONE)
    if found.verdict == verdict:
        return
    if found.verdict == Verdict.SAME or found.likeness == Likeness.SAME:
        raise base.NotAllowedError(SAID_SAME)
    if verdict == Verdict.OTHER and not search.may_judge(found, user):
        raise base.NotAllowedError(NOT_SEEN)
    found.verdict, found.judged_by, found.judged_at = verdict, user, timezone.now()
    found.reason = reason.strip()
    found.save(update_fields=["verdict", "judged_by", "judged_at", "reason"])
    if verdict == Verdict.SAME:
        base.record(consultation, EventKind.CONFLICT_SAME, user)
        check.seal(consultation)
    else:
        base.record(consultation, EventKind.CONFLICT_OTHER, user)


@transaction.atomic
def take_back(*, consultation: Consultation, user: User, hit: int) -> int:
    """Let what a hit comes from seal nothing any more: a party counts as not verified, of an
    earlier consultation the names are no longer compared. How many it had sealed."""
    check.one_at_a_time()
    policy.require(base.locked(consultation), Action.REVIEW, user)
    found = consultation.conflict_hits.select_related("party", "earlier").filter(pk=hit).first()
    if found is None:
        raise base.NotAllowedError(GONE)
    hits = ConflictHit.objects.filter(party=found.party, earlier=found.earlier)
    known = list(hits.values_list("consultation", flat=True))
    held = Consultation.objects.filter(pk__in=known, conflict=Conflict.SEALED)
    sealed = list(held.values_list("pk", flat=True))
    if found.party:
        # Whoever took it for the same one took it for a party that counts.
        again = {"verdict": "", "judged_by": None, "judged_at": None, "reason": ""}
        hits.filter(verdict=Verdict.SAME).update(**again)
        found.party.verified = False
        parties.register(party=found.party)
    elif found.earlier:
        judged = {"judged_by": user, "judged_at": timezone.now()}
        hits.update(likeness=Likeness.ALIKE, verdict=Verdict.OTHER, **judged)
        base.record(found.earlier, EventKind.CONFLICT_DISCOUNTED, user)
        check.lift(sealed)
    opened = Consultation.objects.filter(pk__in=sealed).exclude(conflict=Conflict.SEALED)
    for one in opened:
        if one.state in OPEN:  # whose turn it is was left open as long as it was sealed
            access.put_in_charge(one)
    return len(opened)


@transaction.atomic
def decide_conflict(
    *, consultation: Consultation, user: User, decision: Conflict, reason: str
) -> Consultation:
    """Record whether the firm may advise here; can be revised, each decision is an event.

    Declining ends the consultation and is its outcome where there is none; allowing one that this
    ended takes it up again, and seals it anew if a party was registered meanwhile. The same
    decision sent twice is one.
    """
    check.one_at_a_time()
    consultation = base.locked(consultation)
    if decision not in DECISIONS:
        raise base.NotAllowedError("请选择“可以受理”或者“不受理”。")
    policy.require(consultation, Action.REVIEW, user)
    known = entries(consultation)
    if known and consultation.conflict == decision and known[-1][1] == one_block(reason):
        return consultation
    # Whether it was declining that ended it, and that gave the outcome, and nobody by hand.
    declined, at = consultation.conflict == Conflict.DECLINED, consultation.conflict_at
    ended_by_it = declined and consultation.closed_at == at
    outcome_by_it = bool(consultation.outcome) and consultation.outcome_at == at
    consultation.conflict, consultation.conflict_by = decision, user
    consultation.conflict_at = timezone.now()
    _add(consultation, reason)
    consultation.save()
    base.record(consultation, DECISIONS[decision], user)
    # The outcome is dated as the decision, by which it is known again.
    at = consultation.conflict_at
    if decision == Conflict.DECLINED:
        if outcome_by_it or not consultation.outcome:
            desk.write_outcome(consultation, Outcome.NOT_TAKEN, "", at, user)
        if consultation.state != State.CLOSED:
            base.move(consultation, State.CLOSED)
            base.record(consultation, EventKind.CLOSED, user)
        elif not ended_by_it:
            return consultation
        consultation.closed_at = at
        consultation.save(update_fields=["closed_at"])
        return consultation
    if outcome_by_it:
        desk.write_outcome(consultation, "", "", at, user)
    if ended_by_it:
        intake.take_up_again(consultation)
        base.record(consultation, EventKind.REOPENED, user)
    if consultation.state in OPEN:  # whose turn it is was left open as long as it was sealed
        access.put_in_charge(consultation)
    return consultation

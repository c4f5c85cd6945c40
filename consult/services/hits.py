"""What a person says of a name that is near: the same one, which seals, or another one."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base.enums import EventKind, Likeness, Verdict
from consult.base.policy import Action
from consult.conflicts import check
from consult.desk import near_hits
from consult.models import Consultation
from consult.services import base

GONE = "这条提示已经不在，可能是登记的当事人已经删除。请刷新页面。"
SAID_SAME = "已有人判断为同一方，请在利益冲突审查中作出结论。"
NOT_SEEN = "对方的名称您无权查看，不能判断为不是同一方。可以交主管审查。"


@transaction.atomic
def judge_hit(
    *,
    consultation: Consultation,
    user: User,
    hit: int,
    verdict: Verdict,
    in_review: bool = False,
) -> None:
    """Keep who said what of a name that is near; the same one seals, as an equal name does.

    Saying so is the safe side and open to all who answer; that it is another one says only who
    may see its name. Said twice it is one; from the same one only a review leads back.
    `in_review` is the page where those who decide see the names while the content is closed.
    """
    action = Action.REVIEW if in_review else Action.JUDGE_HIT
    consultation = base.locked_for(action, consultation, user)
    found = consultation.conflict_hits.select_for_update().filter(pk=hit).first()
    if found is None:
        raise base.NotAllowedError(GONE)
    if found.verdict == verdict:
        return
    if found.verdict == Verdict.SAME or found.likeness == Likeness.SAME:
        raise base.NotAllowedError(SAID_SAME)
    if verdict == Verdict.OTHER and not near_hits.may_judge(found, user):
        raise base.NotAllowedError(NOT_SEEN)
    found.verdict, found.judged_by, found.judged_at = verdict, user, timezone.now()
    found.save(update_fields=["verdict", "judged_by", "judged_at"])
    same = verdict == Verdict.SAME
    kind = EventKind.CONFLICT_SAME if same else EventKind.CONFLICT_OTHER
    base.record(consultation, kind, user)
    if same:
        check.seal(consultation)

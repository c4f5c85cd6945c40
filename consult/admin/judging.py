"""One tap on a name that is near to one of a consultation's: the same one, or another."""

from consult import services
from consult.base.enums import Verdict
from consult.base.exceptions import NotAllowedError
from consult.forms.conflicts import HitForm
from consult.services.hits import GONE

SAID = {
    Verdict.SAME: "已判断为同一方。咨询内容已封存，等待利益冲突审查。",
    Verdict.OTHER: "已判断为不是同一方，不再提示。",
}


def same(desk):
    """It is the same one: sealed until somebody decides."""
    return _judge(desk, Verdict.SAME)


def other(desk):
    """It is another one."""
    return _judge(desk, Verdict.OTHER)


def _judge(desk, verdict):
    judged(desk.request, desk.consultation, verdict)
    return desk.done(SAID[verdict])


def judged(request, consultation, verdict: Verdict, *, in_review: bool = False) -> None:
    """Keep what was tapped; NotAllowedError with a sentence where that cannot be."""
    form = HitForm(request.POST)
    if not form.is_valid():
        raise NotAllowedError(GONE)
    services.judge_hit(
        consultation=consultation,
        user=request.user,
        hit=form.cleaned_data["hit"],
        verdict=verdict,
        in_review=in_review,
    )

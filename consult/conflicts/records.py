"""The record of each check: what was compared with what. What was not is never taken for clear."""

import json
from datetime import datetime
from typing import Any

from consult.base.enums import Conflict, Likeness, State
from consult.conflicts import blind_indexes as names
from consult.conflicts import far_names
from consult.conflicts.named import CLIENT, CUT, OPPONENT, QUESTION, Compared, Met, Named, why_not
from consult.crypto.fields import DecryptionError
from consult.models import ConflictCheck, Consultation, KnownParty

EMPTY = "没有填写"
LOCKED = "暂时无法解密，没有比对"
FAILED = "比对没有完成"
UNKNOWN = "以前的比对没有留下记录"
CLOSE = "和本所知道的名称只差一个字，请核对写法"
CLEAR = "没有发现相同、相近的"
ALL_OTHERS = "相近的都判断过，不是同一方"
INCOMPLETE = "{}，但有{}处要核对"
TO_JUDGE = "有{}个可能，等待判断"


def gaps(consultation: Consultation) -> list[Compared]:
    """What of a consultation was not compared, or not whole, and why. As long as there is one,
    nobody may take the check for clear."""
    last = consultation.conflict_checks.order_by("-at").first()
    why = FAILED if last or consultation.state != State.CLOSED else UNKNOWN  # of an older release
    found = [] if last and last.finished else [Compared("", "", why)]
    try:
        kept = json.loads(last.found) if last else {}
        found += [Compared(name, "", CLOSE) for name in kept.get("close", [])]
        found += [Compared(*one) for one in kept.get("names", []) if one[2] == CUT]
        return found + missed(consultation.name, consultation.opponent)
    except DecryptionError:
        return [*found, Compared("", "", LOCKED)]


def missed(client: str, opponent: str) -> list[Compared]:
    """What of the two fields cannot be compared whole."""
    found = []
    for where, field in ((CLIENT, client), (OPPONENT, opponent)):
        written = [Compared(name, where, why_not(name)) for name in names.apart(field)]
        found += [one for one in written or [Compared("", where, EMPTY)] if one.why]
    return found


def kept(consultation: Consultation) -> dict[str, Any]:
    """What the last check says that it compared (`keep`); nothing where there was none."""
    last = consultation.conflict_checks.order_by("-at").first()
    return {"at": last.at, "finished": last.finished, **json.loads(last.found)} if last else {}


def names_met(consultation: Consultation) -> Any:
    """The names of a consultation by the place of the hit that they are (`place_of`); none where
    the record does not open: then the field stands for them."""
    try:
        return kept(consultation).get("met", {})
    except DecryptionError:
        return {}


def keep(
    consultation: Consultation, named: Named, met: dict[tuple, Met], *, finished: bool
) -> None:
    """Keep what was compared with what, for the form that is printed."""
    compared = named.compared + [
        Compared(one.name, QUESTION)
        for one in met.values()
        if one.name not in {each.name for each in named.compared}
    ]
    found = {
        "names": compared,
        "close": sorted({one.name for one in met.values() if one.likeness == Likeness.CLOSE}),
        "met": {place_of(*place): one.name for place, one in met.items()},
    }
    ConflictCheck.objects.create(
        consultation=consultation, finished=finished, found=json.dumps(found, ensure_ascii=False)
    )


def compared_with(at: datetime) -> dict[str, int]:
    """How much of what is stored now was there to be compared with at a moment. Counted for who
    prints it: a check lets nobody else in meanwhile."""
    consultations = Consultation.objects.exclude(state=State.ERASED)
    return {
        "parties": KnownParty.objects.filter(created_at__lte=at).count(),
        "consultations": consultations.filter(received_at__lte=at).count(),
        "brands": len(far_names.BRANDS),
    }


def place_of(party: object, earlier: object, side: bool) -> str:
    return f"{party or earlier}:{int(side)}"


def verdict(consultation: Consultation) -> tuple[str, list[Compared]]:
    """What came of it in words, and what was not compared; clear only where nothing was missed."""
    missing = gaps(consultation)
    if consultation.conflict != Conflict.CLEAR:
        return consultation.get_conflict_display(), missing
    met = consultation.conflict_hits.exists()
    if number := met and consultation.conflict_hits.to_judge().count():
        return TO_JUDGE.format(number), missing
    found = ALL_OTHERS if met else CLEAR
    return INCOMPLETE.format(found, len(missing)) if missing else found, missing

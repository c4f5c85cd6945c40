"""`docs/permissions.md` as data, and consultations put into each of its situations.

The page is what the tests hold the code against: a cell that changes in the code alone fails.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consult import services
from consult.base.enums import Conflict, ConsentKind, State
from consult.base.policy import Action
from consult.models import Consultation
from tests.factories import make_notice
from website.bootstrap import ROOT

PAGE = ROOT / "docs" / "permissions.md"
YES, EXCEPT = "✓", "除外"
SEALED, WITHDRAWN, CHILD = "冲突待审查", "已撤回同意", "涉及儿童"
FACTS = {
    SEALED: {"conflict": Conflict.SEALED},
    "冲突不受理": {"conflict": Conflict.DECLINED, "conflict_at": timezone.now()},
    WITHDRAWN: {"consent_withdrawn_at": timezone.now()},
    "暂停删除": {"legal_hold": True},
    CHILD: {},
}


@dataclass(frozen=True)
class Row:
    """One action: the right it takes, and the mark of each situation by its Chinese name."""

    permission: str
    marks: dict[str, str]

    def allows(self, state: State, fact: str = "") -> bool:
        """What the page says of a state, alone or together with a fact."""
        alone = next(mark for label, mark in self.marks.items() if state.label in label.split("、"))
        beside = self.marks[fact] if fact else YES
        able = alone[0] == YES and state.label not in alone
        return able and (beside == YES or EXCEPT in beside and state.label in beside)


def printed() -> dict[Action, Row]:
    """The rows of the page."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    labels = [cell.split(" ")[0] for cell in next(row for row in rows if row[0] == "操作")]
    return {
        Action(row[0].split("`")[1]): Row(
            row[1].strip("`–"), dict(zip(labels[2:], row[2:], strict=True))
        )
        for row in rows
        if len(row) == len(labels) and row[0].endswith("`")
    }


TABLE = printed()


def cases(action: Action | None = None) -> list[tuple[State, str]]:
    """Every state alone, and every fact in the states in which it can matter; what erases last.

    A fact is tried in the first state that allows the action, and in the one a mark excepts;
    without an action in the state in which each stands.
    """
    facts = [(state, fact) for fact in FACTS for state in _states_for(action, fact)]
    return [*facts, *((state, "") for state in State)]


def _states_for(action, fact):
    if fact == WITHDRAWN:  # which always ends the consultation
        return [State.CLOSED]
    if action is None:
        return [State.NEW]
    allowed = [state for state in State if TABLE[action].allows(state) and state != State.ERASED]
    excepted = [state for state in allowed if EXCEPT in TABLE[action].marks[fact]]
    return excepted or allowed[:1]


def put(consultation: Consultation, state: State, fact: str = "") -> Consultation:
    """The consultation in a state, with a fact; as the services would have left its dates."""
    rows = Consultation.objects.filter(pk=consultation.pk)
    if state == State.ERASED:
        services.erase_now(consultation=consultation)
    else:
        now = timezone.now()
        ended = {"closed_at": now, "purge_on": timezone.localdate(now) + timedelta(days=180)}
        dates = ended if state == State.CLOSED else dict.fromkeys(ended)
        rows.update(state=state, **dates, **(FACTS[fact] if fact else {}))
    if fact == CHILD:
        notice = make_notice()
        consultation.consents.create(
            kind=ConsentKind.MINOR, notice=notice, given_at=consultation.received_at
        )
    return rows.get()


def differing(consultation, tried, action: Action, every=None) -> list[tuple[State, str]]:
    """The cases in which `tried(consultation)` is not what the page says of an action."""
    return [
        case
        for case in every or cases(action)
        if _in_case(consultation, tried, case) != TABLE[action].allows(*case)
    ]


def _in_case(consultation, tried, case):
    with undone():
        return tried(put(consultation, *case))


@contextmanager
def undone():
    """What is done within is taken back: the next case finds the consultation as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

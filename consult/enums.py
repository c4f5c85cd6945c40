"""States of a consultation and kinds of events."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    """Where a consultation stands."""

    QUARANTINED = "quarantined", "待甄别"
    NEW = "new", "新咨询"
    WAITING_LAWYER = "waiting_lawyer", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已结束"


@dataclass(frozen=True)
class StateMeta:
    """What follows from a state: group in the inbox, colour of the badge, next states."""

    group: str
    badge: str
    for_client: str
    next: frozenset


STATES = {
    State.QUARANTINED: StateMeta(
        "check", "grey", "已收到，等待律师答复", frozenset({State.NEW, State.CLOSED})
    ),
    State.NEW: StateMeta(
        "open", "red", "已收到，等待律师答复", frozenset({State.ANSWERED, State.CLOSED})
    ),
    State.WAITING_LAWYER: StateMeta(
        "open", "red", "已收到您的补充，等待律师答复", frozenset({State.ANSWERED, State.CLOSED})
    ),
    State.ANSWERED: StateMeta(
        "waiting",
        "green",
        "律师已答复",
        frozenset({State.WAITING_LAWYER, State.ANSWERED, State.CLOSED}),
    ),
    State.CLOSED: StateMeta(
        "closed", "grey", "咨询已结束", frozenset({State.WAITING_LAWYER, State.ANSWERED})
    ),
}
OPEN = [State.NEW, State.WAITING_LAWYER]


class Sender(models.TextChoices):
    """Who wrote a message."""

    CLIENT = "client", "咨询人"
    LAWYER = "lawyer", "律师"


class EventKind(models.TextChoices):
    """What happened to a consultation."""

    RECEIVED = "received", "收到咨询"
    OPENED = "opened", "打开查看"
    REPLIED = "replied", "答复"
    CLIENT_WROTE = "client_wrote", "咨询人补充"
    CLIENT_OPENED = "client_opened", "咨询人查看"
    RELEASED = "released", "确认为正常咨询"
    CLOSED = "closed", "结束咨询"
    REOPENED = "reopened", "重新打开"
    NOTED = "noted", "添加备注"

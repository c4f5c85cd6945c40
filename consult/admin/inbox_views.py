"""The views of the inbox, one tap away: what each narrows and holds, and what is said of none."""

from dataclasses import dataclass, field

from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Count, Q
from django.utils import timezone

from consult.base.enums import DOUBTED, OPEN
from consult.desk import attention
from firm.admin import list_frame
from firm.admin.list_frame import Tab

NARROWING = ["work", "who", "follow"]  # what a view sets; the other filters stay


@dataclass(frozen=True)
class View:
    """One view: its words, what it asks of the filters, and the words where it holds nothing.

    `counted` names its number in `counts`.
    """

    words: str
    nothing: str
    counted: str = ""
    query: dict[str, str] = field(default_factory=dict)


VIEWS = [
    View("等待答复", "没有等待答复的咨询。", "open"),
    View("已超时", "没有超时的咨询。", "late", {"work": "late"}),
    View("等我答复", "没有等您答复的咨询。", "mine", {"who": "me"}),
    View("尚未分派", "等待答复的咨询都已分派。", "nobody", {"who": "nobody"}),
    View("今天跟进", "今天没有要跟进的咨询。", "follow", {"work": "follow_up"}),
    View(
        "提到我的",
        "没有提到您的新备注。",
        "mentioned",
        {"work": "all", "who": "mentioned"},
    ),
    View("待甄别", "没有待甄别的咨询。", "quarantined", {"work": "quarantined"}),
    View("全部", "还没有咨询。", query={"work": "all"}),
]
WITHOUT = [*NARROWING, PAGE_VAR]
NO_SUCH = "没有符合条件的咨询。"


def counts(rows, user) -> dict[str, int]:
    """How many each view holds, in one query."""
    waits = Q(state__in=OPEN)
    wanted = {
        "open": waits,
        "late": waits & Q(promised_at__lt=timezone.now()),
        "mine": waits & Q(assignee=user),
        "nobody": waits & Q(assignee=None),
        "follow": attention.follow_up_due(),
        "mentioned": attention.mentions(user),
        "quarantined": Q(state__in=DOUBTED),
    }
    # The ended ones are the most by far, and only what somebody waits for is counted of them.
    rare = wanted["follow"] | wanted["mentioned"] | wanted["quarantined"]
    rows = rows.filter(waits | rare).order_by()
    return rows.aggregate(**{name: Count("pk", filter=which) for name, which in wanted.items()})


def frame(cl, numbers: dict[str, int], orders) -> dict:
    """What stands above the rows, and what is said where there are none."""
    asked = {name: cl.params[name] for name in NARROWING if cl.params.get(name)}
    chosen = next((one for one in VIEWS if one.query == asked), None)
    own = chosen.query if chosen else ()
    told = list_frame.frame(cl, cl.filter_specs, _tabs(cl, numbers, chosen), orders, own)
    cl.nothing = chosen.nothing if chosen and not told["chips"] else NO_SUCH
    return told


def _tabs(cl, numbers, chosen):
    return [
        Tab(
            one.words,
            numbers.get(one.counted) or None,
            cl.get_query_string(one.query, [name for name in WITHOUT if name not in one.query]),
            one is chosen,
        )
        for one in VIEWS
    ]

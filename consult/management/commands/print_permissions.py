"""`manage.py print_permissions`: the table of `consult.base.policy` as `docs/permissions.md`."""

from django.core.management.base import BaseCommand

from consult.base import policy
from consult.base.enums import STATES, State
from consult.base.policy import RULES, Who, cells
from consult.models import Consultation

HEAD = """# 谁能做什么，什么时候不能 · Permissions

这一页由`manage.py print_permissions > docs/permissions.md`打印，请不要手改；
来源是`consult/base/policy.py`。
This page is printed by that command; the suite reads it and tries every cell on pages and services.

办理一条咨询，先要能打开它：咨询主管打开全部；律师打开本人负责、协办的，以及本人领域内尚无负责人的
（没有填领域的，全部尚无负责人的）；助理打开协办的和自己登记的；编辑不打开。再要有表里的权限，
还要它此刻的情况允许：✓能，✗不能。几种情况并存的，有一格不能就不能。
已经删除的咨询，查询码不再有效，再删一次也没有别的结果。

能打开哪些，由领域和账号决定，因此谁也不能为自己扩大：律师的业务领域、领域的上级由可以修改律师资料、
本人不是律师的人调整，或者由超级用户调整，“人员”里也能为别人安排领域；律师唯一的领域不能删除。
“人员”里安排岗位、停用、重置的，只能是自己也有其全部权限的同事，谁也不能对自己这样做；
岗位可以有几个，权限合在一起，看得到的咨询仍只由领域、负责和协办决定，有“查看全部咨询”的除外。
确认、审核、答复都记登录的人，不能以别人的名义。每个网址对每种岗位如何回应，列在`tests/roles/table/`，测试逐格核对。

To act on a consultation one must be able to open it (`desk.access.visible_to`), have the right,
and find no ✗ in any situation that holds. A receipt code stands for the client; an erased
consultation has none.

Areas and accounts decide what can be opened, so nobody moves them for oneself
(`firm.site.areas`), and on 人员 nobody gives a post or takes an account over that may do
more than they (`website.office.people.rows`). What is confirmed, decided or answered bears
the name of who is logged in. What every address answers to every role stands in
`tests/roles/table/`; the suite asks each.
"""
# Rights of the desk that are asked before there is a consultation.
BEFORE = {"register_consultation"}
YES, NO = "✓", "✗"
EXCEPT = "✗（{}除外）"


class Command(BaseCommand):
    """Prints Markdown and changes nothing."""

    help = "把咨询的权限表打印成Markdown，内容与docs/permissions.md相同。"
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(page())


def page() -> str:
    """The whole page."""
    tables = [_of(who) for who in Who]
    used = BEFORE | {rule.permission for rule in RULES.values()}
    named = [(name, label) for name, label in Consultation._meta.permissions if name in used]
    rows = [[f"`{name}`", label] for name, label in named]  # as the page of a group has them
    tables.append(_table("权限 · rights", ["权限", "后台里的名称"], rows))
    rows = [
        [
            state.label,
            f"`{state.value}`",
            meta.group.value,
            "、".join(later.label for later in State if later in meta.next) or "–",
        ]
        for state, meta in STATES.items()
    ]
    tables.append(_table("状态 · states", ["状态", "state", "group", "之后可以是"], rows))
    return "\n".join([HEAD, *tables]).rstrip()


def _of(who):
    """The table of what one kind of person does: a mark for each situation.

    A narrower one stands in the column of its whole.
    """
    rows = []
    for action, rule in RULES.items():
        if rule.who is who:
            refused = {
                one.english: EXCEPT.format(one.but) if one.but else NO for one in cells(action)
            }
            marks = [refused.get(one.english, YES) for one in policy.ALL]
            permission = f"`{rule.permission}`" if rule.permission else "–"
            rows.append([f"{rule.label} {rule.english}", permission, *marks])
    columns = [f"{one.label} {one.english}" for one in policy.ALL]
    return _table(f"{who.value} · {who.name.lower()}", ["操作", "权限", *columns], rows)


def _table(title, columns, rows):
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join([f"## {title}\n", *(f"| {' | '.join(cells)} |" for cells in lines), ""])

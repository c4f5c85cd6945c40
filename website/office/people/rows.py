"""人员: who may manage whom, what each post may do, and the rows of the list.

Nobody lifts anybody, or oneself, above what they may do themselves.
"""

from functools import cached_property

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from firm.base import people
from firm.base.people import full_name
from website.office.accounts import may_open, may_stand_in
from website.office.second_factor import devices

ANSWERS, READS, SEES_ALL = "send_reply", "view_consultation", "see_all_consultations"
# What is asked of a post, and the right that decides it.
ROWS = [
    ("查看咨询", READS),
    ("查看全部咨询", SEES_ALL),
    ("发出答复", ANSWERS),
    ("分派咨询", "assign_consultation"),
    ("决定利益冲突", "decide_conflict"),
    ("写文章", "add_article"),
    ("发布文章", "publish_article"),
    ("维护法规", "change_statute"),
    ("修改律师资料", "change_lawyer"),
    ("修改网站设置", "change_sitesettings"),
    ("管理人员", "manage_people"),
]
ALL, NOTHING = "全部咨询", "看不到咨询"
ANY_AREA = "全部领域"
OWN = "仅限分派给本人或请本人协办的咨询"
ENTERS = "firm.manage_people"  # the right to see who works here and to invite colleagues
MOST_AREAS = 3  # in the list; all of them on the page of the person


def may_manage(actor, account: User) -> bool:
    """Whether somebody may change, stop or reset an account: another's that may not do more."""
    return actor.has_perm(ENTERS) and actor.pk != account.pk and may_stand_in(actor, account)


def office_posts() -> QuerySet[Group]:
    """All posts: who sees every consultation first, then who answers, who reads, who writes."""
    of_post = Permission.objects.filter(group=OuterRef("pk"))
    known = [Exists(of_post.filter(codename=right)) for right in (SEES_ALL, ANSWERS, READS)]
    return Group.objects.order_by(*(one.desc() for one in known), "name")


def posts_of(actor) -> QuerySet[Group]:
    """The posts that somebody may give: those of which each right is theirs, too."""
    if actor.is_superuser:
        return office_posts()
    open_ = [pk for pk, theirs in rights_of_posts().items() if may_open(actor, theirs)]
    return office_posts().filter(pk__in=open_)


def rights_of_posts() -> dict[int, set[str]]:
    rights: dict[int, set[str]] = {pk: set() for pk in Group.objects.values_list("pk", flat=True)}
    for pk, name in Permission.objects.filter(group__in=rights).values_list("group", "codename"):
        rights[pk].add(name)
    return rights


def sees_by_area(rights: set[str]) -> bool:
    """Whether a post with these rights answers consultations of the lawyer's areas: 律师 does."""
    return ANSWERS in rights and SEES_ALL not in rights


def table() -> dict:
    """The posts in their order, and of each thing that is done whether each post may do it."""
    rights, posts = rights_of_posts(), list(office_posts())
    rows = [
        (label, [(post.name, right in rights[post.pk]) for post in posts]) for label, right in ROWS
    ]
    return {"posts": [post.name for post in posts], "things": rows}


class Person:
    """A row: whose account it is (as `_with_all` finds it), and what is said of them."""

    def __init__(self, actor, account):
        self.actor, self.account, self.is_oneself = actor, account, account.pk == actor.pk
        self.is_protected = account.is_protected
        self.name = full_name(account)
        surname, given = people.split(self.name)
        self.face = surname or given[:1].upper()  # in the place of a portrait
        self.lawyer = getattr(account, "lawyer", None)
        self.areas = [area.name for area in self.lawyer.areas.all()] if self.lawyer else []
        self.works = account.is_active and account.is_staff  # gets somebody into the office
        # Never opened, or reset and not opened since.
        self.is_invited = not account.has_usable_password()
        ends_at = getattr(getattr(account, "invitation", None), "ends_at", None)
        self.ends_at = ends_at if ends_at and ends_at > timezone.now() else None
        # Earlier versions gave rights to single accounts.
        named = ["超级用户"] * account.is_superuser + [post.name for post in account.groups.all()]
        self.posts = "、".join(named + ["个别权限"] * account.has_single_rights) or "没有岗位"

    @cached_property
    def may_be_managed(self):
        return may_manage(self.actor, self.account)

    @property
    def may_be_named(self):
        """Whether name and mail may be changed: by a superuser also their own."""
        return self.may_be_managed or (self.is_oneself and self.actor.is_superuser)

    @property
    def is_in_today(self):
        return timezone.localdate(self.account.last_login) == timezone.localdate()

    @property
    def sees(self):
        """Which consultations they can open, in words."""
        account = self.account
        if account.is_superuser or (account.sees_all and account.reads):
            return ALL
        if not account.reads:
            return NOTHING
        if self.lawyer is None:
            return OWN
        return "、".join(self.areas) or ANY_AREA

    @property
    def sees_in_short(self):
        """The same with the first areas alone, where there are many."""
        some, number = "、".join(self.areas[:MOST_AREAS]), len(self.areas)
        is_short = self.sees != "、".join(self.areas) or number <= MOST_AREAS
        return self.sees if is_short else f"{some}等{number}个领域"

    @property
    def as_lawyer(self):
        """As the site presents them; "" for nobody's record."""
        if self.lawyer is None:
            return ""
        other = "" if self.lawyer.name == self.name else self.lawyer.title
        post = "" if self.lawyer.post in self.posts else self.lawyer.post
        return "，".join(filter(None, [other, post]))


def everybody(actor) -> list[Person]:
    return [Person(actor, one) for one in _with_all(User.objects.all())]


def one(actor, account: User) -> Person:
    return Person(actor, _with_all(User.objects.filter(pk=account.pk)).get())


def _with_all(accounts):
    return (
        accounts.select_related("lawyer", "invitation")
        .prefetch_related("groups", "lawyer__areas")
        .annotate(is_protected=devices.protected(), reads=_has(READS), sees_all=_has(SEES_ALL))
        .annotate(has_single_rights=Exists(Permission.objects.filter(user=OuterRef("pk"))))
        .order_by("is_superuser", "pk")
    )


def _has(right):
    holders = Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))
    return Exists(Permission.objects.filter(holders, codename=right))

"""Who may do what to whom: nobody lifts anybody, or oneself, above what they may do themselves."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef, QuerySet

from website.office.accounts.standing_in import may_open, may_stand_in

RIGHT = "firm.manage_people"
ANSWERS, READS, SEES_ALL = "send_reply", "view_consultation", "see_all_consultations"


def may_enter(actor) -> bool:
    """Whether somebody may see who works here and invite colleagues."""
    return actor.has_perm(RIGHT)


def may_manage(actor, account: User) -> bool:
    """Whether somebody may change, stop or reset an account: another's that may not do more."""
    return may_enter(actor) and actor.pk != account.pk and may_stand_in(actor, account)


def may_name(actor, account: User) -> bool:
    """Whether somebody may change what an account is called and its mail.

    That is whoever manages it, and a superuser the own one: there may be nobody above.
    """
    own = actor.pk == account.pk and actor.is_superuser
    return own or may_manage(actor, account)


def posts() -> QuerySet[Group]:
    """All posts: who sees every consultation first, then who answers, who reads, who writes."""
    of_post = Permission.objects.filter(group=OuterRef("pk"))
    known = [Exists(of_post.filter(codename=right)) for right in (SEES_ALL, ANSWERS, READS)]
    return Group.objects.order_by(*(one.desc() for one in known), "name")


def posts_of(actor) -> QuerySet[Group]:
    """The posts that somebody may give: those of which each right is theirs, too."""
    if actor.is_superuser:
        return posts()
    rights = rights_of_posts()
    open_ = [pk for pk, theirs in rights.items() if may_open(actor, theirs)]
    return posts().filter(pk__in=open_)


def rights_of_posts() -> dict[int, set[str]]:
    """The names of the rights of each post, by its key."""
    rights: dict[int, set[str]] = {pk: set() for pk in Group.objects.values_list("pk", flat=True)}
    for pk, name in Permission.objects.filter(group__in=rights).values_list("group", "codename"):
        rights[pk].add(name)
    return rights


def sees_by_area(rights: set[str]) -> bool:
    """Whether a post with these rights answers consultations of the lawyer's areas: 律师 does."""
    return ANSWERS in rights and SEES_ALL not in rights

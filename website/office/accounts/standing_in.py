"""Who may act as whom: an account is taken over by nobody who may do less."""

from django.contrib.auth.models import Permission
from django.db.models import Q


def may_stand_in(actor, account) -> bool:
    """Whether the actor may set the account's password, and so log in as that person.

    Not where it would open more than the actor has: rights, or consultations of others. Rights are
    asked of the tables, because an account that is switched off for a moment says it has none.
    """
    if actor.is_superuser:
        return True
    return not account.is_superuser and may_open(actor, _rights_of(account))


def may_open(actor, rights: set[str]) -> bool:
    """Whether an account with these rights (names without their app) opens no more than the actor
    has."""
    own = _rights_of(actor)
    reads, sees_all = "view_consultation", "see_all_consultations"
    return rights <= own and (reads not in rights or sees_all in own)


def _rights_of(account):
    rights = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return set(rights.values_list("codename", flat=True))

"""Members of the staff: display names, and who holds the right to an action."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet

from consult.base import policy
from consult.base.policy import Action
from firm.base.people import BACKEND, full_name


def holders(action: Action) -> QuerySet[User]:
    """The active members of the staff with the right to an action, superusers included."""
    right = policy.right_to(action)
    people = get_user_model().objects.with_perm(right, backend=BACKEND)
    return people.filter(is_staff=True).select_related("lawyer").order_by("username")


def display_name(user) -> str:
    """How colleagues know somebody: 林致远律师, else the full name."""
    if user is None:
        return "已离职人员"
    lawyer = getattr(user, "lawyer", None)
    return lawyer.title if lawyer else full_name(user)

"""Opening one consultation by its key, for a member of the staff."""

import uuid

from consult.desk import assignment
from consult.models import Consultation


def find(user, key) -> Consultation | None:
    """A consultation that the user may open; None alike for one that is not theirs or not there."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    return assignment.visible_to(user).filter(pk=key).first()

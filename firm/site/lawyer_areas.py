"""Who may decide in which areas a lawyer works: it decides which consultations are seen.

A lawyer sees what nobody is in charge of in the own areas, in those above and in those below them;
a lawyer without areas sees all of it (`consult.desk.assignment`). So nobody moves areas, takes them
away or adds one below an own one for oneself; superusers may, and 人员 does it for others.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User

from firm.models import Lawyer, PracticeArea

ASSIGN = "firm.change_lawyer"


def may_move(user: User) -> bool:
    """Whether a person may put an area below another one, as may who assigns areas to lawyers.

    Who is a lawyer assigns areas to colleagues, never to oneself, and one tree serves them all.
    """
    is_lawyer = Lawyer.objects.filter(user=user).exists()
    return user.is_superuser or (user.has_perm(ASSIGN) and not is_lawyer)


def left_without(areas: Iterable[PracticeArea]) -> list[Lawyer]:
    """The lawyers with an account who work in these areas and in no other."""
    keys = [area.pk for area in areas]
    here = Lawyer.objects.filter(user__isnull=False, areas__in=keys)
    elsewhere = PracticeArea.lawyers.through.objects.exclude(practicearea__in=keys)
    return list(here.exclude(pk__in=elsewhere.values("lawyer")).distinct())

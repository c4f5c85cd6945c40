"""Names that nobody has to make up: of an account, and in the address of a lawyer's page."""

import re

from django.contrib.auth.models import User

from firm.base import surnames
from firm.models import Lawyer

LONGEST = 40  # characters; the table of accounts takes 150


def free_username(email: str, name: str) -> str:
    """What an account is called: the mail before the @, else the name in pinyin; with a number
    where both are taken."""
    wanted = [_plain(email.partition("@")[0]), _plain("".join(_read(name))), "colleague"]
    taken = {one.lower() for one in User.objects.values_list("username", flat=True)}
    return _first_free([one for one in wanted if one], taken, "")


def free_slug(name: str) -> str:
    """The name of a lawyer's page: lin-zhiyuan, and lin-zhiyuan-2 for the second of that name."""
    parts = ["".join(_read(part)) for part in surnames.split(name)]
    wanted = "-".join(part for part in map(_plain, parts) if part).replace(".", "") or "lawyer"
    taken = set(Lawyer.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return _first_free([wanted], taken, "-")


def _first_free(wanted, taken, between):
    numbered = (f"{wanted[0]}{between}{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (*wanted, *numbered) if one not in taken)


def _plain(text):
    return re.sub("[^a-z0-9.-]", "", text.lower()).strip(".-")[:LONGEST]


def _read(name):
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where somebody is invited

    return lazy_pinyin(name, v_to_u=False)

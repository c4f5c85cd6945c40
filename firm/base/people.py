"""What a member of the staff is called, and how a name is written where there is no portrait."""

import re

from django.contrib.auth.models import AbstractUser

MOST_UPRIGHT = 5


def full_name(user: AbstractUser) -> str:
    """Family name before given name, as Chinese names are written; else the name of the account.

    Django's own `get_full_name` writes them the other way round, with a blank between them.
    """
    return f"{user.last_name.strip()}{user.first_name.strip()}" or user.get_username()


def upright(name: str) -> str:
    """What of a name is set upright on a slip: all of 欧阳明远, the first part of 买买提·艾力.

    A slip has room for four characters, for names of five in a narrower hand.
    """
    first = re.split(r"[·•・.\s]", name.strip())[0]
    return first[:MOST_UPRIGHT]

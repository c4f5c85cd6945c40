"""What a member of the staff is called."""

from django.contrib.auth.models import AbstractUser

from firm.base import surnames

BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows permissions


def full_name(user: AbstractUser) -> str:
    """Family name before given name, as Chinese names are written; else the name of the account.

    Django's own `get_full_name` writes them the other way round, with a blank between them.
    """
    return f"{user.last_name.strip()}{user.first_name.strip()}" or user.get_username()


def give_name(user: AbstractUser, name: str) -> None:
    """Put a whole name, as it is written, into the two fields of an account; not saved."""
    user.last_name, user.first_name = surnames.split(name)

"""What a member of the staff is called."""

from django.contrib.auth.models import AbstractUser

BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows permissions


def full_name(user: AbstractUser) -> str:
    """Family name before given name, as Chinese names are written; else the name of the account.

    Django's own `get_full_name` writes them the other way round, with a blank between them.
    """
    return f"{user.last_name.strip()}{user.first_name.strip()}" or user.get_username()

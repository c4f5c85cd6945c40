"""Who may import and export articles in the office."""

from django.contrib.auth.models import User

from transfer.models import ArticleImport

ADD, CHANGE, VIEW = (f"articles.{act}_article" for act in ("add", "change", "view"))


def may_import(user: User) -> bool:
    """Whoever may write a new article may bring one in a file."""
    return user.has_perm(ADD)


def may_export(user: User) -> bool:
    """Whoever reads all articles in the office."""
    return user.has_perm(VIEW) or user.has_perm(CHANGE)


def may_see(user: User, upload: ArticleImport) -> bool:
    """One's own imports; those of others only who may change every article."""
    return may_import(user) and (upload.user_id == user.pk or user.has_perm(CHANGE))

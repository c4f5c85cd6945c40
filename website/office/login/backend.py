"""Passwords of the staff, each guess counted before it is looked at."""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission, User

from consult.spam import rate_limit
from website.office.login import ceilings, log


class RightsAtOnce(BaseBackend):
    """What somebody may do by themselves and by their posts, in one query.

    Stands behind ModelBackend, which asks it and remembers the answer.
    """

    def get_all_permissions(self, user_obj, obj=None):
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        of_user = Permission.objects.filter(user=user_obj)
        of_posts = Permission.objects.filter(group__user=user_obj)
        own, posts = (
            rows.order_by().values_list("content_type__app_label", "codename")
            for rows in (of_user, of_posts)
        )
        return {f"{app}.{name}" for app, name in own.union(posts)}


class CountedBackend(ModelBackend, RightsAtOnce):
    """Django's own behind the ceilings, wherever a page checks a password.

    Raises TooManyGuessesError, which a form shows as its own. Without a request (a shell) nothing
    is counted. Who somebody is and what they may do, which each page of the office asks, is two
    queries and not four.
    """

    def authenticate(self, request, username=None, password=None, code=None, **kwargs):
        """The account, None for a wrong password; `code` is what the authenticator showed."""
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        guess = ceilings.begin(request, username, code)
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            log.failed(request, "password")
        else:
            rate_limit.take_back(guess)
        return user

    def get_user(self, user_id):
        """The account with the lawyer that it belongs to, whose name stands on every page."""
        found = User.objects.select_related("lawyer").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None

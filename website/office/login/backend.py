"""Passwords of the staff, each guess counted before it is looked at."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from consult.spam import rate_limit
from website.office.login import ceilings, log


class CountedBackend(ModelBackend):
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

    def get_all_permissions(self, user_obj, obj=None):
        """Those of the account and those of its posts at once, remembered as Django does."""
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            own, posts = (
                rows.order_by().values_list("content_type__app_label", "codename")
                for rows in (
                    self._get_user_permissions(user_obj),
                    self._get_group_permissions(user_obj),
                )
            )
            user_obj._perm_cache = {f"{app}.{name}" for app, name in own.union(posts)}
        return user_obj._perm_cache

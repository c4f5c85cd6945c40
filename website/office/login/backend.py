"""Passwords of the staff, each guess counted before it is looked at, and what follows from a
login.
"""

import math

from django.conf import settings
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission, User

from consult.spam import rate_limit
from website.http import errors
from website.office.login import ceilings

OF_CODE = {"token_required", "invalid", "slowed"}


def finish(request, response):
    """The answer of Django's login to a post, completed."""
    if response.status_code == 302:
        if request.user.is_authenticated:
            welcome(request, response)
        return response
    form = getattr(response, "context_data", {}).get("form")
    errors = form.non_field_errors().as_data() if form else []
    for error in errors:
        if error.code == "wait":
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
            response._has_been_logged = True  # by a line of our own
    if form and form.get_user():  # the password was right
        codes = {error.code for error in errors}
        ceilings.failed(request, "code" if codes & OF_CODE else "rights")
    return response


def welcome(request, response):
    """After whatever let somebody in. Known is a device after a complete login, not half of one."""
    ceilings.succeeded(request, request.user)
    if not settings.OTP_REQUIRED or getattr(request.user, "otp_device", None):
        ceilings.remember(response, request, request.user)


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
            ceilings.failed(request, "password")
        else:
            rate_limit.take_back(guess)
        return user

    def get_user(self, user_id):
        """The account with the lawyer that it belongs to, whose name stands on every page."""
        found = User.objects.select_related("lawyer").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None


def counted(request, change):
    """What `change()` answers to a post, or 429 with a sentence; the old password is a guess.

    A right one is taken back.
    A device that was known stays so with the new password: whoever changes it because strangers
    guess would otherwise be one of them at the next login.
    """
    was_known = ceilings.of(request, request.user.get_username())
    try:
        guess = ceilings.begin(request, request.user.get_username())
    except ceilings.TooManyGuessesError as refusal:
        seconds = math.ceil(refusal.wait.total_seconds())
        return errors.page(request, 429, refusal.message, retry_after=seconds)
    response = change()
    form = getattr(response, "context_data", {}).get("form")
    if form and form.has_error("old_password"):
        ceilings.failed(request, "password")
    else:
        rate_limit.take_back(guess)
    if was_known and response.status_code == 302:
        ceilings.remember(response, request, request.user)
    return response

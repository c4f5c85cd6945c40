"""Passwords of the staff, each guess counted before it is looked at."""

from django.contrib.auth.backends import ModelBackend

from consult.spam import rate_limit
from website.office.login import ceilings, log


class CountedBackend(ModelBackend):
    """Django's own behind the ceilings, wherever a page checks a password.

    Raises TooManyGuessesError, which a form shows as its own. Without a request (a shell) nothing
    is counted.
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

"""One line for every login, for people and for fail2ban (docs/fail2ban/).

Never the name that was typed: people type their password into that box. An account is named by
its number, and only after its password was right.
"""

import logging

LOGGER = logging.getLogger("antou.login")


def failed(request, reason: str) -> None:
    """A login that was wrong: `password`, `code`, `passkey` or `rights`."""
    LOGGER.warning("login failed: address=%s reason=%s", _address(request), reason)


def refused(request, reason: str) -> None:
    """A login that was not looked at: `ceiling`, or `busy`."""
    LOGGER.warning("login refused: address=%s reason=%s", _address(request), reason)


def succeeded(request, user) -> None:
    """A login that was right."""
    LOGGER.info("login succeeded: address=%s account=%s", _address(request), user.pk)


def _address(request):
    return request.META.get("REMOTE_ADDR") or "unknown"

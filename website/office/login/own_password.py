"""The old password that is asked before it is changed, counted as a guess."""

import math

from consult.spam import rate_limit
from website.http import errors
from website.office.login import ceilings, known_device, log


def counted(request, change):
    """What `change()` answers to a post, or 429 with a sentence; a right one is taken back."""
    try:
        guess = ceilings.begin(request, request.user.get_username())
    except ceilings.TooManyGuessesError as refusal:
        seconds = math.ceil(refusal.wait.total_seconds())
        return errors.page(request, 429, refusal.message, retry_after=seconds)
    response = change()
    form = getattr(response, "context_data", {}).get("form")
    if form and form.has_error("old_password"):
        log.failed(request, "password")
    else:
        rate_limit.take_back(guess)
    if response.status_code == 302:  # known by the old password, it would be a stranger's
        known_device.remember(response, request, request.user)
    return response

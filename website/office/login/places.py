"""How many passwords are looked at in one moment; whoever comes beyond is sent away at once.

A hash takes a core for the length of a blink, and a login a thread of the few that readers need.
So each process has one place for strangers and one for devices of the house, and no queue.
"""

from functools import cache
from threading import BoundedSemaphore

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, UnreadablePostError
from django.urls import reverse

from website.http import errors
from website.office.login import known_device, log, words

STRANGERS, KNOWN = BoundedSemaphore(1), BoundedSemaphore(1)
RETRY_AFTER = 5  # seconds


def middleware(get_response):
    """Stands before session, database and templates: to be sent away costs next to nothing."""

    def bounded(request):
        if request.method != "POST" or not request.path_info.startswith(_addresses()):
            return get_response(request)
        if not _has_arrived(request):
            return errors.page(request, 400)
        place = _free_place(request)
        if place is None:
            log.refused(request, "busy")
            return _sent_away()
        try:
            return get_response(request)
        finally:
            place.release()

    return bounded


def _sent_away():
    response = HttpResponse(_page(), status=503, headers={"Retry-After": str(RETRY_AFTER)})
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would be a second
    return response


@cache
def _page():
    """Made once: it is the same for everybody."""
    return errors.plain(503, words.BUSY, title=words.BUSY_TITLE).content


@cache
def _addresses():
    """Below which a password is checked."""
    names = ("login", "password_change", "second_factor", "passkey_offer")
    return tuple(reverse(f"admin:{name}") for name in names)


def _has_arrived(request):
    """Read all that was sent, so that nobody holds a place who sends a letter a minute."""
    try:
        return request.body is not None
    except (RequestDataTooBig, UnreadablePostError):
        return False


def _free_place(request):
    for place in (KNOWN, STRANGERS) if known_device.read(request) else (STRANGERS,):
        if place.acquire(blocking=False):
            return place
    return None

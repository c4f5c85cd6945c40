"""Access to one thread after the code was given: in the session, for 15 idle minutes."""

import time
import uuid

from consult.models import Consultation

KEY = "consult_thread"
IDLE_SECONDS = 15 * 60


def grant(request, consultation):
    """Let this browser see one thread."""
    request.session.cycle_key()
    request.session[KEY] = {"id": consultation.pk.hex, "seen": int(time.time())}


def current(request):
    """The consultation this browser may see, None without or after 15 idle minutes."""
    granted = request.session.get(KEY)
    if not granted:
        return None
    if time.time() - granted["seen"] > IDLE_SECONDS:
        end(request)
        return None
    request.session[KEY] = {**granted, "seen": int(time.time())}
    threads = Consultation.objects.select_related("area")
    consultation = threads.filter(pk=uuid.UUID(granted["id"])).first()
    if consultation is None:  # erased meanwhile
        end(request)
    return consultation


def end(request):
    """Take the access back, also from a copy of the cookie.

    Django forgets the cookie of a session that became empty, but leaves its row as it was.
    """
    request.session.pop(KEY, None)
    if request.session.session_key and not request.session.keys():
        request.session.flush()

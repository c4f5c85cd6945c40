"""Sessions of the staff: when they end, how long one has left, how it is prolonged.

An engine of Django's sessions, so that no page, however it asks who is there, finds one that has
ended. Those of clients have a rule of their own (`consult.client.session`).
"""

import time
from contextlib import suppress

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.db import Error, transaction
from django.dispatch import receiver
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_http_methods

KEY = "office"  # in the session: when it began, and when somebody was last there; in seconds
IDLE = 30 * 60
LONGEST = 12 * 60 * 60
SKEW = 5 * 60  # by which the clocks of two machines may differ
NOTED_EVERY = 60  # seconds; a row is not written with every request
WAS_IDLE = "30分钟没有操作，已自动退出，请重新登录。"
WAS_LONG = "登录已满12小时，已自动退出，请重新登录。"


class SessionStore(db.SessionStore):
    """Keeps no staff session beyond its end; its name is part of how Django signs the data."""

    ended = ""  # why the session of this request was ended, as a sentence

    def load(self):
        data = super().load()
        left, last = seconds_left(data)
        if left > 0:
            self.ended = ""
            return data
        self.ended = WAS_LONG if last else WAS_IDLE
        self.delete()
        return super().load()  # as for any key without a row: nothing, and a new key for what comes


def seconds_left(session) -> tuple[int, bool]:
    """Seconds until a session of the staff ends, and whether its twelve hours are over then.

    No request can put that off. A client's never ends here.
    """
    if SESSION_KEY not in session or KEY not in session:
        return IDLE, False
    now, stamp = int(time.time()), session[KEY]
    idle, longest = stamp["seen"] + IDLE - now, stamp["since"] + LONGEST - now
    if idle > IDLE + SKEW or longest > LONGEST + SKEW:  # of a clock that was ahead
        return 0, False
    return min(idle, longest), longest <= idle


@receiver(user_logged_in)
def _begin(request, **_):
    """The hours count from the login, also from one on top of another."""
    now = int(time.time())
    request.session[KEY] = {"since": now, "seen": now}


def middleware(get_response):
    """Note that somebody was there, and have the login page say why it asks again."""

    def handle(request):
        response = get_response(request)
        session = request.session
        if session.ended:
            messages.info(request, session.ended)
        elif session.accessed and SESSION_KEY in session:
            # A script that looks for news gets JSON; one that keeps what is typed posts it, and
            # repeats by itself what a busy server did not take.
            is_json = response.headers.get("Content-Type", "").startswith("application/json")
            is_query = is_json and request.method in {"GET", "HEAD"}
            note(session, somebody=response.status_code < 500 and not is_query)
        return response

    return handle


def note(session, somebody: bool) -> None:
    """Put the end off. One of before this rule gets its half hour at whatever request."""
    now = int(time.time())
    stamp = session.get(KEY, {"since": now, "seen": 0})
    if stamp["seen"] and not (somebody and now - stamp["seen"] >= NOTED_EVERY):
        return
    stamp = {**stamp, "seen": now}
    if session.modified:  # saved as a whole after this
        session[KEY] = stamp
        return
    # Into the row as it is now: not over what another request has written, and into none that was
    # ended meanwhile. A busy database leaves the end where it was and stops nobody.
    rows = session.model.objects.select_for_update().filter(pk=session.session_key)
    with suppress(Error), transaction.atomic():
        for row in rows:
            row.session_data = session.encode({**session.decode(row.session_data), KEY: stamp})
            row.save(update_fields=["session_data"])
            session._session[KEY] = stamp  # for this request, and no reason to save it once more


@require_http_methods(["GET", "POST"])
def time_left(request: HttpRequest, site: AdminSite) -> JsonResponse:
    """How long the session of a page has left, as JSON; the token for a page older than the login.

    To ask changes nothing; to post is a sign that somebody is there. 401 without a login: a script
    that was led to the page of the login would use up what that has to say.
    """
    if not site.has_permission(request):
        return JsonResponse({}, status=401)
    if request.method == "POST":
        note(request.session, somebody=True)
    left, last = seconds_left(request.session)
    response = JsonResponse({"left": left, "last": last, "token": get_token(request)})
    response["Cache-Control"] = "no-store, private"
    return response


def urls(site) -> list:
    """The address, and an older one that pages ask which were opened before an update."""
    known = {"site": site}
    return [
        path("session/", time_left, known, name="session_end"),
        path("token/", time_left, known),
    ]

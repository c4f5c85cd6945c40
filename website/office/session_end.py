"""Tells a page how long its session has left, and puts the end off when somebody says so."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_http_methods

from website.office import sessions


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> JsonResponse:
    """Seconds as JSON, and the token of the login for a page that is older than it.

    To ask changes nothing; to post is a sign that somebody is there.
    """
    if request.method == "POST":
        sessions.note(request.session, somebody=True)
    left, last = sessions.left(request.session)
    response = JsonResponse({"left": left, "last": last, "token": get_token(request)})
    response["Cache-Control"] = "no-store, private"
    return response


def urls(site) -> list:
    """The address, for those who may enter the admin."""
    return [path("session/", site.admin_view(answer), name="session_end")]
